import type { Path } from '../foundation/range.js';
import type { Mesh } from '../mesh/mesh.js';
import type { PlacedDocument } from '../mesh/placed-document.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';

/** An object that changes traffic in a way that the prediction does not know. */
export interface Unmodelled {
  placed: PlacedDocument;
  /** What it is, for one finding each and for the rows that it touches. */
  reason: string;
  /** What decides in the object. */
  path: Path;
  /** For the finding: what the object does, and what to do about it. */
  message: string;
  /** Whether a number for the target would not hold. */
  touches(mesh: Mesh, target: Target): boolean;
  /** Whether it changes which route takes a request of the client; missing: it changes no routes. */
  changesRoutes?(mesh: Mesh, client: Client): boolean;
}
