import type { LintResult } from '../foundation/finding.js';
import { UserError } from '../foundation/errors.js';
import { finish } from '../lint/finish.js';
import { changeBetween, type ChangeResult, type CheckedProject } from '../project/change.js';
import type { Checked, Project } from '../project/project.js';
import type { ScenarioOptions } from '../traffic/scenarios.js';
import { silencedErrors } from './silenced.js';
import { inspect, type InspectOptions } from './inspect.js';

/** With what a check compares the files. */
export interface ComparedBase {
  /** A commit, branch or tag; what counts is where the current commit left it. */
  ref: string;
  env: NodeJS.ProcessEnv;
  /** Gets why nothing can be compared: git, the repository or the commit is missing. It may throw; else nothing is compared. */
  onMissing: (error: UserError) => void;
  /** Gets what is to be known about the files as they were. */
  onNotice: (notice: string) => void;
  /** Gets why the files cannot be checked as they were, so that everything counts as new. */
  onProblem: (problem: string) => void;
}

export interface CheckChoices {
  /** Undefined: nothing is compared. */
  base?: ComparedBase | undefined;
  /** Report only what was not found at the base. */
  onlyNew?: boolean;
  scenarios?: ScenarioOptions;
  /** Sets findings aside, such as those of a baseline. */
  setAside?: (lint: LintResult, project: Project) => Promise<LintResult>;
}

/** What a check has found. */
export interface CheckedSources {
  project: Project;
  /** Everything. */
  checked: Checked;
  /** What is to be reported: without what was set aside, and without what is not new if only that is wanted. */
  lint: LintResult;
  /** What the change brings; undefined where nothing is compared. */
  change: ChangeResult | undefined;
}

/**
 * Reads the manifests, runs the rules, predicts the scenarios, and compares all of it with an earlier commit.
 *
 * @throws UserError as `inspect`.
 */
export async function checkSources(
  options: InspectOptions,
  { base, onlyNew = false, scenarios, setAside }: CheckChoices,
): Promise<CheckedSources> {
  const project = await inspect(options);
  // As the files are rendered now, they are rendered as they were.
  const { render } = project.config;
  const earlier = base && (await projectBefore({ ...options, render }, base));
  const checked = project.check(scenarios);
  const lint = setAside ? await setAside(checked.lint, project) : checked.lint;
  if (!earlier) return { project, checked, lint, change: undefined };
  const { project: old } = earlier;
  const before = old && { ...old.check(scenarios), project: old };
  const after: CheckedProject = { ...checked, lint, project };
  // What a baseline sets aside is known, and nothing that this change hides.
  const silenced = old ? await silencedErrors(old, { ...checked, project }, options) : [];
  const change = changeBetween(before, after, silenced, scenarios);
  return {
    project,
    checked,
    lint: onlyNew ? withoutKnown(lint, change.findings) : lint,
    change,
  };
}

/** The files as they were; undefined where nothing is compared. Without a project there was nothing that could be checked. */
export async function projectBefore(
  options: InspectOptions,
  { ref, env, onMissing, onNotice, onProblem }: ComparedBase,
): Promise<{ project: Project | undefined } | undefined> {
  try {
    // What starts git is loaded by those runs that need it.
    const { inspectBase } = await import('./inspect-base.js');
    const { project, problem, notice } = await inspectBase(options, { ref, env });
    if (notice !== undefined) onNotice(notice);
    if (problem !== undefined) onProblem(problem);
    return { project };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    onMissing(error);
    return undefined;
  }
}

/** A result with the new findings alone; the others are counted. */
export function withoutKnown(lint: LintResult, findings: LintResult['findings']): LintResult {
  const unchanged = lint.findings.length - findings.length;
  return finish({ version: 1, findings, summary: { ...lint.summary, unchanged } });
}
