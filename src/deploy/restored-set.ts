import { fullKind } from '../config/sent-kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { idsOf, memberOf, readSet, writeSet } from './apply-set.js';
import type { DeployEnvironment } from './environment.js';
import { runsKept } from './run-history.js';
import type { RunRecord } from './run-record.js';

/**
 * Before a rollback brings members of the set back, the set must say that they may be where they were: a later run that ended well
 * has left out of it where nothing was any more, and what the set does not cover is never named and never pruned.
 *
 * @throws ClusterError
 */
export async function coverRestored(
  cluster: Cluster,
  environment: DeployEnvironment,
  { objects }: Pick<RunRecord, 'objects'>,
  fieldManager: string,
): Promise<void> {
  const ids = idsOf(environment);
  const members = objects.flatMap(({ before }) => {
    const id = before ? memberOf(before) : undefined;
    return before && id !== undefined && ids.includes(id) ? [before] : [];
  });
  if (members.length === 0) return;
  const set = await readSet(cluster, environment);
  const kinds = [...new Set(members.map(fullKind))];
  const namespaces = [...new Set(members.map(({ metadata }) => metadata.namespace ?? ''))].filter(
    (name) => name !== '' && name !== environment.namespace,
  );
  const isCovered =
    set !== undefined &&
    kinds.every((kind) => set.kinds.includes(kind)) &&
    namespaces.every((name) => set.namespaces.includes(name));
  if (isCovered) return;
  await writeSet(
    cluster,
    environment,
    {
      kinds: [...(set?.kinds ?? []), ...kinds],
      namespaces: [...(set?.namespaces ?? []), ...namespaces],
      notes: set?.notes ?? {},
    },
    fieldManager,
  );
}

/**
 * Has the set say which run is in force after a rollback, so that a plan does not name one that was taken back. A note for people:
 * that it cannot be written makes the rollback no failure.
 */
export async function noteRunInForce(
  cluster: Cluster,
  environment: DeployEnvironment,
  fieldManager: string,
): Promise<void> {
  try {
    const set = await readSet(cluster, environment);
    if (!set) return;
    const { runs } = await runsKept(cluster, environment);
    const inForce = runs.find(
      ({ isTakenBack, header: { phase } }) =>
        !isTakenBack && (phase === 'applied' || phase === 'kept'),
    );
    const { run: _, by: __, appliedAt: ___, ...others } = set.notes;
    const { run, by = '', startedAt = '' } = inForce?.header ?? {};
    const notes = { ...others, ...(run !== undefined && { run, by, appliedAt: startedAt }) };
    await writeSet(cluster, environment, { ...set, notes }, fieldManager);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
  }
}
