import type { Config } from '../config/config.js';
import type { Project } from '../project/project.js';
import { changedLines, touches, type ChangedLines } from '../sources/git/changed-lines.js';
import { finish } from '../lint/finish.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import { checkSources, type CheckedSources, type ComparedBase } from '../work/check.js';
import { basisOf } from '../report/basis.js';
import type { Results } from '../report/report.js';
import type { Commits } from './commits.js';
import type { Inputs } from './inputs.js';
import type { Notes } from './notes.js';
import { fromWorkspace, inWorkspace, toWorkspace, type Workspace } from './workspace.js';

/** What the check found; files are named relative to the workspace. */
export interface CheckedWorkspace extends Results {
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
  /** Whether kustomizations and charts are rendered. */
  render: Config['render'];
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  commits: Commits;
  notes: Notes;
  /** What is checked is to be compared with clusters, or sent to them. */
  isForClusters: boolean;
}

/** Checks, as `mesh-failover check` does in the working directory, and compares with the base. */
export async function checkWorkspace(options: CheckOptions): Promise<CheckedWorkspace> {
  const { inputs, workspace, env, commits, notes, render, isForClusters } = options;
  const { paths, config: configFile, allowEmpty, onlyChanged } = inputs;
  if (commits.missing !== undefined) {
    const lost = onlyChanged ? 'every finding counts as new' : 'nothing is compared';
    notes.add(`${lost}: ${commits.missing}`);
  }
  const base: ComparedBase | undefined =
    commits.base === undefined
      ? undefined
      : {
          ref: commits.base,
          env,
          onMissing: ({ message }) => notes.add(`Nothing is compared: ${message}`),
          onNotice: (notice) => notes.add(notice),
          onProblem: (problem) =>
            notes.add(
              `The files cannot be judged as they were before, so everything is new: ${problem}`,
            ),
        };
  const sources = { cwd: workspace.cwd, env, configFile, paths, allowEmpty, render, isForClusters };
  const found = await checkSources(sources, { base, onlyNew: onlyChanged });
  const lines = commits.base
    ? await changedLines(workspace.cwd, env, commits.base)
    : new Map<string, []>();
  return named(found, lines, options);
}

/** The results with the names that the workspace gives to files. */
function named(
  { project, checked, lint, change }: CheckedSources,
  lines: ChangedLines,
  { workspace }: CheckOptions,
): CheckedWorkspace {
  const { lint: all, table } = checked;
  const names = new Map(all.findings.map((one) => [one, inWorkspace(one, workspace)] as const));
  const nameOf = (finding: Finding) => names.get(finding) ?? inWorkspace(finding, workspace);
  const own = new Map([...names].map(([finding, other]) => [other, finding]));
  return {
    inspection: project,
    all,
    lint: finish({ version: 1, findings: lint.findings.map(nameOf), summary: lint.summary }),
    predictions: table,
    ...(change
      ? {
          silenced: change.silenced.map(nameOf),
          behaviour: {
            ...change.behaviour,
            changes: change.behaviour.changes.map((one) => ({
              ...one,
              ...(one.cause && { cause: nameOf(one.cause) }),
              ...(one.causes && {
                causes: one.causes.map((cause) => ({
                  ...cause,
                  file: toWorkspace(cause.file, workspace),
                })),
              }),
            })),
          },
        }
      : {}),
    basis: basisOf(project, new Date()),
    text: (file) => project.manifests.text(fromWorkspace(file, workspace)),
    newFindings: change && new Set(change.findings.map(nameOf)),
    isChanged: (finding) => {
      const { file, line, endLine } = own.get(finding) ?? finding;
      return touches(lines.get(file), { first: line, last: endLine });
    },
  };
}
