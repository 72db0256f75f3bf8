import type { Subject } from '../mesh/resource.js';
import type { Target } from '../mesh/targets.js';

/** The objects that decide about the requests to a target: its policies, and the route and gateway that lead there. */
export function objectsBehind({ policies, route, place }: Target): Subject[] {
  return [
    ...policies.flatMap(({ merged }) => merged.rules),
    ...(route ? [route.virtualService, route.root, route.gateway] : []),
    ...(place ? [place.resource] : []),
  ];
}
