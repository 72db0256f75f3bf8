import { placeAt } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import type { Resource } from './resource.js';
import type { Route } from './route.js';

/**
 * Paths from a host through a route to a destination that a mesh may have: so many are checked in half a minute and two
 * gigabytes. A VirtualService of 1,500 hosts and 1,500 routes, which the API server accepts, has more than two million.
 */
const mostPaths = 500_000;

/** Counts the paths of a mesh before they are made. */
export class RouteBudget {
  #left = mostPaths;

  /** @throws UserError where there are too many. */
  take(
    { document, namespace, name }: Resource<'VirtualService'>,
    hosts: readonly string[],
    routes: readonly Pick<Route, 'destinations'>[],
  ): void {
    const paths = routes.reduce(
      (sum, { destinations }) => sum + Math.max(destinations.length, 1),
      0,
    );
    this.#left -= hosts.length * paths;
    if (this.#left >= 0) return;
    const { file, line, column } = placeAt(document, ['spec', 'hosts'], 'key');
    throw new UserError(
      `${file}:${line}:${column}: VirtualService ${namespace}/${name} leads ` +
        `${hosts.length.toLocaleString('en')} public hosts to ${paths.toLocaleString('en')} destinations each; with the routes ` +
        `before it these are more than ${mostPaths.toLocaleString('en')} ways for a request, more than can be judged. Give hosts that are ` +
        'routed alike one wildcard, or look at some of the folders at a time.',
    );
  }
}
