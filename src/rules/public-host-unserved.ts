import { addTo } from '../foundation/add-to.js';
import { firstFew } from '../foundation/first-few.js';
import { gatewaysNamedBy } from '../mesh/clients/gateway-bindings.js';
import {
  distinctGateways,
  gatewayClients,
  gatewayRoutes,
  type GatewayRoute,
} from '../mesh/clients/ingress-gateway.js';
import { protocolOf } from '../mesh/clients/gateway-servers.js';
import { brokenDelegations, type Delegation } from '../mesh/delegates.js';
import { isSameObject } from '../mesh/duplicates.js';
import { meshGateway, publicHosts, resolveGatewayName } from '../mesh/gateways.js';
import { isSubsetOf, namespaceOfHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { satisfiesSelector } from '../mesh/selector.js';
import { bindingsOf } from '../mesh/virtual-services-for.js';
import { isExportedTo } from '../mesh/visibility.js';
import type { Rule, RuleReport } from './rule.js';
import { refusedDocuments } from './scope/admission-check.js';
import { isSameCluster } from '../mesh/same-cluster.js';

type VirtualService = Resource<'VirtualService'>;
type Gateway = Resource<'Gateway'>;

export const rule: Rule = {
  name: 'public-host-unserved',
  code: 'MF011',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  summary: 'A VirtualService binds a host to a Gateway that serves no request for it.',
  description: `A host of a VirtualService is public where a Gateway opens it and a route of the right protocol is left for it.
Where there is none, every request for the host gets 404 or a reset, in every region:

* no server of its Gateways opens the host, while others of its hosts are open;
* the server passes TLS through or takes plain TCP, and the VirtualService has only \`http\` routes, or the other way round;
* all of its matches are for other Gateways or ports;
* a route delegates to a VirtualService that has hosts of its own, is not exported to it, or is nearly called like another one; one
  that is not among the manifests may be elsewhere, and is a warning;
* another VirtualService for the host already takes every request.

\`gateway-exists\` reports a Gateway that is not there, and \`gateway-host-match\` one without any host in common.`,
  references: [
    'istio/istio pilot/pkg/networking/core/gateway.go',
    'istio/istio pilot/pkg/model/push_context.go mergeGateways',
  ],
  check(mesh, report) {
    const routes = routesByRoot(mesh);
    const refused = refusedDocuments(mesh);
    for (const resource of mesh.resources.VirtualService) {
      if (refused.has(resource.document)) continue;
      const gateways = gatewaysInUse(mesh, resource).filter(
        (gateway) => !refused.has(gateway.document) && !isPassedByName(gateway),
      );
      const open = gateways.flatMap((gateway) => openHosts(mesh, gateway, resource));
      // Without any host in common it is gateway-host-match's.
      if (open.length === 0) continue;
      const broken = checkDelegates(mesh, resource, report);
      const isForMesh = bindingsOf(resource).has(meshGateway);
      for (const [index, host] of (resource.spec.hosts ?? []).entries()) {
        if (isInside(mesh, host) && (isForMesh || !open.includes(host))) continue;
        const own = (routes.get(resource) ?? []).filter((route) => isSubsetOf(route.host, host));
        if (own.some(({ shadowed }) => !shadowed)) continue;
        const isOpen = open.some((one) => isSubsetOf(one, host));
        // What delegates to nothing is reported there.
        if (isOpen && own.length === 0 && broken > 0) continue;
        if (isOpen && isInside(mesh, host) && isPassedBySni(mesh, gateways, resource)) {
          report({ at: { resource, path: ['spec', 'hosts', index] }, ...unusedRoutes(host) });
          continue;
        }
        const why = isOpen ? reasonOf(mesh, resource, gateways, own, routes) : notOpen(gateways);
        if (!why) continue;
        report({
          at: { resource, path: ['spec', 'hosts', index] },
          message: `${why.what} Requests for ${host} get 404 or a reset, in every region. ${why.change}`,
          ...(why.other && {
            related: [
              { at: { resource: why.other, path: ['metadata', 'name'] }, message: 'the other one' },
            ],
          }),
        });
      }
    }
  },
};

/** Reports routes that delegate to nothing, and says how many there are. */
function checkDelegates(
  { config, resources }: Mesh,
  resource: VirtualService,
  report: (report: RuleReport) => void,
): number {
  const exportTo = config.meshConfig?.defaultVirtualServiceExportTo;
  const broken = brokenDelegations(resource, resources.VirtualService, exportTo);
  for (const { index, delegation } of broken) {
    const isElsewhere = delegation.problem === 'missing' && delegation.meant === undefined;
    report({
      at: { resource, path: ['spec', 'http', index, 'delegate', 'name'] },
      message: delegationMessage(delegation, resource),
      ...(isElsewhere && { severity: 'warning' }),
    });
  }
  return broken.length;
}

function delegationMessage(
  { namespace, name, problem, meant }: Delegation,
  resource: VirtualService,
): string {
  const lost = 'istiod drops this route, and requests that match it get 404, in every region.';
  const title = `${namespace}/${name}`;
  switch (problem) {
    case 'has-hosts':
      return `VirtualService ${title} has hosts, so nothing can delegate to it: ${lost} Remove hosts and gateways there.`;
    case 'hidden':
      return `VirtualService ${title} is not exported to namespace ${resource.namespace}: ${lost} Add ${resource.namespace} to its exportTo.`;
    default:
      return meant === undefined
        ? `There is no VirtualService ${title} in these manifests. If there is none at all, ${lost} Add it, or correct the delegate.`
        : `There is no VirtualService ${title}: ${lost} Did you mean "${meant}"?`;
  }
}

interface Reason {
  what: string;
  change: string;
  /** Whose routes are used in place of this one's. */
  other?: VirtualService | undefined;
}

function notOpen(gateways: readonly Gateway[]): Reason {
  const names = firstFew(gateways.map(({ namespace, name }) => `${namespace}/${name}`));
  return {
    what: `No server of Gateway ${names} opens this host.`,
    change: "Add it to the Gateway's hosts, or remove it here.",
  };
}

/** Undefined where nobody can tell. */
function reasonOf(
  mesh: Mesh,
  resource: VirtualService,
  gateways: readonly Gateway[],
  own: readonly GatewayRoute[],
  routes: ReadonlyMap<VirtualService, readonly GatewayRoute[]>,
): Reason | undefined {
  const [lost] = own;
  if (lost) {
    const other = takerOf(lost, routes);
    // One object in two manifests is duplicate-resource's.
    if (other && isSameObject(other, resource)) return undefined;
    return {
      other,
      what: 'Another VirtualService for this host already takes every request, so no route of this one is ever used.',
      change: 'Put the routes into one VirtualService, or give those of the other one a match.',
    };
  }
  const { config, memory } = mesh;
  const { namespace, spec } = resource;
  const exportTo = config.meshConfig?.defaultVirtualServiceExportTo;
  const isSeen = gatewayClients(mesh).some((client) =>
    isExportedTo(client.namespace, namespace, spec.exportTo, exportTo),
  );
  // Where the gateway's pods are is a guess unless the configuration says it.
  if (!isSeen && !config.clients) return undefined;
  if (!isSeen) {
    const namespaces = [...new Set(gatewayClients(mesh).map((client) => client.namespace))];
    return {
      what: `The ingress gateways in namespace ${firstFew(namespaces)} do not see this VirtualService: exportTo does not name it.`,
      change: `Add ${firstFew(namespaces)} to exportTo.`,
    };
  }
  const servers = gateways.flatMap((gateway) =>
    (gateway.spec.servers ?? []).filter(
      (server) => publicHosts(memory, server, gateway, resource).length,
    ),
  );
  const wanted = [...new Set(servers.map(protocolOf))];
  const given = (['http', 'tls', 'tcp'] as const).filter((part) => spec[part]?.length);
  if (!wanted.some((part) => given.includes(part))) {
    const modes = servers.map(({ port, tls }) =>
      [port?.protocol ?? 'HTTP', tls?.mode].filter(Boolean).join(' '),
    );
    return {
      what:
        `The Gateway's server (${firstFew([...new Set(modes)])}) uses ${wanted.join(' and ')} routes, and this VirtualService ` +
        (given.length ? `has only ${given.join(' and ')} routes.` : 'has no routes.'),
      change: `Add ${wanted.join(' or ')} routes, or change the protocol or the TLS mode of the server.`,
    };
  }
  const unbound = unboundGateways(resource);
  if (unbound.length > 0) {
    return {
      what: `Its matches are for ${firstFew(unbound)}, which spec.gateways does not name.`,
      change: `Add ${firstFew(unbound)} to spec.gateways, or name a Gateway from there in the matches.`,
    };
  }
  return {
    what: 'All matches of this VirtualService are for other Gateways, ports or clients than the ones that it is bound to.',
    change: 'Correct gateways and port of its matches.',
  };
}

/** The VirtualService whose routes take the requests of a route that gets none. */
function takerOf(
  lost: GatewayRoute,
  routes: ReadonlyMap<VirtualService, readonly GatewayRoute[]>,
): VirtualService | undefined {
  for (const [root, others] of routes) {
    const takes = ({ host, port, catchAll, shadowed }: GatewayRoute) =>
      host === lost.host && port === lost.port && catchAll && !shadowed;
    if (root !== lost.root && others.some(takes)) return root;
  }
  return undefined;
}

/** Gateways that matches name, and the VirtualService does not. */
function unboundGateways(resource: VirtualService): string[] {
  const { namespace, spec } = resource;
  const bound = bindingsOf(resource);
  const routes = [...(spec.http ?? []), ...(spec.tls ?? []), ...(spec.tcp ?? [])];
  const named = routes.flatMap(({ match = [] }) => match.flatMap(({ gateways = [] }) => gateways));
  return [...new Set(named)].filter((name) => !bound.has(resolveGatewayName(name, namespace)));
}

/** A host of the mesh: sidecars ask for it, whatever a Gateway opens. */
function isInside({ services }: Mesh, host: string): boolean {
  return (
    !(host.includes('.') || host === '*') ||
    namespaceOfHost(host) !== undefined ||
    services.find(host) !== undefined
  );
}

function openHosts({ memory }: Mesh, gateway: Gateway, resource: VirtualService): string[] {
  return (gateway.spec.servers ?? []).flatMap((server) =>
    publicHosts(memory, server, gateway, resource),
  );
}

/** Whether every server that opens its hosts leads to the Service that the name in TLS spells, and has no routes. */
function isPassedBySni(
  { memory }: Mesh,
  gateways: readonly Gateway[],
  resource: VirtualService,
): boolean {
  return gateways.every((gateway) =>
    (gateway.spec.servers ?? [])
      .filter((server) => publicHosts(memory, server, gateway, resource).length > 0)
      .every(({ tls }) => tls?.mode === 'AUTO_PASSTHROUGH'),
  );
}

function unusedRoutes(host: string): Pick<RuleReport, 'message' | 'severity'> {
  return {
    severity: 'warning',
    message:
      `The Gateway's server (TLS AUTO_PASSTHROUGH) passes connections for ${host} to its Service by the name in TLS, so no route ` +
      'of this VirtualService is used. Route in the cluster that calls: add mesh to gateways there.',
  };
}

/** Between replicated control planes the name in TLS leads to the Service, whatever the routes say: an EnvoyFilter replaces `global`. */
function isPassedByName({ spec: { servers = [] } }: Gateway): boolean {
  return servers.some(
    ({ tls, hosts = [] }) =>
      tls?.mode === 'AUTO_PASSTHROUGH' && hosts.every((host) => host.endsWith('.global')),
  );
}

/** Its Gateways that some client serves. */
function gatewaysInUse(mesh: Mesh, resource: VirtualService): Gateway[] {
  const clients = gatewayClients(mesh);
  return gatewaysNamedBy(mesh, resource).filter(
    (gateway) =>
      isSameCluster(gateway, resource) &&
      clients.some(({ labels }) => satisfiesSelector(labels, gateway.spec.selector)),
  );
}

function routesByRoot(mesh: Mesh): Map<VirtualService, GatewayRoute[]> {
  const byRoot = new Map<VirtualService, GatewayRoute[]>();
  for (const route of gatewayRoutes(mesh, distinctGateways(mesh))) addTo(byRoot, route.root, route);
  return byRoot;
}
