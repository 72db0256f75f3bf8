import { gatewayKey, publicHosts } from '../gateways.js';
import type { Server } from '../../api/gateway.js';
import type { Mesh } from '../mesh.js';
import type { Resource } from '../resource.js';
import { httpsRedirect, ownAnswer, type OwnAnswer } from '../route-answers.js';
import { inOrder } from '../route-order.js';
import type { Protocol, Route } from '../route.js';
import { takenRoute } from '../taken-route.js';
import { clientsOfKind, defaultRequestsPerSecond, type Client } from '../topology.js';
import { satisfiesSelector } from '../selector.js';
import { VirtualServicesFor } from '../virtual-services-for.js';
import type { ClientModel, ClientWords, ClientSurroundings } from './client-model.js';
import { gatewaysNamedBy } from './gateway-bindings.js';

/** What an ingress gateway does with the requests for a public host that a route takes. */
export interface GatewayRoute extends Route {
  gateway: Resource<'Gateway'>;
  /** Position in the Gateway's `servers`; `port` is the one that it listens on. */
  server: number;
}

/** Where Istio's own installation puts the ingress gateway. */
const ingressNamespace = 'istio-system';

const words: ClientWords = {
  proxy: 'gateway',
  clients: (locality) => `clients entering in ${locality || 'no region'}`,
  requests: (locality) => `requests entering in ${locality || 'no region'}`,
  thatEnter: (locality) => `that enter in ${locality || 'no region'}`,
};

/** The ingress gateway of a cluster: Gateways that select its pods open hosts, and VirtualServices route them. */
export const ingressGateway: ClientModel<GatewayRoute> = {
  routes: gatewayRoutesOf,
  entrySteps: ({ gateway, server, host, port }) => [
    {
      rule: 'gateway',
      text: `Gateway ${gateway.namespace}/${gateway.name} serves ${host} on port ${port}`,
      place: { resource: gateway, path: ['spec', 'servers', server, 'hosts'], part: 'key' },
    },
  ],
  entryObjects: ({ gateway }) => [gateway],
  defaultNamespace: ingressNamespace,
  defaultClient: ({ name, locality, network }, { namespace, isKnown }) => ({
    kind: 'gateway',
    name,
    cluster: name,
    locality,
    network,
    namespace,
    isNamespaceKnown: isKnown,
    labels: undefined,
    rps: defaultRequestsPerSecond,
  }),
  isBehindFrontDoor: true,
  whyNothingIsRouted: (mesh) =>
    mesh.resources.VirtualService.every((one) => gatewaysNamedBy(mesh, one).length === 0)
      ? 'no VirtualService is bound to a Gateway that is there (name one in spec.gateways)'
      : "no VirtualService gets a client's requests (compare its hosts with the Gateway's, and the Gateway's selector with the client's labels)",
  words,
};

/** The gateways among a mesh's clients. */
export function gatewayClients({ topology }: Pick<Mesh, 'topology'>): Client[] {
  return clientsOfKind(topology.clients, 'gateway');
}

/** Of the gateways that see the same configuration, one each. */
export function distinctGateways(mesh: Mesh): Client[] {
  return [
    ...new Map(gatewayClients(mesh).map((client) => [mesh.visibility(client), client])).values(),
  ];
}

/** The routes of gateways, client by client, each in the order in which it tries them. */
export function gatewayRoutes(mesh: Mesh, clients = gatewayClients(mesh)): GatewayRoute[] {
  return clients.flatMap((client) => mesh.routes(client) as GatewayRoute[]);
}

/**
 * The servers of the Gateways that select the client, and the VirtualServices bound to them that are exported to it,
 * where their hosts meet.
 * Source: istio/istio pilot/pkg/model/push_context.go mergeGateways, VirtualServicesForGateway;
 * pilot/pkg/networking/core/gateway.go.
 */
function gatewayRoutesOf(
  client: Client,
  { view, services, exportTo, budget, memory }: ClientSurroundings,
): GatewayRoute[] {
  const virtualServices = new VirtualServicesFor(view, client, exportTo);
  const routes = view
    .of('Gateway')
    .filter(({ spec }) => satisfiesSelector(client.labels, spec.selector))
    .flatMap((gateway) => {
      const binding = gatewayKey(gateway);
      const podLabels = client.labels ?? gateway.spec.selector ?? {};
      const bound = virtualServices.boundTo(binding);
      return (gateway.spec.servers ?? []).flatMap((server, index) => {
        const protocol = protocolOf(server);
        const port = server.port?.number ?? 0;
        const answer = answerOf(server);
        return bound.flatMap((root) => {
          const hosts = publicHosts(memory, server, gateway, root);
          if (hosts.length === 0) return [];
          const listener = { root, binding, port, protocol, podLabels, answer };
          // For each of the hosts, of which there may be hundreds, they are the same.
          const taken = virtualServices.routesOf(root, protocol).flatMap((written) => {
            const route = takenRoute(written, listener, client, services);
            return route ? { gateway, server: index, ...route } : [];
          });
          budget.take(root, hosts, taken);
          return hosts.flatMap((host) => taken.map((route) => ({ host, ...route })));
        });
      });
    });
  return inOrder(routes, virtualHostOf);
}

function answerOf(server: Server): (http: Route['http']) => OwnAnswer | undefined {
  // On a server that ends TLS itself every request is https already.
  if (server.tls?.httpsRedirect && !endsTls(server)) return () => httpsRedirect;
  return (http) => ownAnswer(http, words.proxy);
}

function endsTls({ port }: Server): boolean {
  return /^(https|tls)$/i.test(port?.protocol ?? '');
}

/** The part of a VirtualService that a server uses. Source: istio/istio pkg/config/gateway/gateway.go. */
export function protocolOf({ port, tls }: Server): Protocol {
  const isPassedThrough = tls?.mode === 'PASSTHROUGH' || tls?.mode === 'AUTO_PASSTHROUGH';
  const protocol = port?.protocol?.toUpperCase() ?? 'HTTP';
  if (['TCP', 'MONGO', 'MYSQL', 'REDIS', 'TLS'].includes(protocol)) {
    return isPassedThrough ? 'tls' : 'tcp';
  }
  return protocol === 'HTTPS' && isPassedThrough ? 'tls' : 'http';
}

/** Plain HTTP servers of one port are one listener, whatever Gateway they stand in; with TLS each is its own. */
function virtualHostOf({ gateway, server, port, host, protocol }: GatewayRoute): string {
  const isShared = protocol === 'http' && !gateway.spec.servers?.[server]?.tls;
  const listener = isShared ? [port] : [gatewayKey(gateway), server];
  return JSON.stringify([protocol, host, ...listener]);
}
