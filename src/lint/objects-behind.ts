import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { FindingSubject } from '../mesh/resource.js';
import type { Route } from '../mesh/route.js';
import type { Target } from '../mesh/targets.js';
import type { Client } from '../mesh/topology.js';

/** The objects that decide about the requests to a target: its policies, its route and what leads a client to it. */
export function objectsBehind({ client, policies, route, place }: Target): FindingSubject[] {
  return [
    ...policies.flatMap(({ merged }) => merged.rules),
    ...(route ? [route.virtualService, route.root, ...entryObjects(client, route)] : []),
    ...(place ? [place.resource] : []),
  ];
}

function entryObjects({ kind }: Client, route: Route): FindingSubject[] {
  return clientKinds[kind].entryObjects(route);
}
