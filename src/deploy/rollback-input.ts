import type { DeployTerms } from './deploy-terms.js';
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
  /** Every run after this one is taken back. */
  to?: string;
  /** Also a run that has ended well is taken back. */
  lastApply?: boolean;
  /** Only what this workflow run, or this person, has done. */
  ownOnly?: boolean;
  /** Why; kept in the record of the run. */
  reason?: string;
  /** Who this is, for whom the environment belongs to; empty: not known, and then nobody is asked. */
  owners?: readonly string[];
  /** Also where the environment belongs to somebody else. */
  takeOver?: boolean;
  lockWaitSeconds?: number;
  progress?: Progress;
  /** What settings are called in messages. Default: those of the command line. */
  terms?: DeployTerms;
}
