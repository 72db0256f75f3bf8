import { Recent } from '../foundation/recent.js';
import { percent } from '../foundation/percent.js';
import type { Mesh } from '../mesh/mesh.js';
import { injectedAbort } from '../mesh/route-answers.js';
import type { Target } from '../mesh/target.js';
import { situationKey } from './background.js';
import { findCliff, type Cliff } from './cliff.js';
import { goneWithCluster } from './entry.js';
import { lostClusters } from './outage.js';
import type { PolicyInput } from './control-plane/policy.js';
import { noCluster, noClusterReason } from './no-cluster.js';
import { loadedInputOf } from './predict-target.js';
import type { Scenario } from './scenarios.js';
import { timeline, type OutageCourse, type Timeline, type TimedOutage } from './timeline.js';
import { undefinedReason } from './undefined-by-profile.js';
import type { RowSubject } from './result.js';
import { subjectOf } from './subject.js';

/** How long, how much, and when the outage is. */
export interface TimelineOptions {
  /** Seconds of the run. */
  duration: number;
  /** Seconds from the start; background errors last from start to end instead. */
  begin: number;
  end: number;
  /** Undefined: the scenario's own, else 0. */
  seed: number | undefined;
  /** Requests per second; undefined: the client's own. */
  rps: number | undefined;
}

/** One target in one scenario over time. Null where it does not come about, or does not apply. */
export interface TargetTimeline extends RowSubject {
  /** The name of the set of outages. */
  scenario: string;
  /** Requests per second to this destination. */
  rps: number;
  /** Of the random choices; the same seed gives the same run. */
  seed: number;
  /** Seconds. */
  duration: number;
  /** Seconds from the start; null: it lasts the whole run. */
  begin: number | null;
  /** Seconds from the start; null: the outage lasts until the end of the run. */
  end: number | null;
  /** Why there is no run, or what it leaves out. */
  reason?: string;
  /**
   * Requests of the whole run.
   *
   * @asType integer
   * @minimum 0
   */
  requests: number;
  /**
   * Requests that got a 5xx.
   *
   * @asType integer
   * @minimum 0
   */
  errors: number;
  /**
   * Of the errors, those that a circuit breaker or a limit of pending requests answers with 503; only where the configuration says how
   * long answers take.
   *
   * @asType integer
   * @minimum 0
   */
  overflow?: number;
  /**
   * Of the errors, those that a timeout answers with 504; where `overflow` is.
   *
   * @asType integer
   * @minimum 0
   */
  timeouts?: number;
  /** Seconds from the begin until the places that fail get fewer requests than before. */
  shiftAfter: number | null;
  /** Seconds from the begin until no failing endpoint gets requests any more. */
  failoverAfter: number | null;
  /** Failed requests until then; in the whole outage where it does not come. */
  failedBeforeFailover: number;
  /** Seconds from the end until every endpoint gets requests again. */
  failbackAfter: number | null;
  /** Where the policy tips over; for background errors only. */
  cliff: Cliff | null;
  /** By second. */
  perSecond: {
    requests: number[];
    errors: number[];
    unanswered: number[];
    /** By the locality that gave the last answer. */
    localities: { locality: string; requests: number[] }[];
  };
}

/** Runs that are kept for situations that are alike, in seconds of all of them. */
const mostKept = 200_000;

/**
 * Runs every target through every scenario; alike situations once. The runs are made while they are read, each time anew but for what was
 * asked for of late.
 */
export function targetTimelines(
  mesh: Mesh,
  targets: readonly Target[],
  scenarios: readonly Scenario[],
  options: TimelineOptions,
): Iterable<TargetTimeline> {
  const known: Known = { runs: new Recent(mostKept), cliffs: new Recent(mostKept) };
  return {
    *[Symbol.iterator]() {
      for (const target of targets) {
        for (const scenario of scenarios) {
          yield timelineOf(mesh, target, scenario, options, known);
        }
      }
    },
  };
}

interface Known {
  runs: Recent<Timeline>;
  cliffs: Recent<Cliff>;
}

function timelineOf(
  mesh: Mesh,
  target: Target,
  scenario: Scenario,
  options: TimelineOptions,
  { runs, cliffs }: Known,
): TargetTimeline {
  const { policies, outages: _, explain: __, ...rest } = loadedInputOf(mesh, target);
  const weight = target.destination?.share ?? 1;
  const seed = options.seed ?? scenario.outages.find((own) => own.seed !== undefined)?.seed ?? 0;
  const rps = (options.rps ?? target.client.rps) * weight;
  const { duration } = options;
  const { replicas } = target.client;
  const own = { ...rest, policy: policies[0] ?? {}, rps, seed, duration };
  const input = { ...own, ...(replicas === undefined ? {} : { replicas }) };
  const outages = timedOutages(scenario, options);
  const base = timelineHead(subjectOf(target), scenario.name, { rps, seed, duration, outages });

  if (lostClusters(scenario.outages).has(target.client.cluster)) {
    return { ...base, reason: `no entry: ${goneWithCluster(target.client)}` };
  }
  const cause = noCluster(mesh, target);
  if (cause) return { ...base, reason: noClusterReason(mesh, cause, target) };
  const abort = injectedAbort(target.route?.http);
  if (abort?.share === 1) {
    return {
      ...base,
      reason: `every request is answered with ${abort.status}, by fault injection`,
    };
  }
  const undefinedWhy = undefinedReason(input);
  if (undefinedWhy !== undefined) return { ...base, reason: undefinedWhy };

  const key = situationKey(input, mesh.memory);
  const runKey = JSON.stringify([key, outages]);
  const run = runs.get(
    runKey,
    () => timeline({ ...input, outages }),
    ({ seconds }) => 1 + seconds.length,
  );
  const isBackground = outages.every(({ outage }) => outage.kind === 'error-rate');
  const reasons = [
    ...(policies.length > 1
      ? ['several DestinationRules claim this host: this is the run with one of them']
      : []),
    ...(abort
      ? [`without the ${percent(abort.share)} that fault injection answers with ${abort.status}`]
      : []),
  ];
  const warmup = isBackground ? undefined : withoutWarmup(input.policy);
  if (warmup !== undefined) reasons.push(warmup);
  const cliff = isBackground
    ? cliffs.get(key, () => findCliff({ ...input, load: undefined }))
    : null;
  return {
    ...base,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
    ...timelineNumbers(run, outages, duration),
    cliff,
  };
}

