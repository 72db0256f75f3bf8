import { domainOf, isMeshDeclared } from '../config/config.js';
import { certainlyMeant, Guesses } from '../foundation/did-you-mean.js';
import { kept } from '../foundation/kept.js';
import type { Severity } from '../foundation/severity.js';
import { ruleHost } from './destination-rules.js';
import { namespaceOfHost, serviceHost } from './host-name.js';
import { canaryHosts } from './canary-hosts.js';
import type { Mesh } from './mesh.js';

/** A destination for which there is no Service or ServiceEntry. */
export interface MissingHost {
  /** What `service.namespace` was meant to be; undefined for any other name. */
  whole: string | undefined;
  /**
   * An error where it is sure: for such a host a proxy has no cluster, and each request gets 503. A warning where something outside of the
   * manifests may make the Service; a notice where it is taken to be in another repository.
   */
  severity: Severity;
}

/**
 * What the manifests show of a destination that they do not declare: whether they have Services of its namespace, but not this one, or the
 * host is `service.namespace`, which Istio takes as it is. Undefined where it is declared, listed under `workloads`, made by Flagger, or nothing says anything.
 * Measured in __tests__/real/traffic/missed-faults.test.ts.
 *
 * @param host qualified
 */
export function missingHost(mesh: Mesh, host: string): MissingHost | undefined {
  const { services } = mesh;
  const { listed } = mesh.memory.of(mesh, knownNames);
  if (services.find(host) || listed.has(host) || isOfIstio(host, mesh)) return undefined;
  const whole = wholeName(host, mesh);
  if (whole !== undefined) return { whole, severity: isMeant(whole, mesh) ? 'error' : 'warning' };
  if (services.all.length === 0) return undefined;
  return { whole, severity: severityOf(mesh, host) };
}

/**
 * How sure it is that there is no Service for a host. A namespace of which the manifests hold some Services may get others from an
 * operator or another repository, and a Service without a namespace may be applied to any.
 */
function severityOf(mesh: Mesh, host: string): Severity {
  const { names, placeless, isDeclared, guesses } = mesh.memory.of(mesh, knownNames);
  const known = names.get(namespaceOfHost(host));
  const name = firstLabel(host);
  if (!known || placeless.has(name)) return 'notice';
  const isSlip = guesses.among([...known], (own) => certainlyMeant(name, own)) !== undefined;
  return isSlip || isDeclared ? 'error' : 'warning';
}

function firstLabel(host: string): string {
  return host.split('.')[0] ?? '';
}

/** Istio's own installation brings these Services; no repository has to hold them. */
export function isOfIstio(host: string, { config }: Pick<Mesh, 'config'>): boolean {
  const namespace = namespaceOfHost(host);
  if (namespace === 'default') {
    return host === serviceHost('kubernetes', { namespace, clusterDomain: domainOf(config) });
  }
  const isHome = namespace === config.rootNamespace || namespace === 'istio-system';
  return isHome && /^istio(d)?(-|\.)/.test(host);
}

function knownNames({ config, services, resources, placed }: Mesh) {
  const { Gateway, VirtualService, DestinationRule, Service } = resources;
  // Undefined stands for hosts outside of the clusters.
  const names = new Map<string | undefined, Set<string>>();
  const placeless = new Set<string>();
  for (const { host, resource } of services.all) {
    const name = firstLabel(host);
    kept(names, namespaceOfHost(host), () => new Set<string>()).add(name);
    if (!resource.isNamespaceKnown) placeless.add(name);
  }
  return {
    names,
    placeless,
    isDeclared: isMeshDeclared(config),
    guesses: new Guesses(),
    listed: new Set([...config.workloads.map(({ host }) => host), ...placed.flatMap(canaryHosts)]),
    objectNamespaces: new Set(
      [Gateway, VirtualService, DestinationRule, Service].flatMap((list) =>
        list.map(({ namespace }) => namespace),
      ),
    ),
    ruled: new Set(DestinationRule.map(ruleHost)),
  };
}

/** Whether the manifests say themselves that there is such a Service. */
function isMeant(host: string, mesh: Mesh): boolean {
  return mesh.services.find(host) !== undefined || mesh.memory.of(mesh, knownNames).ruled.has(host);
}

/** What `service.namespace` was meant to be, if there is such a namespace; undefined for other hosts. */
function wholeName(host: string, mesh: Mesh): string | undefined {
  const [name = '', namespace = '', suffix, ...rest] = host.split('.');
  if ((suffix !== undefined && suffix !== 'svc') || rest.length > 0) return undefined;
  if (!mesh.memory.of(mesh, knownNames).objectNamespaces.has(namespace)) return undefined;
  return serviceHost(name, { namespace, clusterDomain: domainOf(mesh.config) });
}
