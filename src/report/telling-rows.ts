import type { LocalityShare, Outcome } from '../traffic/result.js';
import { hasErrors } from './has-errors.js';
import { placeShares, type Columns } from './table-groups.js';

/** Smaller differences of shares are rounding. */
const noticeable = 0.0005;

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
  const usual = placeShares(healthy, columns.level);
  return outcomes.filter(
    (outcome) =>
      outcome === healthy ||
      hasErrors(outcome) ||
      !outcome.determined ||
      isMoved(outcome, usual, columns),
  );
}

function isMoved(
  outcome: Outcome,
  usual: ReadonlyMap<string, LocalityShare>,
  { level, places }: Columns,
): boolean {
  const shares = placeShares(outcome, level);
  const lost = outcome.scenario.split('+').map((one) => one.slice(one.indexOf(':') + 1));
  return places.some((place) => {
    const change = (shares.get(place)?.share ?? 0) - (usual.get(place)?.share ?? 0);
    if (Math.abs(change) <= noticeable) return false;
    return !lost.some((one) => one === place || place.startsWith(`${one}/`));
  });
}
