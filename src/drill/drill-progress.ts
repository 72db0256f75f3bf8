import type { DrillPhaseName, DrillSample, DrillVerdict } from './drill-result.js';

/** What a drill tells while it runs. */
export type DrillProgress =
  | { step: 'check'; cluster?: string; outcome: CheckOutcome; message: string }
  | { step: 'scenario'; name: string; changes: string[] }
  /** `lasts`: seconds at most, for what has no end of its own. */
  | { step: 'phase'; scenario: string; phase: DrillPhaseName; lasts: number }
  | { step: 'second'; samples: DrillSample[] }
  | { step: 'restoring'; cluster: string }
  | { step: 'restored'; cluster: string; change: string; outcome: string }
  | { step: 'trouble'; message: string }
  | { step: 'verdict'; scenario: string; verdict: DrillVerdict; reasons: string[] };

/** `problem`: with this nothing is started. */
export type CheckOutcome = 'ok' | 'notice' | 'warning' | 'problem';

export type TellProgress = (event: DrillProgress) => void;
