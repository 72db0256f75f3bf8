import { fullKind } from '../config/sent-kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import type { ApplyOptions } from './apply-options.js';
import { writeSet } from './apply-set.js';
import { withDebts, type Debt } from './debts.js';
import { withOwnerNote } from './environment-owner.js';
import type { CheckedCluster } from './gate.js';
import type { Prepared } from './prepare.js';
import { finalizersOf } from './terminating.js';
import { markRun } from './run-record.js';

/**
 * Tells every cluster that the run has ended well, and says where members of the set are now. The first mark settles it: a
 * cluster that cannot be told does not make the run a failure. Gives warnings, and whether any cluster could be told.
 */
export async function conclude(
  checked: readonly CheckedCluster[],
  debts: readonly Debt[],
  { run, by, startedAt, debtsAfter }: Prepared,
  { environment, fieldManager, owners, prune }: ApplyOptions,
): Promise<{ warnings: string[]; isTold: boolean }> {
  const warnings: string[] = [];
  let isTold = false;
  await Promise.all(
    checked.map(async ({ cluster, objects, set, prune: unstated }) => {
      try {
        await markRun(cluster, environment, run, 'applied', fieldManager);
        isTold = true;
        // What finalizers hold may still be there.
        const left = prune ? unstated.filter((each) => finalizersOf(each).length > 0) : unstated;
        const members = [...objects.map(({ wanted }) => wanted), ...left];
        await writeSet(
          cluster,
          environment,
          {
            kinds: members.map(fullKind),
            namespaces: members.map(({ metadata }) => metadata.namespace ?? ''),
            notes: {
              ...withOwnerNote(withDebts(set?.notes ?? {}, debtsAfter), owners),
              ...{ run, by, appliedAt: startedAt, cluster: cluster.name },
            },
          },
          fieldManager,
        );
      } catch (error) {
        if (!(error instanceof ClusterError)) throw error;
        warnings.push(
          `everything is applied, but cluster ${cluster.name} could not be told that the run has ended: ${error.message}`,
        );
      }
    }),
  );
  const paid = debts.filter((debt) => !debtsAfter.includes(debt));
  for (const { cluster, since, reason } of paid) {
    warnings.push(
      `cluster ${cluster} had been left out since ${since} (${reason}) and was brought up to date first`,
    );
  }
  return { warnings, isTold };
}
