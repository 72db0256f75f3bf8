import type { Finding } from '../foundation/finding.js';
import { withCauses, type ExplainedChanges } from '../lint/behaviour-causes.js';
import { knownFindings, newFindings } from '../lint/new-findings.js';
import { behaviourChanges } from '../traffic/behaviour-change.js';
import type { Checked, Project } from './project.js';

/** What a check found, and in which files. */
export interface CheckedProject extends Checked {
  project: Project;
}

/** What a change brings. */
export interface ChangeResult {
  /** The findings that were not there before, or were less severe. */
  findings: Finding[];
  /** Errors that the change hides rather than fixes, by ignores, by the configuration of rules, or by leaving files out. */
  silenced: Finding[];
  /** How the predicted table differs, with the new findings as causes. */
  behaviour: ExplainedChanges;
}

/** Compares a project with how it was; `before` is undefined where there was nothing that could be checked. */
export function changeBetween(
  before: CheckedProject | undefined,
  after: CheckedProject,
  silenced: Finding[] = [],
): ChangeResult {
  const known = before ? knownFindings(before.lint.findings, textsOf(before)) : [];
  const findings = newFindings(after.lint.findings, known, textsOf(after));
  const changes = behaviourChanges(
    (before?.rows ?? []).map(({ prediction }) => prediction),
    after.rows.map(({ prediction }) => prediction),
  );
  return { findings, silenced, behaviour: withCauses(changes, after.rows, findings) };
}

function textsOf({ project: { manifests } }: CheckedProject) {
  return (file: string) => manifests.text(file);
}
