import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { DamagedRecordError } from '../cluster/record.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import { lock, lockWaitSeconds } from './lock.js';
import { assertOurs } from './rollback.js';
import type { RollbackInput } from './rollback-input.js';
import type { RollbackCluster, RollbackResult } from './rollback-result.js';
import { asSentence } from './refusals.js';
import { markRun, rememberedRun, replaceRun, type RememberedRun } from './run-record.js';
import { askOthers, isUnfinished } from './unfinished-run.js';

/** What a cluster remembers; `damaged`: it cannot be read. */
interface Found {
  cluster: Cluster;
  remembered?: RememberedRun | undefined;
  damaged?: ClusterError;
  error?: ClusterError;
}

type KeepInput = RollbackInput & { reason: string };

/**
 * Ends a run that can or shall not be taken back: every cluster stays as it is, and the record says why. The next apply starts
 * from there.
 */
export async function keepRun(input: KeepInput): Promise<RollbackResult> {
  const { environment, fieldManager, by, run, progress } = input;
  const first = await lookAll(input);
  const reachable = first.filter(({ error }) => !error).map(({ cluster }) => cluster);
  const open = await openAmong(first, input);
  if (open.length === 0) return resultOf(first, [], input);
  const held = await lock(reachable, {
    ...{ environment, fieldManager, holder: `${by} (rollback ${run})`, progress },
    waitSeconds: input.lockWaitSeconds ?? lockWaitSeconds,
  }).catch(asClusterError);
  if (held instanceof ClusterError) {
    const isOpen = (each: Found) => open.some(({ cluster }) => cluster === each.cluster);
    return resultOf(
      first.map((each) => (isOpen(each) ? { ...each, error: held } : each)),
      [],
      input,
    );
  }
  try {
    // While we waited, the run that had the lock may have ended well.
    const now = await lookAll(input);
    const kept: Found[] = [];
    await concurrently(await openAmong(now, input), clustersAtOnce, async (each) => {
      try {
        await markKept(each, input);
        kept.push(each);
      } catch (error) {
        each.error = asClusterError(error);
      }
    });
    return resultOf(now, kept, input);
  } finally {
    await held.release();
  }
}

function lookAll(input: RollbackInput): Promise<Found[]> {
  return concurrently(input.clusters, clustersAtOnce, async (cluster): Promise<Found> => {
    try {
      await assertOurs(cluster, input);
      return { cluster, remembered: await rememberedRun(cluster, input.environment) };
    } catch (error) {
      // A readable one will take its place.
      if (error instanceof DamagedRecordError) return { cluster, damaged: error };
      return { cluster, error: asClusterError(error) };
    }
  });
}

/** Where a run is somewhere on the way. */
async function openAmong(
  found: readonly Found[],
  { others = [], environment, progress }: RollbackInput,
): Promise<Found[]> {
  const own = found.flatMap(({ remembered }) => remembered ?? []);
  const { runs } = await askOthers(own, others, environment, progress);
  return found.filter(
    ({ remembered, damaged }) =>
      damaged !== undefined ||
      (remembered !== undefined && isUnfinished(remembered, [...own, ...runs])),
  );
}

async function markKept(
  { cluster, remembered }: Found,
  { environment, fieldManager, by, run, reason }: KeepInput,
): Promise<void> {
  const notes = { reason, keptBy: by };
  if (remembered) {
    await markRun(cluster, environment, remembered.run, 'kept', fieldManager, notes);
    return;
  }
  const startedAt = new Date().toISOString();
  const header = { phase: 'kept' as const, run, by, startedAt, ...notes };
  await replaceRun(cluster, environment, header, fieldManager);
}

function resultOf(
  found: readonly Found[],
  kept: readonly Found[],
  { reason }: KeepInput,
): RollbackResult {
  const clusters = found.map((each): RollbackCluster => {
    const { cluster, error, remembered } = each;
    const isKept = kept.includes(each);
    return {
      cluster: cluster.name,
      reachable: error?.problem !== 'unreachable' && error?.problem !== 'certificate',
      server: cluster.server,
      ...(isKept &&
        remembered && {
          ...{ run: remembered.run, startedAt: remembered.startedAt, by: remembered.by },
        }),
      ...(error && { problem: error.problem, message: error.message }),
      objects: [],
    };
  });
  const isIncomplete = found.some(({ error }) => error !== undefined);
  const names = found
    .filter((each) => kept.includes(each))
    .map(({ cluster }) => cluster.name)
    .join(', ');
  const message = [
    ...(kept.length > 0 ? [`What there is stays in ${names}: ${asSentence(reason)}`] : []),
    ...(kept.length + Number(isIncomplete) === 0
      ? ['There is nothing to keep: no run is unfinished.']
      : []),
    ...found.flatMap(({ error }) => (error ? [`Not kept: ${asSentence(error.message)}`] : [])),
  ];
  return {
    version: 1,
    outcome: isIncomplete ? 'incomplete' : kept.length > 0 ? 'kept' : 'nothing',
    message: message.join(' '),
    clusters,
    summary: {
      ...{ restored: 0, recreated: 0, deleted: 0, untouched: 0 },
      ...{ left: 0, terminating: 0, failed: 0 },
    },
  };
}

function asClusterError(error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  throw error;
}
