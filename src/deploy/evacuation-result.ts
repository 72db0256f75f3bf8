import type { ApplyResult } from './apply-result.js';
import type { Evacuation } from './evacuation.js';
import type { RollbackResult } from './rollback-result.js';

/**
 * What became of an evacuation, or of its end, in the clusters. This object as it is, is the output of `evacuate --for` and
 * `evacuate --restore` with `--format json` (docs/output.md).
 */
export interface EvacuationResult {
  version: 1;
  /** The name under which the clusters are deployed and locked together. */
  environment: string;
  /**
   * `evacuated`, `restored`: every step was applied; `checked`: a dry run found nothing in the way; `nothing`: there was nothing
   * to restore, or its time is not over; `refused`: nothing was changed; `failed`: a step was not applied, see the message.
   */
  outcome: 'evacuated' | 'restored' | 'checked' | 'nothing' | 'refused' | 'failed';
  /** The outcome for people: what was changed, and what holds now. */
  message: string;
  /** The region; missing where none is evacuated and none was named. */
  region?: string;
  /** The evacuation that the clusters are in now; missing: none. */
  evacuation?: Evacuation;
  /** The rollback of a run before, that was killed on its way. */
  repaired?: RollbackResult;
  /** In their order, as far as they were begun. */
  steps: EvacuationStep[];
}

/** One apply of the DestinationRules that it concerns. */
export interface EvacuationStep {
  /**
   * What the region has of its weights with this step: 0 to 100.
   *
   * @asType integer
   */
  percent: number;
  /** Where requests go by prediction, before and after; empty where that is not known. */
  moves: EvacuationMove[];
  /** What was done in each cluster. */
  apply: ApplyResult;
}

/** The requests of one client to one host; shares from 0 to 1 by region. */
export interface EvacuationMove {
  /** The destination host. */
  host: string;
  /** Who sends the requests. */
  client: string;
  /** With what the clusters hold before. */
  before: Record<string, number>;
  /** With what they hold afterwards. */
  after: Record<string, number>;
}

export function hasEvacuationFailed({ outcome }: EvacuationResult): boolean {
  return outcome === 'refused' || outcome === 'failed';
}
