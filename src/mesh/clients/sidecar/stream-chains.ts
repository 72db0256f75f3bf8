import type { RouteMatch } from '../../../api/virtual-service.js';
import { meshGateway } from '../../gateways.js';
import { indexOfHosts } from '../../host-index.js';
import type { NumberedPort } from '../../service-ports.js';
import type { Route } from '../../route.js';
import { takenRoute, type AnyRoute } from '../../taken-route.js';
import type { Client } from '../../topology.js';
import { ownAnswer } from '../../route-answers.js';
import {
  virtualServiceHosts,
  type ScopedListener,
  type ScopedService,
  type SidecarScope,
} from './scope.js';
import { proxyName } from './virtual-hosts.js';

/** What takes connections at a listener of a sidecar: one filter chain of Envoy. */
export interface SidecarChain {
  /** Names of servers that clients ask TLS for; empty: every connection. */
  names: readonly string[];
  /** Addresses that clients connect to, as ranges; empty: every address. */
  ranges: readonly string[];
  /** Undefined: it leads to the service that has the port. */
  route: Route | undefined;
  match: RouteMatch | undefined;
  service: ScopedService;
}

/** A listener for connections to services of one port, as far as it is not for HTTP. */
export interface StreamScope {
  scope: SidecarScope;
  listener: ScopedListener;
  client: Client;
  number: number;
}

/**
 * The filter chains that a port of one service has at a sidecar, in istiod's order.
 * Source: istio/istio pilot/pkg/networking/core/tls.go buildSidecarOutboundTLSFilterChainOpts, buildSidecarOutboundTCPFilterChainOpts.
 *
 * @param isAtWildcard Whether other services share its listener, because it has no address of its own.
 */
export function serviceChains(
  at: StreamScope,
  service: ScopedService,
  port: NumberedPort | undefined,
  isAtWildcard: boolean,
): SidecarChain[] {
  const ranges = addressesOf(service).filter((address) => address.includes('/'));
  return port?.protocol === 'tls'
    ? tlsChains(at, service, ranges, isAtWildcard)
    : tcpChains(at, service, ranges);
}

/** Of a service whose address the manifests say. */
export function addressesOf({ declared }: ScopedService): string[] {
  const resource = declared?.resource;
  if (!resource) return [];
  return resource.kind === 'Service'
    ? [resource.spec.clusterIP ?? ''].filter((one) => one !== '' && one !== 'None')
    : (resource.spec.addresses ?? []);
}

function tlsChains(
  at: StreamScope,
  service: ScopedService,
  own: readonly string[],
  isAtWildcard: boolean,
): SidecarChain[] {
  const chains: SidecarChain[] = [];
  const seen = new Set<string>();
  // What one match says of addresses stays for those behind it.
  let ranges = own;
  for (const route of routesFor(at, service, 'tls')) {
    for (const match of route.conditions) {
      const { sniHosts = [], destinationSubnets = [] } = match;
      if (destinationSubnets.length > 0) ranges = destinationSubnets;
      const key = JSON.stringify([sniHosts, destinationSubnets]);
      if (!seen.has(key)) chains.push({ names: sniHosts, ranges, route, match, service });
      seen.add(key);
    }
  }
  if (chains.length > 0) return chains;
  const names = isAtWildcard ? [service.host, ...service.aliases] : [];
  return [{ names, ranges: own, route: undefined, match: undefined, service }];
}

function tcpChains(
  at: StreamScope,
  service: ScopedService,
  own: readonly string[],
): SidecarChain[] {
  const chains: SidecarChain[] = [];
  for (const route of routesFor(at, service, 'tcp')) {
    const { conditions } = route;
    const [all] = conditions.filter(({ destinationSubnets = [] }) => !destinationSubnets.length);
    if (conditions.length === 0 || all) {
      // It takes everything, so that nothing stands behind it.
      return [...chains, { names: [], ranges: own, route, match: undefined, service }];
    }
    const ranges = conditions.flatMap(({ destinationSubnets = [] }) => destinationSubnets);
    chains.push({ names: [], ranges, route, match: conditions[0], service });
  }
  const isThere = chains.some(({ ranges }) => JSON.stringify(ranges) === JSON.stringify(own));
  if (isThere) return chains;
  return [...chains, { names: [], ranges: own, route: undefined, match: undefined, service }];
}

/** The TLS or TCP routes of every VirtualService for the host, as the client has them on the port. */
function routesFor(
  { scope, listener, client, number }: StreamScope,
  { host }: ScopedService,
  protocol: 'tls' | 'tcp',
): Route[] {
  const pattern = indexOfHosts([host.toLowerCase()]);
  return listener.virtualServices
    .filter((root) =>
      virtualServiceHosts(root).some(
        (own) => pattern.patternsOverlapping(own.toLowerCase()).length > 0,
      ),
    )
    .flatMap((root) =>
      scope.virtualServices.routesOf(root, protocol).flatMap((written: AnyRoute) => {
        if (!written.value.route?.length) return [];
        const taken = takenRoute(
          written,
          {
            ...{ root, binding: meshGateway, port: number, protocol },
            podLabels: client.labels ?? {},
            answer: (http) => ownAnswer(http, proxyName),
            destinationPort: (to) => onlyPort(scope, to) ?? number,
          },
          client,
        );
        return taken ? { ...taken, host } : [];
      }),
    );
}

function onlyPort({ services }: SidecarScope, host: string): number | undefined {
  const ports = services.get(host)?.ports;
  return ports?.length === 1 ? ports[0]?.number : undefined;
}
