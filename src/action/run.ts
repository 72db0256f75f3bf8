import { info, setFailed } from '@actions/core';
import { tmpdir } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import type { Severity } from '../foundation/severity.js';
import type { Config } from '../config/config.js';
import { loadConfig } from '../sources/load-config.js';
import { isRestored } from '../drill/restore-drill.js';
import { isFailure } from '../lint/is-failure.js';
import { namedStack } from '../files/named-stack.js';
import { UserError } from '../foundation/errors.js';
import { room } from '../report/budget.js';
import { maxCommentBytes } from '../report/comment-markdown.js';
import { annotations, mostAnnotations, notEvaluatedCommand } from '../report/github.js';
import { countsOf } from '../report/markdown.js';
import { noteLines } from '../report/markdown-text.js';
import { planMarkdown } from '../report/plan-markdown.js';
import { restoredMarkdown } from '../report/restored-text.js';
import { rollbackMarkdown } from '../report/rollback-markdown.js';
import { safeLines, safeText } from '../foundation/safe-text.js';
import { text } from '../report/text.js';
import { rules } from '../rules/index.js';
import { checkWorkspace, type CheckedWorkspace } from './check.js';
import { workOnClusters, type ClusterWork } from './cluster-work.js';
import { commitsOf } from './commits.js';
import { decideRender } from './decide-render.js';
import { decideMode, type Mode } from './decide-mode.js';
import { currentEvent } from './event.js';
import { readInputs, type Inputs } from './inputs.js';
import { takeKubeconfig } from './kubeconfig-input.js';
import { placeLinks } from './links.js';
import { Notes } from './notes.js';
import { Outputs } from './outputs.js';
import { tellPullRequest } from './pull-request.js';
import { restoreFromAction } from './restore-clusters.js';
import { rollBackFromAction } from './rollback-clusters.js';
import { jobSummary, maxSummaryBytes, writeSummary } from './summary.js';
import { takeToken } from './token.js';
import type { ClusterAccess } from './with-clusters.js';
import { refuseOutside, workspaceOf } from './workspace.js';

const reportTo = 'https://github.com/mesh-failover/mesh-failover/issues';

/** The same words as the command line's: 1 something was found or failed, 2 wrong usage, 3 an internal error. */
const ExitCode = { failed: 1, usage: 2, bug: 3 } as const;

/** Runs the action in the environment that a runner gives it. Never throws. */
export async function runAction(): Promise<void> {
  try {
    const failure = await runStep(process.env);
    if (failure !== undefined) fail(failure, ExitCode.failed);
  } catch (error) {
    if (error instanceof UserError) fail(error.message, ExitCode.usage);
    else failByBug(error);
  }
}

/** Why the step fails; undefined if it does not. */
async function runStep(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const kubeconfig = takeKubeconfig();
  const token = takeToken();
  const inputs = readInputs();
  const hasCredentials = kubeconfig !== undefined || Boolean(env['KUBECONFIG']);
  const event = await currentEvent();
  const decision = decideMode(event, { ...inputs, hasCredentials });
  const { mode } = decision;
  info(safeText(`mode ${mode}: ${decision.reason}`));

  const notes = new Notes();
  if (decision.note !== undefined) notes.add(decision.note);
  const workspace = workspaceOf(env, inputs.workingDirectory);
  refuseOutside(pathInputs(inputs), workspace);
  const folder = env['RUNNER_TEMP'] || tmpdir();
  const outputs = new Outputs(folder);
  outputs.mode(mode);
  const access = { kubeconfig, workspace, env, folder: outputs.folder, notes };
  if (mode === 'drill-restore') return restoreStep(inputs, access);
  if (mode === 'rollback') return rollbackStep(inputs, access, outputs);
  const commits = await commitsOf(event, workspace.cwd, env);
  const shown = { event, commits, workspace, env, notes };
  const render = await decideRender({ ...decision, ...shown, inputs });
  const checked = await checkWorkspace({
    ...{ inputs, render, workspace, env, commits, notes },
    isForClusters: ['plan', 'apply', 'drift', 'evacuate'].includes(mode),
  });
  outputs.check(checked);
  tellCheck(checked, inputs.failOn, env, mode);

  const isRefused = isFailure(checked.lint.findings, inputs.failOn);
  const shared = { ...access, event, commits, token };
  let work: ClusterWork = {};
  try {
    if (!isRefused || !changesClusters(mode)) {
      const more = { decision: { ...decision, mode }, inputs, outputs };
      work = await workOnClusters(checked, { ...shared, ...more });
    }
  } finally {
    const subject = [inputs.workingDirectory, inputs.config, ...inputs.paths];
    const sections = work.planned
      ? [
          {
            title: 'Plan',
            text: planMarkdown(work.planned, room('comment', 'plan', maxCommentBytes)),
          },
        ]
      : [];
    await tellPullRequest(checked, { ...shared, comment: inputs.comment, subject, sections });
    if (inputs.summary) {
      const place = placeLinks(event, env);
      await writeSummary(jobSummary(checked, work, { place, notes: notes.all }), env);
    }
    notes.annotate();
  }
  // Nothing of the manifests is new to the clusters.
  return isRefused && mode !== 'evacuate' ? refusal(checked, mode) : work.failure;
}

