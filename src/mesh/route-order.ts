import { addTo } from '../foundation/add-to.js';
import type { RouteMatch } from '../api/virtual-service.js';
import { takesEverything } from './http-match.js';
import type { Route } from './route.js';
import { routeMatchText } from './taken-route.js';

/** One of the comparisons that a client makes for a request: each match of a route is one, as it is one route of Envoy. */
export interface Attempt<R extends Route = Route> {
  route: R;
  /** Undefined for a route without matches. */
  match: RouteMatch | undefined;
  takesEverything: boolean;
}

/**
 * The comparisons of one virtual host, in the order in which a client makes them: within a VirtualService as written, up to the
 * first that takes everything; those that take everything stand behind all others, and only the first of them is ever reached.
 * Source: istio/istio pilot/pkg/networking/core/route/route.go BuildHTTPRoutesForVirtualService, SortVHostRoutes;
 * gateway.go buildGatewayHTTPRouteConfig.
 *
 * @param routes In any order.
 * @param isOneList Whether two routes that follow each other come from one VirtualService for one server.
 */
export function attemptsOf<R extends Route>(
  routes: readonly R[],
  isOneList: (a: R, b: R) => boolean,
): Attempt<R>[] {
  const first: Attempt<R>[] = [];
  let last: Attempt<R> | undefined;
  let before: R | undefined;
  let isFull = false;
  for (const route of [...routes].sort((a, b) => a.turn - b.turn)) {
    if (!before || !isOneList(before, route)) isFull = false;
    before = route;
    if (isFull) continue;
    const matches = route.conditions.length > 0 ? route.conditions : [undefined];
    for (const match of matches) {
      // Nobody knows whether it counts, so that it hides nothing.
      if (match && (route.ifLabelled || !takesEverything(match))) {
        first.push({ route, match, takesEverything: false });
        continue;
      }
      last ??= { route, match, takesEverything: true };
      isFull = true;
      break;
    }
  }
  return last ? [...first, last] : first;
}

/**
 * Puts the routes of each virtual host into the order in which a client tries them (see `attemptsOf`), those that no request
 * reaches beside those before which they stand.
 *
 * @param virtualHostOf The same text for routes among which a request for one host chooses.
 */
export function inOrder<R extends Route>(
  routes: readonly R[],
  virtualHostOf: (route: R) => string,
  isOneList: (a: R, b: R) => boolean,
): R[] {
  const hosts = new Map<string, R[]>();
  for (const route of routes) addTo(hosts, virtualHostOf(route), route);
  return [...hosts.values()].flatMap((own) => orderOfHost(own, isOneList));
}

function orderOfHost<R extends Route>(
  routes: readonly R[],
  isOneList: (a: R, b: R) => boolean,
): R[] {
  const numbered = routes.map((route, turn) => ({ ...route, turn }));
  const reached = new Map<R, RouteMatch[]>();
  let last: R | undefined;
  for (const { route, match, takesEverything: isLast } of attemptsOf(numbered, isOneList)) {
    if (isLast) last = route;
    else if (match) addTo(reached, route, match);
  }
  const marked = numbered.map((route): R => {
    // What takes everything asks for nothing besides.
    if (route === last) return { ...route, matches: [], catchAll: true };
    const matches = reached.get(route);
    if (!matches) return { ...route, shadowed: true };
    // Its other matches, if it has any, still get requests.
    const conditions = matches.filter((match) => !takesEverything(match));
    return { ...route, matches: conditions.map(routeMatchText), catchAll: false };
  });
  const end = marked.findIndex(({ turn }) => turn === last?.turn);
  const isBehind = ({ catchAll, shadowed }: R) => catchAll && shadowed;
  const rest = marked.filter((route, index) => index !== end);
  return [
    ...rest.filter((route) => !isBehind(route)),
    ...(end < 0 ? [] : marked.slice(end, end + 1)),
    ...rest.filter(isBehind),
  ];
}
