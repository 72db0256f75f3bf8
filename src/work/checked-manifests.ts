import type { Config } from '../config/config.js';
import type { LintResult } from '../foundation/finding.js';
import type { Severity } from '../foundation/severity.js';
import type { Project } from '../project/project.js';

/** Manifests that were checked, and what decides about them. */
export interface CheckedManifests {
  project: Project;
  /** Which clusters there are, and how they are deployed; for code that is not merged, that of the base branch. */
  config: Config;
  /** What the check finds by that configuration. */
  lint: LintResult;
  /** Nothing is applied with a finding of this severity or a more severe one. */
  failOn: Severity;
}
