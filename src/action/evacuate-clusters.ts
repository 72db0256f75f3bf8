import { info } from '@actions/core';
import { hasEvacuationFailed, type EvacuationResult } from '../deploy/evacuation-result.js';
import { deployProgress } from '../report/deploy-progress.js';
import { evacuationResultText } from '../report/evacuation-text.js';
import { commitOf } from '../sources/repositories.js';
import { evacuateClusters } from '../work/evacuate.js';
import type { CheckedManifests } from '../work/checked-manifests.js';
import { cancellation } from './cancellation.js';
import { choicesOfInputs } from './deploy-choices.js';
import { deployInputTerms as terms } from './deploy-input-terms.js';
import type { DeployInputs } from './deploy-inputs.js';
import { evacuationWish } from './evacuation-inputs.js';
import { inGroup } from './in-group.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

/** Takes a region out of the clusters, or restores it, as the inputs say; a cancelled workflow takes the step that is under way back. */
export async function evacuateFromAction(
  { project, config }: CheckedManifests,
  inputs: DeployInputs & { dryRun: boolean },
  access: ClusterAccess,
): Promise<EvacuationResult> {
  const wish = evacuationWish(inputs.evacuation);
  const { settled, ...how } = choicesOfInputs(inputs, config);
  const { takeOver = false, acceptChanges = false } = settled;
  const { signal, begin, cancel } = cancellation();
  const tell = deployProgress(info);
  const result = await inGroup('Asking every cluster, and writing', () =>
    withClusters(
      config,
      access,
      (clusters) =>
        evacuateClusters({ project, config }, { clusters }, wish, {
          ...{ env: access.env, now: new Date(), terms, takeOver, acceptChanges, signal, ...how },
          commit: commitOf(access.workspace.cwd, access.env),
          dryRun: inputs.dryRun,
          progress: (event) => {
            if (event.step === 'captured') begin();
            tell(event);
          },
        }),
      cancel,
    ),
  );
  info(evacuationResultText(result, true));
  return result;
}

/** Why the step fails; undefined: it does not. */
export function evacuationFailure(result: EvacuationResult): string | undefined {
  return hasEvacuationFailed(result) ? result.message : undefined;
}
