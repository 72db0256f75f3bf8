import type { Memory } from '../foundation/memory.js';
import { indexOfHosts, type HostIndex } from './host-index.js';
import { isWildcard } from './host-name.js';
import type { Server } from '../api/gateway.js';
import type { Resource } from './resource.js';

/** The name by which a VirtualService means all sidecars, and no gateway. */
export const meshGateway = 'mesh';

/**
 * The `namespace/name` of the Gateway that a VirtualService in `namespace` names: `name`,
 * `namespace/name`, `./name`, or the old `name.namespace[.svc…]`.
 * Source: istio/istio pilot/pkg/model/config.go resolveGatewayName.
 */
export function resolveGatewayName(reference: string, namespace: string): string {
  if (reference === meshGateway) return meshGateway;
  const slash = reference.indexOf('/');
  if (slash >= 0) {
    return reference.startsWith('./') ? `${namespace}${reference.slice(1)}` : reference;
  }
  const [name = '', own] = reference.split('.');
  return `${own ?? namespace}/${name}`;
}

export function gatewayKey({ namespace, name }: Resource<'Gateway'>): string {
  return `${namespace}/${name}`;
}

/**
 * The hosts that a server opens to VirtualServices of a namespace: `ns/host` only to those of `ns`,
 * `./host` to the Gateway's own, `*\/host` and `host` to all. `*\/*` opens everything.
 * Source: istio/istio pilot/pkg/model/gateway.go sanitizeServerHostNamespace,
 * pkg/config/host NamesForNamespace.
 */
export function serverHostsFor(
  server: Server,
  gatewayNamespace: string,
  namespace: string,
): string[] {
  const hosts = server.hosts ?? [];
  if (hosts.includes('*/*')) return ['*'];
  return hosts.flatMap((entry) => {
    const slash = entry.indexOf('/');
    if (slash < 0) return [entry];
    const scope = entry.slice(0, slash) === '.' ? gatewayNamespace : entry.slice(0, slash);
    return scope === '*' || scope === namespace ? [entry.slice(slash + 1)] : [];
  });
}

/** All hosts of a server, as `host`, or as `namespace/host` for the VirtualServices of one namespace alone. */
export function serverHostsOf({ hosts = [] }: Server, gatewayNamespace: string): string[] {
  if (hosts.includes('*/*')) return ['*'];
  return hosts.map((entry) => {
    if (entry.startsWith('./')) return `${gatewayNamespace}${entry.slice(1)}`;
    return entry.startsWith('*/') ? entry.slice(2) : entry;
  });
}

/** The public hosts that a VirtualService's hosts and a server's have in common. */
export function publicHosts(
  memory: Memory,
  server: Server,
  gateway: Resource<'Gateway'>,
  virtualService: Resource<'VirtualService'>,
): string[] {
  const open = openTo(memory, server, gateway.namespace, virtualService.namespace);
  const shared = (virtualService.spec.hosts ?? []).flatMap((host) => {
    // What it has in common with any of those that cover it is itself.
    const own = open.patternsCovering(host).length > 0 ? [host] : [];
    return isWildcard(host) ? own.concat(open.patternsWithin(host)) : own;
  });
  return [...new Set(shared)];
}

/** What a server opens to the namespace that was asked for last. */
interface OpenHosts {
  from: string;
  to: string;
  hosts: HostIndex<true>;
}

/**
 * What a server of a Gateway in one namespace opens to VirtualServices of another. Thousands of VirtualServices may be bound
 * to a server with thousands of hosts.
 */
function openTo(memory: Memory, server: Server, from: string, to: string): HostIndex<true> {
  const last = memory.of(server, noHostsYet);
  if (last.known?.from !== from || last.known.to !== to) {
    last.known = { from, to, hosts: indexOfHosts(serverHostsFor(server, from, to)) };
  }
  return last.known.hosts;
}

function noHostsYet(): { known?: OpenHosts } {
  return {};
}
