import { info } from '@actions/core';
import type { Config } from '../config/config.js';
import { configOfEnvironment } from '../config/config-of-environment.js';
import type { RollbackResult } from '../deploy/rollback-result.js';
import { deployProgress } from '../report/deploy-progress.js';
import { rollbackText } from '../report/rollback-text.js';
import { rollBackClusters } from '../work/rollback.js';
import { cancellation } from './cancellation.js';
import { deployInputTerms as terms } from './deploy-input-terms.js';
import { inGroup } from './in-group.js';
import type { Inputs } from './inputs.js';
import { withClusters, type ClusterAccess } from './with-clusters.js';

/**
 * Takes back in every cluster of the configuration what the inputs say. A workflow that is cancelled does not end it: half a
 * rollback helps nobody, and one that is killed goes on when it is repeated.
 *
 * @throws UserError where the environment of the inputs is not there, or there are several and none is named
 */
export async function rollBackFromAction(
  config: Config,
  inputs: Pick<Inputs, 'environment' | 'rollback' | 'takeOver' | 'lockTimeout'>,
  access: ClusterAccess,
): Promise<RollbackResult> {
  const { environment, takeOver, lockTimeout, rollback } = inputs;
  const { begin, cancel } = cancellation();
  const own = configOfEnvironment(config, environment);
  const result = await inGroup('Rolling every cluster back', () =>
    withClusters(
      own,
      access,
      (clusters) => {
        begin();
        return rollBackClusters(
          own,
          { clusters },
          {
            ...{ env: access.env, now: new Date(), terms, takeOver, ...rollback },
            ...(lockTimeout !== undefined && { lockWaitSeconds: lockTimeout }),
            progress: deployProgress(info),
          },
        );
      },
      cancel,
    ),
  );
  info(rollbackText(result, true));
  return result;
}
