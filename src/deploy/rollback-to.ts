import { ClusterError } from '../cluster/cluster-error.js';
import { objectIdentity, type Cluster } from '../cluster/cluster.js';
import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { firstFew } from '../foundation/first-few.js';
import { readKeptRun, type KeptRun, type RunsKept } from './run-history.js';
import { isRunRecord, type RecordedObject, type RunRecord } from './run-record.js';

/** What the clusters that answer keep. */
export type Histories = ReadonlyMap<Cluster, RunsKept>;

/** Runs to be taken back in one cluster, the newest first; or why that cannot be done there. */
export type RunsAfter = KeptRun[] | ClusterError;

/**
 * Which runs have to be taken back in each cluster, so that all are as one run left them. A cluster that has no part in that run
 * goes by the others, and for runs that are only its own by their times.
 *
 * @param to The run.
 * @throws UserError where no cluster keeps that run, or it has left nothing to go back to
 */
export function runsAfter(to: string, histories: Histories): Map<Cluster, RunsAfter> {
  const found = [...histories.values()].flatMap(({ runs }) => runs.filter(({ run }) => run === to));
  assertReturn(to, found, histories);
  const later = new Set<string>();
  const earlier = new Set([to]);
  for (const { runs } of histories.values()) {
    const own = runs.findIndex(({ run }) => run === to);
    if (own < 0) continue;
    for (const { run } of runs.slice(0, own)) later.add(run);
    for (const { run } of runs.slice(own + 1)) earlier.add(run);
  }
  const startedAt = found[0]?.header['startedAt'] ?? '';
  const isAfter = ({ run, header }: KeptRun) =>
    later.has(run) || (!earlier.has(run) && (header['startedAt'] ?? '') > startedAt);
  return new Map(
    [...histories].map(([cluster, kept]) => [
      cluster,
      after(cluster, kept, { to, isAfter, earlier }),
    ]),
  );
}

function after(
  cluster: Cluster,
  { runs, dropped }: RunsKept,
  {
    to,
    isAfter,
    earlier,
  }: { to: string; isAfter: (run: KeptRun) => boolean; earlier: ReadonlySet<string> },
): RunsAfter {
  const all = runs.filter(isAfter);
  const oldest = all.at(-1);
  if (!oldest) return [];
  const isCut = oldest === runs.at(-1) && dropped !== undefined && !earlier.has(dropped.newest);
  // With the one before them, where it is kept.
  const isWhole = runs
    .slice(0, all.length + 1)
    .every(({ sequence }, index) => sequence === (runs[0]?.sequence ?? 0) - index);
  if (!isCut && isWhole && all.every((run, index) => run === runs[index]))
    return all.filter(({ isTakenBack }) => !isTakenBack);
  const why = dropped ? ` (${dropped.newest}: ${dropped.why})` : '';
  return new ClusterError(
    'unexpected',
    `cluster ${cluster.name} does not keep every run after ${to} any more${why}`,
  );
}

function assertReturn(to: string, found: readonly KeptRun[], histories: Histories): void {
  if (found.length === 0) {
    const names = [
      ...new Set([...histories.values()].flatMap(({ runs }) => runs.map(({ run }) => run))),
    ];
    const near = didYouMean(to, names);
    const known =
      names.length === 0 ? 'no run at all' : `${firstFew(names)} (see mesh-failover history)`;
    throw new UserError(
      `no cluster that answers keeps a run "${to}"${near ? `; did you mean "${near}"?` : `; there is ${known}`}`,
    );
  }
  const phases = found.map(({ header }) => header['phase']);
  if (found.some(({ isTakenBack }) => isTakenBack) || phases.includes('rolling-back')) {
    throw new UserError(
      `the run ${to} has been taken back itself, so there is nothing of it to go back to`,
    );
  }
  if (!phases.includes('applied') && !phases.includes('kept')) {
    throw new UserError(`the run ${to} has not ended, so it has left nothing to go back to`);
  }
}

/**
 * One record for several runs of a cluster: how each object was before the first of them, and what the last one has made of it.
 *
 * @param runs The newest first.
 * @param last Whose place in the cluster it takes.
 * @throws ClusterError where the record of one of them is gone or damaged
 */
export async function recordOfRuns(
  cluster: Cluster,
  runs: readonly KeptRun[],
  last: Pick<RunRecord, 'run' | 'startedAt' | 'by'>,
): Promise<RunRecord> {
  const objects = new Map<string, RecordedObject>();
  for (const run of runs.toReversed()) {
    const record = await readKeptRun(cluster, run);
    if (!isRunRecord(record)) {
      throw new ClusterError(
        'unexpected',
        `cluster ${cluster.name}: the record of the run ${run.run} is gone, or of another version of mesh-failover`,
      );
    }
    for (const each of record.objects) {
      const identity = objectIdentity(each.key);
      const known = objects.get(identity);
      const runs = {
        applied: [...(known?.runs?.applied ?? []), ...(known?.wanted ? [known.wanted] : [])],
        hasDeleted: known?.runs?.hasDeleted === true || each.target === 'absent',
      };
      objects.set(identity, { ...each, before: (known ?? each).before, runs });
    }
  }
  const { run, startedAt, by } = last;
  return { version: 1, run, startedAt, by, cluster: cluster.name, objects: [...objects.values()] };
}
