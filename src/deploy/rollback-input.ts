import type { DeployEnvironment } from './environment.js';
import type { Progress } from './progress.js';
import type { RunRecord } from './run-record.js';
import type { AskedClusters } from './unfinished-run.js';

export interface RollbackInput extends AskedClusters {
  environment: DeployEnvironment;
  /** Who or what runs this. */
  by: string;
  /** Names this rollback in the lock. */
  run: string;
  fieldManager: string;
  /** What was kept on disk, for clusters that have lost their own record. */
  state?: readonly RunRecord[];
  /** Also a run that has ended well is taken back. */
  lastApply?: boolean;
  /** Only what this workflow run, or this person, has done. */
  ownOnly?: boolean;
  lockWaitSeconds?: number;
  progress?: Progress;
}
