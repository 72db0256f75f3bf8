import type { Mesh } from '../../mesh/mesh.js';

/** What follows from the mesh alone, and several rules ask for: it is found once. */
export function oncePerMesh<T>(find: (mesh: Mesh) => T): (mesh: Mesh) => T {
  return (mesh) => mesh.memory.of(mesh, find);
}
