import type { Config } from '../config/config.js';
import { defaultFieldManager } from '../deploy/apply-options.js';
import type { DeployTerms } from '../deploy/deploy-terms.js';
import type { Progress } from '../deploy/progress.js';
import { deployEnvironment } from '../deploy/settings.js';
import { rollback } from '../deploy/rollback.js';
import type { RollbackResult } from '../deploy/rollback-result.js';
import { keepRun } from '../deploy/keep-run.js';
import { ownersOf } from '../deploy/environment-owner.js';
import { runIdentity } from '../deploy/run-identity.js';
import type { RunRecord } from '../deploy/run-record.js';
import type { AskedClusters } from '../deploy/unfinished-run.js';

export interface RollbackChoices {
  /** For who rolls back. */
  env: NodeJS.ProcessEnv;
  now: Date;
  /** Addresses of the repository, as a clone has them. Default: only the environment tells. */
  repositories?: readonly string[];
  /** What was kept on disk, for clusters that have lost their own record. */
  state?: readonly RunRecord[] | undefined;
  /** Every run after this one is taken back. */
  to?: string | undefined;
  /** Also a run that has ended well is taken back. */
  lastApply?: boolean;
  /** Only what this workflow run, or this person, has applied. */
  ownOnly?: boolean;
  /** Restores nothing: what there is stays, and the run counts as ended. Needs a reason. */
  keep?: boolean;
  /** Why; kept in the record of the run. */
  reason?: string | undefined;
  /** Also where the environment belongs to somebody else. */
  takeOver?: boolean;
  lockWaitSeconds?: number | undefined;
  progress?: Progress;
  /** What settings are called in messages. Default: those of the command line. */
  terms?: DeployTerms;
}

/** Brings every cluster back to what it was before a run that was killed, or before the last one. */
export function rollBackClusters(
  { deploy }: Config,
  asked: AskedClusters,
  { env, now, repositories, state, keep, reason, to, lockWaitSeconds, ...chosen }: RollbackChoices,
): Promise<RollbackResult> {
  const input = {
    ...runIdentity(env, now),
    ...asked,
    environment: deployEnvironment(deploy),
    owners: ownersOf(deploy.owner, env, repositories),
    fieldManager: defaultFieldManager,
    ...chosen,
    ...(state && { state }),
    ...(to !== undefined && { to }),
    ...(reason !== undefined && { reason }),
    ...(lockWaitSeconds !== undefined && { lockWaitSeconds }),
  };
  if (!keep) return rollback(input);
  if (!reason) throw new Error('a run is kept for a reason');
  return keepRun({ ...input, reason });
}
