/** Istio's host names: exact, or a wildcard such as `*.example.com` or `*`. */

/** Where the names of Kubernetes Services end, unless the mesh was given another domain. */
const DOMAIN_SUFFIX = 'svc.cluster.local';

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/**
 * A short name (no dot) in the namespace of the object that uses it; every other name stays.
 * `reviews.prod` has a dot: it is taken as it is, and matches no Service.
 * Source: istio/istio pkg/config/model ResolveShortnameToFQDN.
 */
export function qualifyHost(host: string, namespace: string): string {
  if (host === '' || host.includes('.') || host.includes('*')) return host;
  return serviceHost(host, namespace);
}

/** The host of a Kubernetes Service. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.${DOMAIN_SUFFIX}`;
}

/** The namespace in the name of a Kubernetes Service's host; undefined for every other host. */
export function namespaceOfHost(host: string): string | undefined {
  const [, namespace, ...rest] = host.split('.');
  return rest.join('.') === DOMAIN_SUFFIX ? namespace : undefined;
}

/** `hello-world.default` for a Service's host; other hosts as they are. For people. */
export function shortHost(host: string): string {
  return namespaceOfHost(host) === undefined ? host : host.slice(0, -DOMAIN_SUFFIX.length - 1);
}

/**
 * Whether every name that `host` stands for is one that `pattern` stands for.
 * Source: istio/istio pkg/config/host/name.go SubsetOf.
 */
export function isSubsetOf(host: string, pattern: string): boolean {
  if (!isWildcard(pattern)) return host === pattern;
  const suffix = pattern.slice(1);
  if (!isWildcard(host)) return host.endsWith(suffix);
  return host.length >= pattern.length && host.slice(1).endsWith(suffix);
}
