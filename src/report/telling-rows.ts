import type { Outcome } from '../traffic/result.js';
import { hasErrors } from './has-errors.js';
import { placeShare, type Columns } from './table-groups.js';

/** Smaller differences of shares are rounding. */
const NOTICEABLE = 0.0005;

/**
 * The outcomes that say something: `healthy`, those with errors or without a certain result, and those in which another
 * place than the outage's own gets a different share than in `healthy`.
 */
export function tellingOutcomes(
  outcomes: readonly Outcome[],
  columns: Columns,
): readonly Outcome[] {
  const healthy = outcomes.find(({ scenario }) => scenario === 'healthy');
  if (!healthy) return outcomes;
  return outcomes.filter(
    (outcome) =>
      outcome === healthy ||
      hasErrors(outcome) ||
      !outcome.determined ||
      columns.places.some((place) => isMoved(outcome, healthy, place, columns)),
  );
}

function isMoved(outcome: Outcome, healthy: Outcome, place: string, { level }: Columns): boolean {
  const isOwn = outcome.scenario.split('+').some((one) => {
    const lost = one.slice(one.indexOf(':') + 1);
    return lost === place || place.startsWith(`${lost}/`);
  });
  if (isOwn) return false;
  const change = placeShare(outcome, place, level).share - placeShare(healthy, place, level).share;
  return Math.abs(change) > NOTICEABLE;
}
