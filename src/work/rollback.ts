import type { Config } from '../config/config.js';
import { defaultFieldManager } from '../deploy/apply-options.js';
import type { Progress } from '../deploy/progress.js';
import { rollback } from '../deploy/rollback.js';
import type { RollbackResult } from '../deploy/rollback-result.js';
import { runIdentity } from '../deploy/run-identity.js';
import type { RunRecord } from '../deploy/run-record.js';
import type { AskedClusters } from '../deploy/unfinished-run.js';

export interface RollbackChoices {
  /** For who rolls back. */
  env: NodeJS.ProcessEnv;
  now: Date;
  /** What was kept on disk, for clusters that have lost their own record. */
  state?: readonly RunRecord[] | undefined;
  /** Also a run that has ended well is taken back. */
  lastApply?: boolean;
  /** Only what this workflow run, or this person, has applied. */
  ownOnly?: boolean;
  lockWaitSeconds?: number | undefined;
  progress?: Progress;
}

/** Brings every cluster back to what it was before a run that was killed, or before the last one. */
export function rollBackClusters(
  { deploy }: Config,
  asked: AskedClusters,
  { env, now, state, lockWaitSeconds, ...chosen }: RollbackChoices,
): Promise<RollbackResult> {
  const { environment: name, namespace } = deploy;
  return rollback({
    ...runIdentity(env, now),
    ...asked,
    environment: { name, namespace },
    fieldManager: defaultFieldManager,
    ...chosen,
    ...(state && { state }),
    ...(lockWaitSeconds !== undefined && { lockWaitSeconds }),
  });
}
