import type { Outcome } from '../traffic/result.js';
import { hasErrors } from './has-errors.js';
import { regionShare } from './table-groups.js';

/** Smaller differences of shares are rounding. */
const NOTICEABLE = 0.0005;

/**
 * The outcomes that say something: `healthy`, those with errors or without a certain result, and those in which another
 * place than the outage's own gets a different share than in `healthy`.
 */
export function tellingOutcomes(
  outcomes: readonly Outcome[],
  regions: readonly string[],
): readonly Outcome[] {
  const healthy = outcomes.find(({ scenario }) => scenario === 'healthy');
  if (!healthy) return outcomes;
  return outcomes.filter(
    (outcome) =>
      outcome === healthy ||
      hasErrors(outcome) ||
      !outcome.determined ||
      regions.some((region) => isMoved(outcome, healthy, region)),
  );
}

function isMoved(outcome: Outcome, healthy: Outcome, region: string): boolean {
  const isOwn = outcome.scenario.split('+').some((one) => one.endsWith(`:${region}`));
  if (isOwn) return false;
  const change = regionShare(outcome, region).share - regionShare(healthy, region).share;
  return Math.abs(change) > NOTICEABLE;
}
