import type { ObjectOutcome } from './apply-result.js';
import type { DeployObject } from './deploy-object.js';
import type { Verified } from './verified.js';

/** What a deployment tells while it runs. Clusters are at different steps at the same time. */
export type ProgressEvent =
  | { step: 'reached'; cluster: string; serverVersion: string | undefined }
  /** Its word might have told that a run which looks unfinished has ended well. */
  | { step: 'not-asked'; cluster: string; message: string }
  | { step: 'checked'; cluster: string; object: DeployObject; done: number; total: number }
  /** Another run holds the lock: who, and where it runs. */
  | { step: 'waiting'; cluster: string; holder: string }
  /** The lock is ours, and the state before is kept. From here on there is something to roll back. */
  | { step: 'captured'; cluster: string }
  | { step: 'written'; cluster: string; title: string; result: ObjectOutcome }
  | {
      step: 'verified';
      cluster: string;
      verification: 'reported' | 'not-reported';
      verified?: Verified;
    }
  /** The next clusters wait for it; the cluster is those that were written. */
  | { step: 'gate'; cluster: string; gate: string }
  /** On the way, where it takes some time. */
  | { step: 'gate-seen'; cluster: string; gate: string; text: string }
  | { step: 'gate-held'; cluster: string; gate: string; text: string }
  | { step: 'failed'; cluster: string; message: string }
  | { step: 'rolling-back'; cluster: string }
  | { step: 'rolled-back'; cluster: string; changed: number; left: number };

export type Progress = (event: ProgressEvent) => void;
