import type { Finding } from '../foundation/finding.js';
import type { ExplainedChanges } from '../lint/behaviour-causes.js';
import { knownFindings, newFindings } from '../lint/new-findings.js';
import { behaviourChanges } from '../traffic/behaviour-change.js';
import type { ScenarioOptions } from '../traffic/scenarios.js';
import { withChangeCauses } from './causes.js';
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
  /** How the predicted table differs, and what of the change makes it differ. */
  behaviour: ExplainedChanges;
}

/**
 * Compares a project with how it was.
 *
 * @param before Undefined where there was nothing that could be checked.
 * @param scenarios Which ones both tables have.
 */
export function changeBetween(
  before: CheckedProject | undefined,
  after: CheckedProject,
  silenced: Finding[] = [],
  scenarios?: ScenarioOptions,
): ChangeResult {
  const known = before ? knownFindings(before.lint.findings, textsOf(before)) : [];
  const findings = newFindings(after.lint.findings, known, textsOf(after));
  const changes = behaviourChanges(
    (before?.rows ?? []).map(({ prediction }) => prediction),
    after.rows.map(({ prediction }) => prediction),
  );
  const behaviour = before
    ? withChangeCauses(changes, before, after, findings, scenarios)
    : changes;
  return { findings, silenced, behaviour };
}

/** The findings of before that are gone, or are less severe. */
export function mendedBetween(before: CheckedProject, after: CheckedProject): Finding[] {
  const left = knownFindings(after.lint.findings, textsOf(after));
  return newFindings(before.lint.findings, left, textsOf(before));
}

function textsOf({ project: { manifests } }: CheckedProject) {
  return (file: string) => manifests.text(file);
}
