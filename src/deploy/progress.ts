import type { ObjectOutcome } from './apply-result.js';
import type { DeployObject } from './deploy-object.js';

/** What an apply tells while it runs: clusters checked at the same time, then written one after the other. */
export type ProgressEvent =
  | { step: 'reached'; cluster: string; serverVersion: string | undefined }
  | { step: 'checked'; cluster: string; object: DeployObject; done: number; total: number }
  | { step: 'written'; cluster: string; object: DeployObject; result: ObjectOutcome };

export type Progress = (event: ProgressEvent) => void;
