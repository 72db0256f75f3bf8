import type { CheckOutcome } from './drill-progress.js';

/** One thing that was looked at before a drill. */
export interface Check {
  /** Undefined: it is about all of them. */
  cluster?: string;
  outcome: CheckOutcome;
  message: string;
}

/** The same, about the cluster that is being looked at. */
export type ClusterCheck = Omit<Check, 'cluster'>;

export const ok = (message: string): Check => ({ outcome: 'ok', message });
export const notice = (message: string): Check => ({ outcome: 'notice', message });
export const warning = (message: string): Check => ({ outcome: 'warning', message });
export const problem = (message: string): Check => ({ outcome: 'problem', message });
