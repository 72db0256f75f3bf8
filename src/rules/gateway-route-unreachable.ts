import { addTo } from '../foundation/add-to.js';
import { firstFew } from '../foundation/first-few.js';
import { gatewaysNamedBy } from '../mesh/clients/gateway-bindings.js';
import {
  distinctGateways,
  gatewayClients,
  gatewayRoutes,
  type GatewayRoute,
} from '../mesh/clients/ingress-gateway.js';
import { isSameObject } from '../mesh/duplicates.js';
import { gatewayKey, meshGateway, publicHosts, resolveGatewayName } from '../mesh/gateways.js';
import { isWildcard, namespaceOfHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import { isSameCluster } from '../mesh/same-cluster.js';
import { satisfiesSelector } from '../mesh/selector.js';
import { bindingsOf } from '../mesh/virtual-services-for.js';
import { isExportedTo } from '../mesh/visibility.js';
import { unservedTargets } from '../traffic/unserved-hosts.js';
import type { RuleReport, Rule } from './rule.js';
import { oncePerMesh } from './scope/once-per-mesh.js';

type VirtualService = Resource<'VirtualService'>;

export const rule: Rule = {
  name: 'gateway-route-unreachable',
  code: 'MF234',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'No request from outside reaches a route for a public host.',
  description: `Five ways to write a route that no request from outside ever takes, so that its host is answered with 404 or by
somebody else's route, in every region:

* a VirtualService without \`gateways\` is for the sidecars alone, though a Gateway opens its host;
* \`exportTo\` keeps it from the namespace of the gateway's pod;
* a match names a Gateway in \`gateways\` that is not among \`spec.gateways\`;
* a match asks for \`sourceLabels\` in a VirtualService for gateways only: they are compared with the labels of the gateway's own pod;
* another VirtualService for the same host, older or earlier by name, already takes every request.`,
  references: [
    'istio/istio pilot/pkg/model/push_context.go initVirtualServices',
    'istio/istio pilot/pkg/networking/core/gateway.go',
  ],
  check(mesh, report) {
    for (const resource of mesh.resources.VirtualService) {
      checkGateways(mesh, resource, report);
      checkVisibility(mesh, resource, report);
      checkMatches(mesh, resource, report);
      checkSources(mesh, resource, report);
    }
    for (const client of distinctGateways(mesh)) {
      checkOrder(gatewayRoutes(mesh, [client]), report);
    }
  },
};

function checkGateways(
  mesh: Mesh,
  resource: VirtualService,
  report: (report: RuleReport) => void,
): void {
  const { gateways = [], hosts = [] } = resource.spec;
  // Whoever names the mesh means it.
  if (gateways.length > 0) return;
  // A host of the mesh is what a route for sidecars is for; delegates have no host.
  const isInside = (host: string) =>
    !host.includes('.') || namespaceOfHost(host) !== undefined || mesh.services.find(host);
  if (hosts.length === 0 || hosts.every(isInside)) return;
  const gateway = mesh.resources.Gateway.find(
    (one) =>
      isSameCluster(one, resource) &&
      (one.spec.servers ?? []).some((server) =>
        publicHosts(mesh.memory, server, one, resource).some(
          (host) => !isInside(host) && !isWildcard(host),
        ),
      ),
  );
  if (!gateway) return;
  report({
    at: { resource, path: ['spec', 'gateways'] },
    message:
      `This is for sidecars only, but Gateway ${gateway.namespace}/${gateway.name} opens ${firstFew(hosts)} to the ` +
      'outside: requests from there do not take these routes, whatever region they enter in. Add ' +
      `gateways: [${gateway.namespace}/${gateway.name}].`,
  });
}

function checkVisibility(
  mesh: Mesh,
  resource: VirtualService,
  report: (report: RuleReport) => void,
): void {
  const { config } = mesh;
  const gateways = gatewaysNamedBy(mesh, resource);
  const clients = gatewayClients(mesh).filter(({ cluster, labels }) =>
    gateways.some(
      (gateway) =>
        (gateway.cluster ?? cluster) === cluster &&
        (resource.cluster ?? cluster) === cluster &&
        satisfiesSelector(labels, gateway.spec.selector),
    ),
  );
  const { namespace, spec } = resource;
  const exported = config.meshConfig?.defaultVirtualServiceExportTo;
  const hidden = clients.filter(
    (client) => !isExportedTo(client.namespace, namespace, spec.exportTo, exported),
  );
  const [client] = hidden;
  if (!client || hidden.length < clients.length) return;
  report({
    at: { resource, path: ['spec', 'exportTo'], part: 'key' },
    message:
      `The gateway in namespace ${client.namespace} does not see this VirtualService, because it is not exported to ` +
      `it: its hosts are answered with 404 in every region. Add "${client.namespace}", the namespace of the ` +
      "gateway's pod.",
  });
}

/** The VirtualServices of which some host is served by nobody. */
const unservedRoots = oncePerMesh(
  (mesh: Mesh) => new Set(unservedTargets(mesh).map(({ place }) => place?.resource)),
);

/** A match for a Gateway that the VirtualService is not bound to takes no request. */
function checkMatches(
  mesh: Mesh,
  resource: VirtualService,
  report: (report: RuleReport) => void,
): void {
  const { namespace, spec } = resource;
  const isLost = unservedRoots(mesh).has(resource);
  const bound = bindingsOf(resource);
  for (const part of ['http', 'tls', 'tcp'] as const) {
    for (const [index, { match = [] }] of (spec[part] ?? []).entries()) {
      for (const [position, { gateways = [] }] of match.entries()) {
        const keys = gateways.map((name) => resolveGatewayName(name, namespace));
        // A delegate is bound to the Gateways of its root.
        if (keys.length === 0 || keys.some((key) => bound.has(key)) || !spec.hosts?.length)
          continue;
        const isKnown = mesh.resources.Gateway.some((gateway) =>
          keys.includes(gatewayKey(gateway)),
        );
        const own = firstFew((spec.gateways ?? ['mesh']).map((name) => `"${name}"`));
        report({
          at: { resource, path: ['spec', part, index, 'match', position, 'gateways'], part: 'key' },
          severity: isLost ? 'error' : 'warning',
          message:
            `This match is for ${firstFew(gateways)} only, and spec.gateways does not name ` +
            `${gateways.length > 1 ? 'any of them' : 'it'}: no request takes the route, in any region` +
            `${isLost ? ', and the host is answered with 404' : ''}. ` +
            (isKnown
              ? `Add ${firstFew(gateways)} to spec.gateways, or name one from there in the match: ${own}.`
              : `Name one of spec.gateways in the match: ${own}.`),
        });
      }
    }
  }
}

/** For a gateway the source of a request is its own pod. What labels it has is known of clients that the configuration declares. */
function checkSources(
  mesh: Mesh,
  resource: VirtualService,
  report: (report: RuleReport) => void,
): void {
  const { config } = mesh;
  const { spec } = resource;
  if (config.clients || !spec.hosts?.length || bindingsOf(resource).has(meshGateway)) return;
  // What a Gateway selects its pods by, they have.
  const selectors = gatewaysNamedBy(mesh, resource).map((gateway) => gateway.spec.selector ?? {});
  const isGiven = ([key, value]: [string, string]) =>
    selectors.length > 0 && selectors.every((selector) => selector[key] === value);
  for (const part of ['http', 'tls', 'tcp'] as const) {
    for (const [index, { match = [] }] of (spec[part] ?? []).entries()) {
      for (const [position, { gateways = [], sourceLabels = {} }] of match.entries()) {
        const labels = Object.entries(sourceLabels)
          .filter((label) => !isGiven(label))
          .map(([key, value]) => `${key}: ${value}`);
        if (gateways.length > 0 || labels.length === 0) continue;
        const path = ['spec', part, index, 'match', position, 'sourceLabels'];
        report({
          at: { resource, path, part: 'key' },
          message:
            `This match asks for ${firstFew(labels)}, and the VirtualService is for gateways only: there sourceLabels are compared ` +
            "with the labels of the gateway's own pod, not of the caller's. Unless it has them, no request takes the route, in any " +
            'region. Remove sourceLabels, or bind a route for sidecars to mesh.',
        });
      }
    }
  }
}

/** Only routes of one gateway take requests from each other. */
function checkOrder(routes: readonly GatewayRoute[], report: (report: RuleReport) => void): void {
  const addressOf = ({ host, port }: GatewayRoute) => `${host} ${port}`;
  const takers = new Map<string, GatewayRoute[]>();
  for (const route of routes) {
    if (route.catchAll && !route.shadowed) addTo(takers, addressOf(route), route);
  }
  for (const route of routes) {
    if (!route.shadowed) continue;
    const { host, protocol, root, virtualService, path } = route;
    const others = takers.get(addressOf(route)) ?? [];
    // Within one VirtualService the webhook warns of it.
    if (others.some((other) => other.root === root)) continue;
    const first = others.find(
      (other) =>
        other.protocol === protocol &&
        // One object in two manifests is duplicate-resource's.
        !isSameObject(other.root, root) &&
        isSameCluster(other.root, root),
    );
    if (!first) continue;
    report({
      at: { resource: virtualService, path: [...path, 'route'], part: 'key' },
      related: [
        {
          at: { resource: first.virtualService, path: [...first.path, 'route'], part: 'key' },
          message: 'the one that takes them',
        },
      ],
      message:
        `${first.root.namespace}/${first.root.name} already takes every request for ${host}: this route is ` +
        'never used, and its failover policy is for nobody. Which of the two is older decides, and need not be the ' +
        'same in each cluster. Put both into one VirtualService, or give this one a match.',
    });
  }
}
