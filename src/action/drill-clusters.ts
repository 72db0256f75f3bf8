import { endGroup, info, startGroup } from '@actions/core';
import type { Cluster } from '../cluster/cluster.js';
import { drill } from '../drill/drill.js';
import type { DrillProgress } from '../drill/drill-progress.js';
import type { DrillResult } from '../drill/drill-result.js';
import { drillSettings } from '../drill/drill-settings.js';
import { commandHook, type OutageHook } from '../drill/outage-hook.js';
import { plannedScenarios } from '../drill/planned-scenario.js';
import { prepareDrill } from '../drill/prepare-drill.js';
import { UserError } from '../foundation/errors.js';
import { drillLines } from '../report/drill-lines.js';
import { safeText } from '../foundation/safe-text.js';
import type { Checked } from './check.js';
import { drillInputTerms } from './drill-input-terms.js';
import type { Inputs } from './inputs.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

/** `ready`: a dry run found nothing in the way. */
export type DrillNotMade = 'ready' | { problem: string };

export type DrillInputs = Pick<
  Inputs,
  'confirm' | 'scenarios' | 'dryRun' | 'outageHook' | 'controllersPaused' | 'despitePrediction'
>;

/**
 * Drills the clusters of the configuration, which is that of merged code. The outage hook is the workflow's own command, as one
 * of its steps would be. A cancelled workflow stops the drill, which restores everything first, however many signals there are.
 *
 * @returns What was measured; `ready` after a dry run without problems; otherwise why it was not started.
 * @throws UserError where the environment was not confirmed, or there is nothing to drill.
 * @throws ClusterError where a lock is taken or cannot be had; nothing has been changed then.
 */
export async function drillClusters(
  { inspection, all }: Checked,
  inputs: DrillInputs,
  access: ClusterAccess,
): Promise<DrillResult | DrillNotMade> {
  const { confirm, scenarios: named, dryRun } = inputs;
  const { config, manifests } = inspection;
  const settings = drillSettings(config);
  const scenarios = plannedScenarios(named ?? config.drill.scenarios, settings.clusters);
  if (!dryRun) assertConfirmed(confirm, settings.environment);

  const controller = new AbortController();
  let hasBegun = false;
  const cancel = () => {
    controller.abort(new Error('the workflow was cancelled'));
    return hasBegun;
  };
  const work = async (
    clusters: Cluster[],
    env: NodeJS.ProcessEnv,
  ): Promise<DrillResult | DrillNotMade> => {
    const hook = hookOf(inputs, access, env);
    const prepared = await prepareDrill({
      config,
      manifests,
      lint: all,
      settings,
      scenarios,
      clusters,
      host: undefined,
      environment: { name: config.deploy.environment, namespace: config.deploy.namespace },
      controllersPaused: inputs.controllersPaused,
      despitePrediction: inputs.despitePrediction,
      hasHook: hook !== undefined,
      terms: drillInputTerms,
    });
    for (const check of prepared.checks) tell({ step: 'check', ...check });
    const problems = prepared.checks.filter(({ outcome }) => outcome === 'problem');
    if (problems.length > 0) {
      const all = problems.map(({ cluster, message }) =>
        [cluster, message].filter(Boolean).join(': '),
      );
      return { problem: all.join('; ') };
    }
    if (dryRun) return 'ready';
    hasBegun = true;
    return drill(prepared, { hook, signal: controller.signal, tell });
  };
  startGroup(dryRun ? 'Looking whether a drill can be done' : 'Drilling');
  try {
    return await withClusters(config, access, work, cancel);
  } finally {
    endGroup();
  }
}

/**
 * The hook that the workflow gives.
 *
 * @param env With which its command reaches the clusters.
 */
export function hookOf(
  { outageHook }: Pick<Inputs, 'outageHook'>,
  { workspace }: Pick<ClusterAccess, 'workspace'>,
  env: NodeJS.ProcessEnv,
): OutageHook | undefined {
  return outageHook === undefined
    ? undefined
    : commandHook(outageHook, { cwd: workspace.cwd, env });
}

function tell(event: DrillProgress): void {
  for (const line of drillLines(event, { color: false, quiet: false })) info(line);
}

/** The input has to name the environment, so that nobody drills another one than he thinks. */
function assertConfirmed(confirmed: string | undefined, environment: string): void {
  if (confirmed === environment) return;
  const why =
    confirmed === undefined
      ? 'a drill takes real endpoints away'
      : `input confirm is ${confirmed}, but the configuration is about ${environment}`;
  throw new UserError(
    safeText(`${why}; look at it with dry-run: true, then confirm it with confirm: ${environment}`),
  );
}
