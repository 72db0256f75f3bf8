import { info } from '@actions/core';
import type { DrillProgress } from '../drill/drill-progress.js';
import type { DrillResult } from '../drill/drill-result.js';
import { commandHook, type OutageHook } from '../drill/outage-hook.js';
import { drillLines } from '../report/drill-lines.js';
import { drillSteps } from '../report/drill-steps.js';
import { drillStepsText } from '../report/drill-steps-text.js';
import { drillClusters, orderDrill } from '../work/drill.js';
import { cancellation } from './cancellation.js';
import type { CheckedWorkspace } from './check.js';
import { drillInputTerms as terms } from './drill-input-terms.js';
import { inGroup } from './in-group.js';
import type { Inputs } from './inputs.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

export type DrillInputs = Pick<
  Inputs,
  'confirm' | 'scenarios' | 'dryRun' | 'outageHook' | 'controllersPaused' | 'despitePrediction'
>;

/** `result`: what was measured, undefined after a dry run; `problem`: why the drill was not started. */
export interface DrillOfAction {
  result?: DrillResult | undefined;
  problem?: string;
}

/**
 * Drills the clusters of the configuration, which is that of merged code. The outage hook is the workflow's own command, as one
 * of its steps would be. A cancelled workflow stops the drill, which restores everything first, however many signals there are.
 *
 * @throws UserError where the environment was not confirmed, or there is nothing to drill.
 * @throws ClusterError where a lock is taken or cannot be had; nothing has been changed then.
 */
export async function drillFromAction(
  { inspection, all }: CheckedWorkspace,
  inputs: DrillInputs,
  access: ClusterAccess,
): Promise<DrillOfAction> {
  const { confirm: confirmed, scenarios, dryRun, controllersPaused, despitePrediction } = inputs;
  const { config } = inspection;
  const order = orderDrill(config, { scenarios, dryRun, confirmed, terms });
  const { signal, begin, cancel } = cancellation();
  const title = dryRun ? 'Looking whether a drill can be done' : 'Drilling';
  const { prepared, problems, result } = await inGroup(title, () =>
    withClusters(
      config,
      access,
      (clusters, env) =>
        drillClusters({ project: inspection, lint: all }, order, clusters, {
          ...{ controllersPaused, despitePrediction, terms },
          hook: hookOf(inputs, access, env),
          // The steps of a dry run begin with what was looked at.
          tell: dryRun ? () => {} : tell,
          begin: () => {
            begin();
            return signal;
          },
        }),
      cancel,
    ),
  );
  if (dryRun) info(drillStepsText(drillSteps(prepared), false));
  if (problems.length === 0) return { result };
  const found = problems.map(({ cluster, message }) =>
    [cluster, message].filter(Boolean).join(': '),
  );
  return { problem: found.join('; ') };
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