/** When each outage of a scenario begins and ends; errors in the background last the whole run. */
export function timedOutages(
  { outages }: Scenario,
  { begin, end }: Pick<TimelineOptions, 'begin' | 'end'>,
): TimedOutage[] {
  return outages.map((outage) => {
    const isBackground = outage.kind === 'error-rate';
    return { outage, begin: isBackground ? 0 : begin, end: isBackground ? undefined : end };
  });
}

/** What a run comes to. */
export function timelineNumbers(
  run: Timeline,
  outages: readonly TimedOutage[],
  duration: number,
): Omit<
  TargetTimeline,
  keyof RowSubject | 'scenario' | 'rps' | 'seed' | 'duration' | 'begin' | 'end' | 'cliff'
> {
  return {
    requests: run.requests,
    errors: run.errors,
    ...(run.overflow === undefined ? {} : { overflow: run.overflow }),
    ...(run.timeouts === undefined ? {} : { timeouts: run.timeouts }),
    ...courseOf(
      run.outages.filter((_course, index) => outages[index]?.outage.kind !== 'error-rate'),
    ),
    perSecond: perSecond(run, duration),
  };
}

/**
 * What a run leaves out of a slow start, which scales hosts within a locality; undefined where there is none. Only policies that weigh
 * hosts have it.
 * Source: istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go setWarmup; envoyproxy/envoy
 * source/extensions/load_balancing_policies/common/load_balancer_impl.cc applySlowStartFactor.
 */
function withoutWarmup({ loadBalancer }: PolicyInput): string | undefined {
  const { warmup, warmupDurationSecs, simple, consistentHash } = loadBalancer ?? {};
  const isSet = (warmup ?? warmupDurationSecs) !== undefined;
  if (!isSet || consistentHash || simple === 'RANDOM' || simple === 'PASSTHROUGH') return undefined;
  return warmupNotModelled;
}

/** The reason in a timeline of hosts that get less at first. */
export const warmupNotModelled =
  'warmup is not modelled: it spares endpoints that return beside others in their locality, and not a region that returns as a whole';

/** A timeline without a run. */
export function timelineHead(
  subject: RowSubject,
  scenario: string,
  {
    outages,
    ...run
  }: Pick<TargetTimeline, 'rps' | 'seed' | 'duration'> & { outages: readonly TimedOutage[] },
): TargetTimeline {
  const timed = outages.find(({ end }) => end !== undefined);
  return {
    ...subject,
    scenario,
    ...run,
    begin: timed?.begin ?? null,
    end: timed?.end ?? null,
    requests: 0,
    errors: 0,
    ...courseOf([]),
    cliff: null,
    perSecond: { requests: [], errors: [], unanswered: [], localities: [] },
  };
}

/** Of several outages at once, the slowest counts; one that never comes to it leaves nothing to say. */
function courseOf(courses: readonly OutageCourse[]) {
  const slowest = (value: (course: OutageCourse) => number | undefined): number | null => {
    const values = courses.map(value).filter((own) => own !== undefined);
    return courses.length > 0 && values.length === courses.length ? Math.max(...values) : null;
  };
  return {
    shiftAfter: slowest(({ shiftAfter }) => shiftAfter),
    failoverAfter: slowest(({ failoverAfter }) => failoverAfter),
    failedBeforeFailover: Math.max(0, ...courses.map((course) => course.failedBeforeFailover)),
    failbackAfter: slowest(({ failbackAfter }) => failbackAfter),
  };
}

/** A second in which there was no request at all has zeros. */
function perSecond({ seconds }: Timeline, duration: number): TargetTimeline['perSecond'] {
  const all = Array.from({ length: Math.ceil(duration) }, (_, index) => seconds[index]);
  const names = new Set(all.flatMap((second) => [...(second?.answered.keys() ?? [])]));
  return {
    requests: all.map((second) => second?.requests ?? 0),
    errors: all.map((second) => second?.errors ?? 0),
    unanswered: all.map((second) => second?.unanswered ?? 0),
    localities: [...names].sort().map((locality) => ({
      locality,
      requests: all.map((second) => second?.answered.get(locality) ?? 0),
    })),
  };
}
