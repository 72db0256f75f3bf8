import type { ClientKind } from '../config/config.js';
import type { Mesh } from '../mesh/mesh.js';
import { failsByItself } from '../mesh/route-answers.js';

/** Requests that a client answers by itself, and not with 5xx: no endpoint is asked, and there is nothing to predict. */
export interface AnsweredRoute {
  /** The host that requests ask for. */
  publicHost: string;
  /** As in a prediction. */
  route: string;
  /** What the route asks of a request; null where it takes every request. */
  match: string | null;
  /** Such as `redirect to https (301)`. */
  answer: string;
  clientKind: ClientKind;
  /** Names of the clients that meet it. */
  clients: string[];
}

export function answeredRoutes(mesh: Mesh): AnsweredRoute[] {
  const answered = new Map<string, AnsweredRoute>();
  for (const client of mesh.topology.clients) {
    const { kind: clientKind } = client;
    for (const route of mesh.routes(client)) {
      const { shadowed, host: publicHost, name, matches } = route;
      if (shadowed || route.answer === undefined || failsByItself(route)) continue;
      const answer = route.answer.text;
      const match = matches.join(' or ') || null;
      const key = JSON.stringify([clientKind, publicHost, name, match, answer]);
      const known = answered.get(key);
      if (!known) {
        const clients = [client.name];
        answered.set(key, { publicHost, route: name, match, answer, clientKind, clients });
      } else if (!known.clients.includes(client.name)) known.clients.push(client.name);
    }
  }
  return [...answered.values()];
}
