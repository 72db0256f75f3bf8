import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { percent } from '../foundation/percent.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { DeployEnvironment } from './environment.js';
import { isRecord } from './field-set.js';
import { rememberedRun, type RememberedRun } from './run-record.js';

/**
 * A region that is taken out of the split for a time. The record of the last run in every cluster has it, so that it holds
 * exactly as long as what that run has written: a rollback takes both back.
 */
export interface Evacuation {
  /** That is taken out. */
  region: string;
  /** The regions that are left. */
  others: string[];
  /** What the region keeps of its weights, 0 to 1. */
  share: number;
  /** Who began it. */
  by: string;
  /** The run that began it. */
  run: string;
  /** When it began, in ISO 8601. */
  since: string;
  /** When it ends, in ISO 8601; from then on the next apply restores the region. */
  until: string;
}

/** Entries of a run's header: what holds after the run, what held before it, and whether the run is about nothing else. */
export const evacuationEntries = {
  after: 'evacuation',
  before: 'evacuationBefore',
  own: 'evacuates',
} as const;

/** What a run makes of the evacuation, as its header keeps it. */
export interface RunEvacuation {
  /** While the run holds. */
  after: Evacuation | undefined;
  /** Once the run is taken back. */
  before: Evacuation | undefined;
  /** The run takes a region out, or restores it, and does nothing else. */
  isOwn: boolean;
}

/** As entries of a run's header. */
export function evacuationHeader({ after, before, isOwn }: RunEvacuation): Record<string, string> {
  return {
    ...(after && { [evacuationEntries.after]: JSON.stringify(after) }),
    ...(before && { [evacuationEntries.before]: JSON.stringify(before) }),
    ...(isOwn && { [evacuationEntries.own]: (after ?? before)?.region ?? '' }),
  };
}

/** Longer than any of ours. */
const longestText = 16_384;

/**
 * What a header says of an evacuation; undefined: nothing.
 *
 * @throws ClusterError where it cannot be read: to pass over it would end the evacuation
 */
export function readEvacuation(cluster: string, text: string | undefined): Evacuation | undefined {
  if (!text) return undefined;
  try {
    const value: unknown = text.length > longestText ? undefined : JSON.parse(text);
    if (isEvacuation(value)) return value;
  } catch {
    // Said below.
  }
  throw new ClusterError(
    'unexpected',
    `cluster ${cluster}: the record of the last run names an evacuation that cannot be read`,
  );
}

function isEvacuation(value: unknown): value is Evacuation {
  if (!isRecord(value)) return false;
  const { region, others, share, by, run, since, until } = value;
  return (
    [region, by, run, since, until].every((each) => typeof each === 'string') &&
    Array.isArray(others) &&
    others.every((each) => typeof each === 'string') &&
    typeof share === 'number' &&
    share >= 0 &&
    share < 1 &&
    !Number.isNaN(Date.parse(String(until)))
  );
}

/**
 * The evacuation in force, expired or not; undefined: there is none. Clusters whose record cannot be read are passed over, since
 * nothing is written without it; of the others the newest run counts, and that it was taken back counts more than that it ended
 * well.
 *
 * @throws ClusterError where what a record says of it cannot be read
 */
export async function evacuationIn(
  clusters: readonly Cluster[],
  { previous, ...environment }: DeployEnvironment,
): Promise<Evacuation | undefined> {
  const found = await concurrently(clusters, clustersAtOnce, async (cluster) => {
    try {
      const own = await rememberedRun(cluster, environment);
      const { namespace } = environment;
      const run =
        own ?? (previous && (await rememberedRun(cluster, { name: previous, namespace })));
      return run ? [{ cluster: cluster.name, run }] : [];
    } catch (error) {
      if (error instanceof ClusterError) return [];
      throw error;
    }
  });
  const runs = found.flat().filter(({ run }) => !run.isStandIn);
  const newest = runs
    .map(({ run }) => run.startedAt)
    .toSorted()
    .at(-1);
  const last = runs.filter(({ run }) => run.startedAt === newest);
  const [first] = last;
  if (!first) return undefined;
  const back = last.find(({ run }) => isTakenBack(run));
  return back
    ? readEvacuation(back.cluster, back.run.evacuationBefore)
    : readEvacuation(first.cluster, first.run.evacuation);
}

function isTakenBack({ phase }: RememberedRun): boolean {
  return phase === 'rolled-back';
}

export function isExpired({ until }: Evacuation, now: Date): boolean {
  return Date.parse(until) <= now.getTime();
}

/** Such as `europe-west1 is evacuated (keeps 50 % of its weights) until 2026-11-30T14:00:00.000Z, by RUN of WHO`. */
export function evacuationText({ region, share, until, run, by }: Evacuation): string {
  const kept = share > 0 ? ` (it keeps ${percent(share)} of its weights)` : '';
  return `${region} is evacuated${kept} until ${until}, by the run ${run} of ${by}`;
}
