/** The filter chains for connections: what istiod sends, and what the model holds. */
import { gatewayServers } from '../../../../src/mesh/clients/gateway-servers.js';
import type { GatewayRoute } from '../../../../src/mesh/clients/gateway-route.js';
import { streamChains } from '../../../../src/mesh/clients/gateway-streams.js';
import { sidecarScope } from '../../../../src/mesh/clients/sidecar/scope.js';
import {
  addressesOf,
  serviceChains,
  type SidecarChain,
} from '../../../../src/mesh/clients/sidecar/stream-chains.js';
import { hasListener, sharedChains } from '../../../../src/mesh/clients/sidecar/streams.js';
import type { Mesh } from '../../../../src/mesh/mesh.js';
import type { Route } from '../../../../src/mesh/route.js';
import type { Client } from '../../../../src/mesh/topology.js';
import {
  bytesOf,
  messageOf,
  messagesOf,
  numberOf,
  readFields,
  textOf,
  wrappedOf,
  type Fields,
} from '../xds/protobuf.js';

export const LDS = 'type.googleapis.com/envoy.config.listener.v3.Listener';

/** By the listener's name, its chains in no order: `names | ranges -> cluster weight, …`. */
export type Chains = Record<string, string[]>;

export function chainsSent(listeners: readonly Fields[]): Chains {
  const found: Chains = {};
  for (const listener of listeners) {
    const chains = [...messagesOf(listener, 3), ...messagesOf(listener, 25)];
    const texts = chains.flatMap((chain) => textOfChain(chain) ?? []);
    if (texts.length > 0) found[textOf(listener, 1)] = texts.sort();
  }
  return found;
}

function textOfChain(chain: Fields): string | undefined {
  const match = messageOf(chain, 1);
  const names = (match?.get(11) ?? []).map((value) => (value as Buffer).toString('utf8'));
  const ranges = messagesOf(match, 3).map((one) => `${textOf(one, 1)}/${wrappedOf(one, 2) ?? 0}`);
  for (const filter of messagesOf(chain, 3)) {
    if (textOf(filter, 1) !== 'envoy.filters.network.tcp_proxy') continue;
    const proxy = readFields(bytesOf(messageOf(filter, 4), 2));
    const parts = messagesOf(messageOf(proxy, 10), 1);
    const total = parts.reduce((sum, one) => sum + numberOf(one, 2), 0);
    const weighted = parts.map(
      (one) => `${textOf(one, 1)} ${Math.round((100 * numberOf(one, 2)) / total)}`,
    );
    const cluster = textOf(proxy, 2);
    if (/^(PassthroughCluster|BlackHoleCluster|InboundPassthrough)/.test(cluster)) return undefined;
    return text(names, ranges, weighted.length > 0 ? weighted : [`${cluster} 100`]);
  }
  return undefined;
}

function text(names: readonly string[], ranges: readonly string[], to: readonly string[]): string {
  const own = names.includes('*') ? [] : names;
  return `${[...own].sort().join()} | ${[...ranges].sort().join()} -> ${to.join()}`;
}

function clustersOf({ destinations }: Route): string[] {
  return destinations
    .filter(({ share }) => share > 0)
    .map(({ host, port, subset, share }) => {
      return `outbound|${port ?? 0}|${subset ?? ''}|${host} ${Math.round(share * 100)}`;
    });
}

/** @param ports Those that are looked at. */
export function chainsAtGateway(mesh: Mesh, client: Client, ports: readonly number[]): Chains {
  const servers = gatewayServers(
    mesh.view(client.cluster),
    mesh.gatewayApi(client.cluster),
    client,
  );
  const routes = (mesh.routes(client) as GatewayRoute[]).filter(
    ({ protocol }) => protocol !== 'http',
  );
  const found: Chains = {};
  for (const port of ports) {
    const own = servers.filter((server) => server.port === port);
    const texts = streamChains(own, routes).flatMap(({ names, route }) =>
      route ? text(names, [], clustersOf(route)) : [],
    );
    if (texts.length > 0) found[`0.0.0.0_${port}`] = texts.sort();
  }
  return found;
}

export function chainsAtSidecar(mesh: Mesh, client: Client): Chains {
  const scope = sidecarScope(mesh, client);
  const [listener] = scope.listeners;
  const found: Chains = {};
  if (!listener) return found;
  const numbers = new Set(
    listener.services.flatMap(({ ports }) => (ports ?? []).map(({ number }) => number)),
  );
  for (const number of numbers) {
    const at = { scope, listener, client, number };
    const shared = sharedChains(at).chains.map(textOfSidecarChain(number));
    if (shared.length > 0) found[`0.0.0.0_${number}`] = shared.sort();
    for (const service of listener.services) {
      const port = service.ports?.find((one) => one.number === number);
      const [address] = addressesOf(service);
      if (!port || !address || !hasListener(service)) continue;
      if (port.protocol === 'http' || port.protocol === 'udp') continue;
      const chains = serviceChains(at, service, port, false);
      found[`${address}_${number}`] = chains.map(textOfSidecarChain(number)).sort();
    }
  }
  return found;
}

function textOfSidecarChain(number: number) {
  return ({ names, ranges, route, service }: SidecarChain): string =>
    text(names, ranges, route ? clustersOf(route) : [`outbound|${number}||${service.host} 100`]);
}
