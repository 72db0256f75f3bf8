import { info, setFailed } from '@actions/core';
import { tmpdir } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import { hasFailed, type ApplyResult } from '../deploy/apply-result.js';
import { isFailure } from '../lint/is-failure.js';
import { UserError } from '../manifest/errors.js';
import { applyText } from '../report/apply-text.js';
import { github } from '../report/github.js';
import { countsOf } from '../report/markdown.js';
import { safeLines, safeText } from '../report/safe-text.js';
import { text } from '../report/text.js';
import { applyToClusters } from './apply-clusters.js';
import { check, type Checked } from './check.js';
import { decideMode } from './decide-mode.js';
import { currentEvent } from './event.js';
import { readInputs } from './inputs.js';
import { takeKubeconfig } from './kubeconfig-input.js';
import { Outputs } from './outputs.js';
import { jobSummary, writeSummary } from './summary.js';
import { workspaceOf } from './workspace.js';

const REPORT_TO = 'https://github.com/mesh-failover/mesh-failover/issues';

/** The same words as the command line's: 1 something was found or failed, 2 wrong usage, 3 a bug of ours. */
const ExitCode = { failed: 1, usage: 2, bug: 3 } as const;

/** Runs the action in the environment that a runner gives it. Never throws. */
export async function run(): Promise<void> {
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
  const inputs = readInputs();
  const { mode, dryRun } = inputs;
  const hasCredentials = kubeconfig !== undefined || Boolean(env['KUBECONFIG']);
  const decision = decideMode(await currentEvent(), { mode, dryRun, hasCredentials });
  info(safeText(`mode ${decision.mode}: ${decision.reason}`));

  const workspace = workspaceOf(env, inputs.workingDirectory);
  const folder = env['RUNNER_TEMP'] || tmpdir();
  const outputs = new Outputs(folder);
  const checked = await check(inputs, workspace);
  outputs.check(checked, decision.mode);
  tellCheck(checked);

  const isRefused = isFailure(checked.lint.findings, inputs.failOn);
  let applied: ApplyResult | undefined;
  try {
    if (decision.mode === 'apply' && !isRefused) {
      const options = { kubeconfig, dryRun, workspace, env, folder };
      applied = await applyToClusters(checked.inspection, options);
      outputs.deployment(applied);
      info(applyText(applied, true));
    }
  } finally {
    if (inputs.summary) await writeSummary(jobSummary(checked, applied), env);
  }
  if (isRefused) return refusal(checked, decision.mode === 'apply');
  return applied && hasFailed(applied) ? applied.message : undefined;
}

/** Annotations for the findings, and the table for the log. */
function tellCheck(checked: Checked): void {
  process.stdout.write(github(checked, { color: false, quiet: false }));
  info(text({ ...checked, lint: undefined }, { color: true, quiet: false }));
}

function refusal({ lint }: Checked, isApply: boolean): string {
  return `Found ${countsOf(lint.summary)}${isApply ? ': nothing was applied' : ''}`;
}

function fail(message: string, exitCode: number): void {
  setFailed(safeLines(message));
  process.exitCode = exitCode;
}

function failByBug(error: unknown): void {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  info(`mesh-failover ${packageJson.version}, Node ${process.version}\n${safeLines(details)}`);
  fail(
    `A bug of mesh-failover, not of yours: please report it, with this log, at ${REPORT_TO}`,
    ExitCode.bug,
  );
}
