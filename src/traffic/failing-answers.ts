import type { Mesh } from '../mesh/mesh.js';
import { failsByItself } from '../mesh/route-answers.js';
import type { Route } from '../mesh/route.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';

/** Routes that a client answers with 5xx by itself: no request of theirs comes to an endpoint, whatever the outage. */
export function failingAnswers(mesh: Mesh): readonly Target[] {
  return mesh.memory.of(mesh, find);
}

function find(mesh: Mesh): Target[] {
  return failingAnswersOf(mesh, mesh.topology.clients);
}

/** The same for some clients. */
export function failingAnswersOf(mesh: Mesh, clients: readonly Client[]): Target[] {
  return clients.flatMap((client) =>
    mesh
      .routes(client)
      .filter((route) => !route.shadowed && failsByItself(route))
      .map((route) => targetOf(route, client)),
  );
}

/** The public host stands for the destination that there is not. */
function targetOf(route: Route, client: Client): Target {
  const { host: publicHost, port, virtualService, path, answer } = route;
  return {
    client,
    host: publicHost,
    port,
    subset: undefined,
    route: undefined,
    destination: undefined,
    place: { resource: virtualService, path: [...path, 'directResponse'], part: 'key' },
    policies: [],
    regions: [],
    unserved: {
      publicHost,
      route,
      reason: answer?.text ?? '',
      isCertain: true,
      isForMesh: false,
    },
  };
}
