import type { Mesh } from '../mesh/mesh.js';

/** The objects that are deployed and work together: those of all clusters of one mesh. */
export interface Environment {
  /** Null: the only one. */
  name: string | null;
  mesh: Mesh;
}
