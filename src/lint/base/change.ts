import { behaviourChanges } from '../../traffic/behaviour-change.js';
import { withCauses, type ExplainedChanges } from '../behaviour-causes.js';
import type { CheckedTable } from '../check-table.js';
import type { Finding } from '../../foundation/finding.js';
import type { Inspection } from '../inspect.js';
import { knownFindings, newFindings } from './new-findings.js';

/** What a check found, and in which files. */
export interface CheckedFiles extends CheckedTable {
  manifests: Inspection['manifests'];
}

/** What a change brings. */
export interface Change {
  /** The findings that were not there before, or were less grave. */
  findings: Finding[];
  /** How the predicted table differs, with the new findings as causes. */
  behaviour: ExplainedChanges;
}

/** Compares the files with how they were; `before` is undefined where there was nothing that could be judged. */
export function changeBetween(before: CheckedFiles | undefined, after: CheckedFiles): Change {
  const known = before
    ? knownFindings(before.lint.findings, (file) => before.manifests.text(file))
    : [];
  const findings = newFindings(after.lint.findings, known, (file) => after.manifests.text(file));
  const changes = behaviourChanges(
    (before?.rows ?? []).map(({ prediction }) => prediction),
    after.rows.map(({ prediction }) => prediction),
  );
  return { findings, behaviour: withCauses(changes, after.rows, findings) };
}
