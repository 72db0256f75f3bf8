import type { PassedOverReason } from '../foundation/finding.js';

/** A file or folder below a path that is not read. */
export interface PassedOverPlace {
  /** As the walk reached it; absolute. */
  path: string;
  isFolder: boolean;
  reason: PassedOverReason;
}

/** What git tracks, whatever its patterns say: absolute paths as the walk reaches them. */
export interface TrackedFiles {
  files: ReadonlySet<string>;
  /** The folders that hold them, up to the root of the repository. */
  folders: ReadonlySet<string>;
}