function pathInputs({ paths, config }: Inputs): { input: string; path: string }[] {
  const named = paths.map((path) => ({ input: 'paths', path }));
  return config === undefined ? named : [...named, { input: 'config', path: config }];
}

function configFor({ config: file }: Inputs, { workspace }: ClusterAccess): Config {
  return loadConfig({ cwd: workspace.cwd, rules, ...(file ? { file } : {}) });
}

/** What was applied is taken back whatever the manifests are like, so nothing is checked. */
async function rollbackStep(
  inputs: Inputs,
  access: ClusterAccess,
  outputs: Outputs,
): Promise<string | undefined> {
  const { env, notes } = access;
  const result = await rollBackFromAction(configFor(inputs, access), inputs, access);
  outputs.rollback(result);
  const page =
    rollbackMarkdown(result, maxSummaryBytes) +
    noteLines(notes.all, room('restoredDrill', 'notes', maxSummaryBytes));
  if (inputs.summary) await writeSummary(page, env);
  notes.annotate();
  return result.outcome === 'incomplete' ? result.message : undefined;
}

/** What a drill has left is undone whatever the manifests are like, so nothing is checked. */
async function restoreStep(inputs: Inputs, access: ClusterAccess): Promise<string | undefined> {
  const { env, notes } = access;
  const restored = await restoreFromAction(configFor(inputs, access), inputs, access);
  const page =
    restoredMarkdown(restored, maxSummaryBytes) +
    noteLines(notes.all, room('restoredDrill', 'notes', maxSummaryBytes));
  if (inputs.summary) await writeSummary(page, env);
  notes.annotate();
  const left = restored.filter((one) => !isRestored(one)).map(({ cluster }) => cluster);
  return left.length ? `Not everything is restored: ${left.join(', ')}; see the log` : undefined;
}

/** Annotations for the findings, and the table for the log. What the step itself says last has room among them. */
function tellCheck(
  checked: CheckedWorkspace,
  failOn: Severity,
  env: NodeJS.ProcessEnv,
  mode: Mode,
): void {
  const { lint, isChanged } = checked;
  const own = isFailure(lint.findings, failOn) ? 1 : 0;
  const { text: commands } = annotations(lint.findings, {
    isChanged,
    room: {
      error: mostAnnotations - own,
      warning: mostAnnotations - (mode === 'check' ? 0 : 1),
      notice: mostAnnotations - 1,
    },
    rest: env['GITHUB_STEP_SUMMARY'] ? 'see the job summary' : 'see the log',
  });
  process.stdout.write(commands + notEvaluatedCommand(lint.summary, true));
  const table = text({ ...checked, lint: undefined }, { color: true, quiet: false });
  for (const piece of table) process.stdout.write(piece);
  process.stdout.write('\n');
}

/** What is not begun with findings that the step fails for. */
function changesClusters(mode: Mode): mode is 'apply' | 'drill' {
  return mode === 'apply' || mode === 'drill';
}

function refusal({ lint }: CheckedWorkspace, mode: Mode): string {
  const left = { apply: ': nothing was applied', drill: ': nothing was drilled' };
  return `Found ${countsOf(lint.summary)}${changesClusters(mode) ? left[mode] : ''}`;
}

function fail(message: string, exitCode: number): void {
  setFailed(safeLines(message));
  process.exitCode = exitCode;
}

function failByBug(error: unknown): void {
  info(
    `mesh-failover ${packageJson.version}, Node ${process.version}\n${safeLines(namedStack(error))}`,
  );
  fail(
    `Internal error of mesh-failover. Please report it, with this log, at ${reportTo}`,
    ExitCode.bug,
  );
}
