import type { Mesh } from '../../mesh/mesh.js';

/** What follows from the mesh alone, and several rules ask for: it is found once. */
export function oncePerMesh<T>(find: (mesh: Mesh) => T): (mesh: Mesh) => T {
  const known = new WeakMap<Mesh, { value: T }>();
  return (mesh) => {
    let found = known.get(mesh);
    if (!found) known.set(mesh, (found = { value: find(mesh) }));
    return found.value;
  };
}
