import { changeBetween, type Change, type CheckedProject } from '../project/change.js';
import type { Project } from '../project/project.js';
import { changedLines, touches, type ChangedLines } from '../sources/git/changed-lines.js';
import { inspectBase } from '../work/inspect-base.js';
import { finish } from '../lint/finish.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import { inspect, type InspectOptions } from '../work/inspect.js';
import { UserError } from '../foundation/errors.js';
import { basisOf } from '../report/basis.js';
import type { Results } from '../report/report.js';
import type { Commits } from './commits.js';
import type { Inputs } from './inputs.js';
import type { Notes } from './notes.js';
import { fromWorkspace, inWorkspace, type Workspace } from './workspace.js';

/** What the check found; files are named relative to the workspace. */
export interface Checked extends Results {
  inspection: Project;
  lint: LintResult;
  /** All findings, also where only those of the change are reported; files are named relative to the working directory. */
  all: LintResult;
  predictions: NonNullable<Results['predictions']>;
  /** Whether a finding is about a line that the change touches; nothing is, where it is not known. */
  isChanged(finding: Finding): boolean;
  /** Of the findings, those that the change brings; undefined where it is not known. */
  newFindings: ReadonlySet<Finding> | undefined;
}

export interface CheckOptions {
  inputs: Pick<Inputs, 'paths' | 'config' | 'allowEmpty' | 'onlyChanged'>;
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  commits: Commits;
  notes: Notes;
}

/** Reads, judges and predicts, as `mesh-failover check` does in the working directory, and compares with the base. */
export async function check(options: CheckOptions): Promise<Checked> {
  const { inputs, workspace, env, commits } = options;
  const { paths, config: configFile, allowEmpty } = inputs;
  const wanted = { cwd: workspace.cwd, env, configFile, paths, allowEmpty };
  const inspection = await inspect(wanted);
  const after = { ...inspection.check(), project: inspection };
  const change = await changeOf(after, wanted, options);
  const lines = commits.base
    ? await changedLines(workspace.cwd, env, commits.base)
    : new Map<string, []>();
  return named(inspection, after, change, lines, options);
}

/** Undefined where the base is not known. */
async function changeOf(
  after: CheckedProject,
  wanted: InspectOptions,
  { commits, env, inputs, notes }: CheckOptions,
): Promise<Change | undefined> {
  if (commits.missing !== undefined) {
    const lost = inputs.onlyChanged ? 'every finding counts as new' : 'nothing is compared';
    notes.add(`${lost}: ${commits.missing}`);
  }
  if (commits.base === undefined) return undefined;
  try {
    const { project, problem, notice } = await inspectBase(wanted, { ref: commits.base, env });
    if (notice !== undefined) notes.add(notice);
    if (problem !== undefined) {
      notes.add(`The files cannot be judged as they were before, so everything is new: ${problem}`);
    }
    const before = project && { ...project.check(), project };
    return changeBetween(before, after);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    notes.add(`Nothing is compared: ${error.message}`);
    return undefined;
  }
}

/** The results with the names that the workspace gives to files. */
function named(
  inspection: Project,
  { table, lint }: CheckedProject,
  change: Change | undefined,
  lines: ChangedLines,
  { inputs, workspace }: CheckOptions,
): Checked {
  const names = new Map(lint.findings.map((one) => [one, inWorkspace(one, workspace)] as const));
  const nameOf = (finding: Finding) => names.get(finding) ?? inWorkspace(finding, workspace);
  const own = new Map([...names].map(([finding, other]) => [other, finding]));
  const reported = inputs.onlyChanged && change ? change.findings : lint.findings;
  const unchanged = lint.findings.length - reported.length;
  return {
    inspection,
    all: lint,
    lint: finish({
      version: 1,
      findings: reported.map(nameOf),
      summary: { ...lint.summary, ...(inputs.onlyChanged && change ? { unchanged } : {}) },
    }),
    predictions: table,
    ...(change
      ? {
          behaviour: {
            ...change.behaviour,
            changes: change.behaviour.changes.map((one) =>
              one.cause ? { ...one, cause: nameOf(one.cause) } : one,
            ),
          },
        }
      : {}),
    basis: basisOf(inspection, new Date()),
    text: (file) => inspection.manifests.text(fromWorkspace(file, workspace)),
    newFindings: change && new Set(change.findings.map(nameOf)),
    isChanged: (finding) => {
      const { file, line, endLine } = own.get(finding) ?? finding;
      return touches(lines.get(file), { first: line, last: endLine });
    },
  };
}
