import { UserError } from '../foundation/errors.js';
import type { PublicRoute } from './public-route.js';
import type { Resource } from './resource.js';

/**
 * Ways from a public host through a route to a destination that a mesh may have: so many are judged in half a minute and two
 * gigabytes. A VirtualService of 1,500 hosts and 1,500 routes, which the API server takes, has more than two million.
 */
const most = 500_000;

/** Counts the ways of a mesh before they are made. */
export class WayBudget {
  #left = most;

  /** @throws UserError where there are too many. */
  take(
    { document, namespace, name }: Resource<'VirtualService'>,
    hosts: readonly string[],
    routes: readonly Pick<PublicRoute, 'destinations'>[],
  ): void {
    const ways = routes.reduce(
      (sum, { destinations }) => sum + Math.max(destinations.length, 1),
      0,
    );
    this.#left -= hosts.length * ways;
    if (this.#left >= 0) return;
    const { line, column } = document.locate(['spec', 'hosts'], 'key');
    throw new UserError(
      `${document.file}:${String(line)}:${String(column)}: VirtualService ${namespace}/${name} leads ` +
        `${hosts.length.toLocaleString('en')} public hosts to ${ways.toLocaleString('en')} destinations each; with the routes ` +
        `before it these are more than ${most.toLocaleString('en')} ways for a request, more than can be judged. Give hosts that are ` +
        'routed alike one wildcard, or look at some of the folders at a time.',
    );
  }
}
