import type { Mesh } from '../mesh/mesh.js';

/** Requests that the gateway answers by itself: no endpoint is asked, and there is nothing to predict. */
export interface AnsweredRoute {
  publicHost: string;
  /** As in a prediction. */
  route: string;
  match: string | null;
  /** Such as `redirect to https (301)`. */
  answer: string;
  /** Names of the clients that meet it. */
  clients: string[];
}

export function answeredRoutes(mesh: Mesh): AnsweredRoute[] {
  const answered = new Map<string, AnsweredRoute>();
  for (const client of mesh.topology.clients) {
    for (const { shadowed, answer, publicHost, name, matches } of mesh.routes(client)) {
      if (shadowed || answer === undefined) continue;
      const match = matches.join(' or ') || null;
      const key = JSON.stringify([publicHost, name, match, answer]);
      const known = answered.get(key);
      if (!known) {
        answered.set(key, { publicHost, route: name, match, answer, clients: [client.name] });
      } else if (!known.clients.includes(client.name)) known.clients.push(client.name);
    }
  }
  return [...answered.values()];
}
