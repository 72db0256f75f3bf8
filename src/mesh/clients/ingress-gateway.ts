import { gatewayKey, publicHosts } from '../gateways.js';
import type { Mesh } from '../mesh.js';
import { httpsRedirect, ownAnswer } from '../route-answers.js';
import { inOrder } from '../route-order.js';
import type { Route } from '../route.js';
import type { Services } from '../services.js';
import { takenRoute } from '../taken-route.js';
import { clientsOfKind, defaultRequestsPerSecond, type Client } from '../topology.js';
import { VirtualServicesFor } from '../virtual-services-for.js';
import type { ClientModel, ClientWords, ClientSurroundings } from './client-model.js';
import { gatewaysNamedBy } from './gateway-bindings.js';
import { gatewayTitle, isOneList, virtualHostOf, type GatewayRoute } from './gateway-route.js';
import { receiveAtGateway } from './gateway-reception.js';
import { gatewayServers, redirectedHosts, redirects, virtualHostKey } from './gateway-servers.js';
import { repeated, StreamHosts, streamRoutesOf } from './stream-routes.js';

export type { GatewayRoute } from './gateway-route.js';

/** Where Istio's own installation puts the ingress gateway. */
const ingressNamespace = 'istio-system';

const words: ClientWords = {
  proxy: 'gateway',
  clients: (locality) => `clients entering in ${locality || 'no region'}`,
  senders: (locality) => `clients that enter in ${locality || 'no region'}`,
  requests: (locality) => `requests entering in ${locality || 'no region'}`,
  thatEnter: (locality) => `that enter in ${locality || 'no region'}`,
};

/** The ingress gateway of a cluster: Gateways that select its pods open hosts, and VirtualServices route them. */
export const ingressGateway: ClientModel<GatewayRoute> = {
  routes: gatewayRoutesOf,
  receive: receiveAtGateway,
  entrySteps: ({ gateway, server, host, port, at }) => [
    {
      rule: 'gateway',
      text: `${gatewayTitle(gateway)} serves ${host} on port ${port}`,
      place: at ?? {
        ...{ resource: gateway, path: ['spec', 'servers', server, 'hosts'] },
        part: 'key' as const,
      },
    },
  ],
  entryObjects: ({ gateway }) => [gateway],
  isGuarded: true,
  defaultLabels: undefined,
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

/** Source: istio/istio pilot/pkg/networking/core/route GetDestinationCluster. */
function onlyPort(services: Services, host: string): number | undefined {
  const ports = services.find(host)?.ports;
  return ports?.length === 1 ? ports[0] : undefined;
}

/**
 * The servers of the Gateways that select the client, and the VirtualServices bound to them that are exported to it,
 * where their hosts meet.
 * Source: istio/istio pilot/pkg/model/push_context.go mergeGateways, VirtualServicesForGateway;
 * pilot/pkg/networking/core/gateway.go.
 */
function gatewayRoutesOf(
  client: Client,
  { view, gatewayApi, services, exportTo, budget, memory }: ClientSurroundings,
): GatewayRoute[] {
  const virtualServices = new VirtualServicesFor(view, client, exportTo, gatewayApi);
  const servers = gatewayServers(view, gatewayApi, client);
  const redirected = new Set<string>();
  for (const placed of servers) {
    for (const host of redirectedHosts(placed)) {
      redirected.add(virtualHostKey(host, placed.listener));
    }
  }
  const streams = new StreamHosts();
  const routes = servers.flatMap((placed) => {
    const { gateway, index, server, port, protocol } = placed;
    const binding = gatewayKey(gateway);
    let isTaken = false;
    return virtualServices.boundTo(binding).flatMap((root) => {
      const hosts = publicHosts(memory, server, gateway, root);
      if (hosts.length === 0) return [];
      const answer = (http: Route['http']) => ownAnswer(http, words.proxy);
      const podLabels = client.labels ?? gateway.spec.selector ?? {};
      const destinationPort = (host: string) => onlyPort(services, host) ?? port;
      const listener = { root, binding, port, protocol, podLabels, answer, destinationPort };
      // For each of the hosts, of which there may be hundreds, they are the same.
      const all = streamRoutesOf(virtualServices, root, placed);
      const taken = all.flatMap((written) => {
        const route = takenRoute(written, listener, client);
        if (!route) return [];
        const { at } = placed;
        return {
          ...{ gateway, server: index, listener: placed.listener, isRedirected: false },
          ...(at ? { at } : {}),
          ...route,
        };
      });
      budget.take(root, hosts, taken);
      if (redirects(placed) && taken.length > 0) {
        for (const host of hosts) redirected.add(virtualHostKey(host, placed.listener));
      }
      if (protocol === 'tls') return taken.flatMap((route) => streams.eachName(route, placed));
      if (protocol === 'tcp') {
        const own = taken.flatMap((route, turn) => repeated(route, hosts, isTaken || turn > 0));
        isTaken ||= taken.length > 0;
        return own;
      }
      return hosts.flatMap((host) => taken.map((route) => ({ host, ...route })));
    });
  });
  const isHttp = ({ protocol }: GatewayRoute) => protocol === 'http';
  const answered = routes
    .filter(isHttp)
    .map((one) => (redirected.size === 0 ? one : withRedirect(one)));
  const others = routes.filter((one) => !isHttp(one)).map((one, turn) => ({ ...one, turn }));
  return [...inOrder(answered, virtualHostOf, isOneList), ...others];

  function withRedirect(route: GatewayRoute): GatewayRoute {
    if (!redirected.has(virtualHostOf(route))) return route;
    return { ...route, isRedirected: true, answer: httpsRedirect };
  }
}
