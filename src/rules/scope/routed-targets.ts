import type { Mesh } from '../../mesh/mesh.js';
import type { SharedTarget } from '../../mesh/target.js';
import { callersOf } from '../../traffic/callers.js';
import { oncePerMesh } from './once-per-mesh.js';
import { PlaceSet } from './policy-targets.js';

/**
 * Every destination that a route leads to: those of the clients, and those that only sidecars have of which the configuration says
 * nothing.
 */
export const routedTargets = oncePerMesh((mesh: Mesh): SharedTarget[] => {
  const known = mesh.sharedTargets().filter(({ route }) => route);
  const seen = new PlaceSet();
  for (const { place } of known) if (place) seen.add(place);
  const others = callersOf(mesh).shared.filter(
    ({ route, place }) => route && (!place || seen.add(place)),
  );
  return others.length ? [...known, ...others] : known;
});
