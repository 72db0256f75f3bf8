import { addTo } from '../foundation/add-to.js';
import type { Route } from './route.js';

/**
 * Puts the routes of each virtual host into the order in which a client tries them: within a VirtualService as
 * written, up to the first that takes everything; those that take everything stand behind all others, and only
 * the first of them is ever reached.
 * Source: istio/istio pilot/pkg/networking/core/route/route.go BuildHTTPRoutesForVirtualService, SortVHostRoutes;
 * gateway.go buildGatewayHTTPRouteConfig.
 *
 * @param virtualHostOf The same text for routes among which a request for one host chooses.
 */
export function inOrder<R extends Route>(
  routes: readonly R[],
  virtualHostOf: (route: R) => string,
): R[] {
  const hosts = new Map<string, R[]>();
  for (const route of routes) addTo(hosts, virtualHostOf(route), route);
  return [...hosts.values()].flatMap((own) => orderOfHost(own));
}

function orderOfHost<R extends Route>(routes: readonly R[]): R[] {
  const full = new Set<Route['root']>();
  const marked = routes.map((route) => {
    const shadowed = full.has(route.root);
    if (route.catchAll) full.add(route.root);
    return { ...route, shadowed };
  });
  const isLast = ({ catchAll, shadowed }: R) => catchAll && !shadowed;
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
