import { meshGateway } from '../../gateways.js';
import type { Mesh } from '../../mesh.js';
import { inOrder } from '../../route-order.js';
import type { Route } from '../../route.js';
import type { Client } from '../../topology.js';
import { bindingsOf } from '../../virtual-services-for.js';
import type { ClientModel, ClientSurroundings, ClientWords } from '../client-model.js';
import { sidecarPorts } from './ports.js';
import { receiveAtSidecar } from './reception.js';
import { sidecarScope } from './scope.js';
import { sidecarStreams } from './streams.js';
import { proxyName } from './virtual-hosts.js';

const words: ClientWords = {
  proxy: proxyName,
  clients: (locality) => `sidecars in ${locality || 'no region'}`,
  senders: (locality) => `sidecars in ${locality || 'no region'}`,
  requests: (locality) => `requests of sidecars in ${locality || 'no region'}`,
  thatEnter: (locality) => `that sidecars in ${locality || 'no region'} send`,
};

/** The proxy of a pod that calls others: a Sidecar resource and `exportTo` say what it knows, VirtualServices for `mesh` route it. */
export const sidecarClient: ClientModel = {
  routes: sidecarRoutesOf,
  receive: receiveAtSidecar,
  entrySteps: ({ host, port }) => [
    {
      rule: 'virtual-host',
      text: `sidecars send requests for ${host}:${port} by its routes`,
      place: undefined,
    },
  ],
  entryObjects: () => [],
  knows: (mesh, client, host, port) => {
    const service = sidecarScope(mesh, client).services.get(host);
    if (!service) return false;
    return (
      port === undefined || !service.ports || service.ports.some(({ number }) => number === port)
    );
  },
  namespaceOf: (mesh, client, host) => {
    const { services } = sidecarScope(mesh, client);
    return (services.get(host)?.declared ?? mesh.services.find(host))?.namespace;
  },
  direct: (mesh, client) => [
    ...sidecarPorts(mesh, client).flatMap(({ number, port: { virtualHosts } }) =>
      virtualHosts.flatMap(({ service, root }) => {
        if (root || !service?.declared) return [];
        const { host, declared } = service;
        const place = { resource: declared.resource, path: ['metadata', 'name'] };
        return [{ host, port: number, place }];
      }),
    ),
    ...sidecarStreams(mesh, client).direct,
  ],
  isGuarded: false,
  defaultLabels: {},
  defaultNamespace: 'default',
  isBehindFrontDoor: false,
  whyNothingIsRouted: (mesh: Mesh) =>
    mesh.resources.VirtualService.some((one) => bindingsOf(one).has(meshGateway))
      ? "no VirtualService for sidecars gets a client's requests (compare its hosts with the Services, and its exportTo with the client's namespace)"
      : 'no VirtualService is for sidecars, and no Service is in scope of any',
  words,
};

/** The routes of every virtual host that a VirtualService is for, port by port. */
function sidecarRoutesOf(client: Client, { mesh, budget }: ClientSurroundings): Route[] {
  const routes = sidecarPorts(mesh, client).flatMap(({ port: { virtualHosts } }) =>
    virtualHosts.flatMap(({ host, root, routes: shared }) => {
      if (!root) return [];
      budget.take(root, [host], shared);
      return shared.map((route): Route => ({ ...route, host }));
    }),
  );
  const ordered = inOrder(
    routes,
    ({ host, port }) => JSON.stringify([host, port]),
    () => true,
  );
  return [...ordered, ...sidecarStreams(mesh, client).routes];
}
