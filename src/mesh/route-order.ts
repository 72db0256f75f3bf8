import { addTo } from '../foundation/add-to.js';
import { gatewayKey } from './gateways.js';
import type { PublicRoute } from './public-route.js';

/**
 * Puts the routes of each public host into the order in which the gateway tries them: within a VirtualService as
 * written, up to the first that takes everything; those that take everything stand behind all others, and only
 * the first of them is ever reached.
 * Source: istio/istio pilot/pkg/networking/core/route/route.go BuildHTTPRoutesForVirtualService, SortVHostRoutes;
 * gateway.go buildGatewayHTTPRouteConfig.
 */
export function inOrder(routes: readonly PublicRoute[]): PublicRoute[] {
  const hosts = new Map<string, PublicRoute[]>();
  for (const route of routes) addTo(hosts, virtualHostOf(route), route);
  return [...hosts.values()].flatMap(orderOfHost);
}

function orderOfHost(routes: readonly PublicRoute[]): PublicRoute[] {
  const full = new Set<PublicRoute['root']>();
  const marked = routes.map((route) => {
    const shadowed = full.has(route.root);
    if (route.catchAll) full.add(route.root);
    return { ...route, shadowed };
  });
  const isLast = ({ catchAll, shadowed }: PublicRoute) => catchAll && !shadowed;
  const last = marked.filter(isLast);
  const first = last[0];
  return [
    ...marked.filter((route) => !isLast(route)),
    ...last.map((route) =>
      route === first
        ? { ...route, matches: [] }
        : // Its other matches, if it has any, still get requests.
          { ...route, catchAll: false, shadowed: route.matches.length === 0 },
    ),
  ];
}

/** Plain HTTP servers of one port are one listener, whatever Gateway they stand in; with TLS each is its own. */
function virtualHostOf({ gateway, server, port, publicHost, protocol }: PublicRoute): string {
  const isShared = protocol === 'http' && !gateway.spec.servers?.[server]?.tls;
  const listener = isShared ? [port] : [gatewayKey(gateway), server];
  return JSON.stringify([protocol, publicHost, ...listener]);
}
