import { behaviourChanges } from '../traffic/behaviour-change.js';
import { deployedTable, isPredictable, type Predicted } from './deployed-table.js';
import type { CheckedCluster } from './gate.js';
import { behaviourOfRun, type RunBehaviour } from './run-behaviour.js';

/** What a run will change for callers; undefined where a cluster does not tell everything. */
export function runBehaviour(
  checked: readonly CheckedCluster[],
  predicted: Predicted,
  { prunes }: { prunes: boolean },
): RunBehaviour | undefined {
  if (!isPredictable(checked)) return undefined;
  const rows = (...table: Parameters<typeof deployedTable>) =>
    deployedTable(...table).map(({ prediction }) => prediction);
  return behaviourOfRun(
    behaviourChanges(
      rows(checked, predicted, ({ before }) => before, true),
      rows(checked, predicted, ({ after }) => after, !prunes),
    ),
  );
}
