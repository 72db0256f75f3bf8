import { gatewaysNamedBy } from '../mesh/clients/gateway-bindings.js';
import { firstFew } from '../foundation/first-few.js';
import { publicHosts } from '../mesh/gateways.js';
import { HostIndex } from '../mesh/host-index.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import type { Rule } from './rule.js';
import { isSameCluster } from '../mesh/same-cluster.js';

export const rule: Rule = {
  name: 'gateway-host-match',
  code: 'MF006',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A VirtualService has no host in common with any of its Gateways.',
  description: `The ingress gateway serves the hosts that a server of the Gateway and a VirtualService have in common. Where
they have none, the VirtualService adds no route to it, and requests get 404 from every region. One Gateway of its list
that opens its hosts is enough.

\`namespace/host\` in a Gateway opens the host to VirtualServices of that namespace alone, \`./host\` to those of
the Gateway's own; \`*.example.com\` does not cover \`example.com\`.`,
  references: [
    'istio/istio pilot/pkg/model/gateway.go sanitizeServerHostNamespace',
    'istioctl analyze IST0132',
  ],
  check(mesh, report) {
    let serving: ReadonlySet<Resource<'Gateway'>> | undefined;
    for (const virtualService of mesh.resources.VirtualService) {
      const bound = boundGateways(mesh, virtualService);
      // One Gateway that opens the hosts is enough: the others may be for those of another VirtualService.
      if (bound.some((gateway) => hasSharedHost(mesh, gateway, virtualService))) continue;
      for (const gateway of bound) {
        serving ??= gatewaysThatServe(mesh);
        const serves = serving.has(gateway);
        const closed = closedHosts(mesh, gateway, virtualService);
        const own = { resource: virtualService, path: ['spec', 'hosts'], part: 'key' as const };
        const [first] = gateway.spec.servers ?? [];
        const theirs = {
          resource: gateway,
          path: closed[0] ? pathOf(closed[0]) : placeOfHosts(first?.hosts ?? []),
        };
        const hosts = firstFew(virtualService.spec.hosts ?? []);
        const open = mesh.memory.of(gateway, openHosts);
        report({
          // A Gateway that serves others is right; one that serves nobody is the likelier mistake.
          at: serves ? own : theirs,
          related: [
            serves
              ? { at: theirs, message: `the Gateway's hosts: ${open}` }
              : { at: own, message: `the VirtualService's hosts: ${hosts}` },
          ],
          message:
            closed.length > 0
              ? closedMessage(gateway, virtualService, closed)
              : `Gateway ${titleOf(gateway)} (hosts ${open}) and VirtualService ${titleOf(virtualService)} (hosts ${hosts}) ` +
                'have no host in common: its requests get 404 in every region. Give both the same host.',
        });
      }
    }
  },
};

function boundGateways(
  mesh: Mesh,
  virtualService: Resource<'VirtualService'>,
): Resource<'Gateway'>[] {
  return gatewaysNamedBy(mesh, virtualService).filter((gateway) =>
    isSameCluster(gateway, virtualService),
  );
}

function gatewaysThatServe(mesh: Mesh): ReadonlySet<Resource<'Gateway'>> {
  return new Set(
    mesh.resources.VirtualService.flatMap((virtualService) =>
      gatewaysNamedBy(mesh, virtualService).filter((gateway) =>
        hasSharedHost(mesh, gateway, virtualService),
      ),
    ),
  );
}

function hasSharedHost(
  { memory }: Mesh,
  gateway: Resource<'Gateway'>,
  virtualService: Resource<'VirtualService'>,
): boolean {
  return (gateway.spec.servers ?? []).some(
    (server) => publicHosts(memory, server, gateway, virtualService).length > 0,
  );
}

/** What a message says that a Gateway is open to. */
function openHosts({ spec: { servers = [] } }: Resource<'Gateway'>): string {
  return firstFew(servers.flatMap(({ hosts = [] }) => hosts));
}

function placeOfHosts(hosts: readonly string[]): (string | number)[] {
  const path = ['spec', 'servers', 0, 'hosts'];
  return hosts.length === 1 ? [...path, 0] : path;
}

function pathOf({ server, position }: ClosedHost): (string | number)[] {
  return ['spec', 'servers', server, 'hosts', position];
}

/** An entry of a Gateway's hosts that names a host of the VirtualService, but opens it to another namespace. */
interface ClosedHost {
  server: number;
  position: number;
  entry: string;
  host: string;
  /** Whose VirtualServices may serve it. */
  namespace: string;
}

function closedHosts(
  { memory }: Mesh,
  gateway: Resource<'Gateway'>,
  { spec: { hosts = [] } }: Resource<'VirtualService'>,
): ClosedHost[] {
  const index = memory.of(gateway, hostsOfNamespaces);
  const shared = hosts.flatMap((host) => index.patternsOverlapping(host));
  // Whatever else is open to it has been found to have no host in common.
  return [...new Set(shared)]
    .flatMap((host) => index.at(host))
    .sort((a, b) => a.server - b.server || a.position - b.position);
}

/**
 * What a Gateway opens to some namespaces only. Thousands of VirtualServices may be bound to a Gateway with thousands of hosts.
 */
function hostsOfNamespaces(gateway: Resource<'Gateway'>): HostIndex<ClosedHost> {
  const index = new HostIndex<ClosedHost>();
  for (const [server, { hosts = [] }] of (gateway.spec.servers ?? []).entries()) {
    for (const [position, entry] of hosts.entries()) {
      const slash = entry.indexOf('/');
      if (slash < 0) continue;
      const [scope, host] = [entry.slice(0, slash), entry.slice(slash + 1)];
      const namespace = scope === '.' ? gateway.namespace : scope;
      index.add(host, { server, position, entry, host, namespace });
    }
  }
  return index;
}

function closedMessage(
  gateway: Resource<'Gateway'>,
  virtualService: Resource<'VirtualService'>,
  closed: readonly ClosedHost[],
): string {
  const { namespace } = virtualService;
  const namespaces = [...new Set(closed.map((each) => each.namespace))];
  const whose = `${namespaces.length > 1 ? 'the namespaces' : 'namespace'} ${firstFew(namespaces)} alone`;
  const entries = firstFew([...new Set(closed.map(({ entry }) => entry))]);
  const host = closed[0]?.host ?? '';
  return (
    `Gateway ${titleOf(gateway)} (hosts ${entries}) opens the host to VirtualServices of ${whose}, and ` +
    `${titleOf(virtualService)} is in ${namespace}: its requests get 404 in every region. ` +
    `Write ${namespace}/${host}, or */${host} for every namespace.`
  );
}

function titleOf({ namespace, name }: Resource): string {
  return `${namespace}/${name}`;
}
