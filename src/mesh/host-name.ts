/** Istio's host names: exact, or a wildcard such as `*.example.com` or `*`. */

/** Where an object is: its namespace, and where the names of the Services of its cluster end, after `svc`. */
export interface HostScope {
  namespace: string;
  clusterDomain: string;
}

/** `NAME.NAMESPACE.svc.DOMAIN`. */
const service = /^[^.]+\.([^.]+)\.svc\.(.+)$/;

/** The domain of Services that several clusters export together: they are in no namespace of one. */
const clusterSet = 'clusterset.local';

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/**
 * A short name (no dot) in the namespace of the object that uses it; every other name stays.
 * `reviews.prod` has a dot: it is taken as it is, and matches no Service.
 * Source: istio/istio pkg/config/model ResolveShortnameToFQDN.
 */
export function qualifyHost(host: string, scope: HostScope): string {
  if (host === '' || host.includes('.') || host.includes('*')) return host;
  return serviceHost(host, scope);
}

/** The host of a Kubernetes Service. */
export function serviceHost(name: string, { namespace, clusterDomain }: HostScope): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** The namespace in the name of a Kubernetes Service's host, in whatever domain; undefined for every other host. */
export function namespaceOfHost(host: string): string | undefined {
  const [, namespace, domain] = service.exec(host) ?? [];
  return domain === clusterSet ? undefined : namespace;
}

/** The domain behind `svc` in the name of a Service's host, or in a wildcard for some; undefined for every other host. */
export function domainOfHost(host: string): string | undefined {
  return /\.svc\.(.+)$/.exec(host)?.[1];
}

/** `hello-world.default` for a Service's host; other hosts as they are. For people. */
export function shortHost(host: string): string {
  return namespaceOfHost(host) === undefined ? host : host.slice(0, host.indexOf('.svc.'));
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
