import { UserError } from '../foundation/errors.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import { isSubsetOf } from '../mesh/host-name.js';
import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Target } from '../mesh/target.js';
import type { Outage } from '../traffic/outage.js';
import type { Prediction } from '../traffic/result.js';
import type { Scenario } from '../traffic/scenarios.js';
import { predictTable } from '../traffic/table.js';
import { targetTimelines } from '../traffic/target-timeline.js';
import type { DrillPrediction, DrillTimings } from './drill-result.js';
import type { DrilledCluster } from './drill-settings.js';
import type { DrillTerms } from './drill-terms.js';

/** Who asks in a drill, and what the simulator says about it. */
export interface DrillClient {
  /** As in the simulator's table. */
  name: string;
  locality: string;
  cluster: DrilledCluster;
  /** The destinations of the route that takes its requests; all of one host. */
  targets: Target[];
}

/**
 * The host to drill: the one that is asked for, or the only one that is routed.
 *
 * @throws UserError where it is none, or nobody can tell which
 */
export function drilledHost(mesh: Mesh, wanted: string | undefined, terms: DrillTerms): string {
  const hosts = [...new Set(mesh.targets().flatMap(({ host, route }) => (route ? [host] : [])))];
  if (wanted !== undefined) {
    if (hosts.includes(wanted)) return wanted;
    const near = didYouMean(wanted, hosts);
    throw new UserError(
      `drill.host ${wanted}: no route leads there${near ? `; did you mean "${near}"?` : ''}`,
    );
  }
  const [only, second] = hosts;
  if (only === undefined) {
    throw new UserError('no route of the manifests leads to a host, so there is nothing to drill');
  }
  if (second === undefined) return only;
  throw new UserError(
    `the manifests route to several hosts (${hosts.slice(0, 5).join(', ')}): name one ${terms.host}`,
  );
}

/**
 * The client of each cluster: its ingress gateway.
 *
 * @throws UserError for a cluster whose gateway has no route to the host for the requests that the drill sends
 */
export function drillClients(
  mesh: Mesh,
  host: string,
  clusters: readonly DrilledCluster[],
): DrillClient[] {
  return clusters.map((cluster) => {
    const { hostHeader, url } = cluster.ingress;
    const asked = (hostHeader ?? new URL(url).host).replace(/:\d+$/, '');
    const fitting = mesh
      .targets()
      .filter(
        ({ client, route }) =>
          client.cluster === cluster.name && route && isSubsetOf(asked, route.host),
      );
    // As the gateway does: the most specific host, and of its routes the one that takes what no other takes.
    const longest = Math.max(...fitting.map(({ route }) => route?.host.length ?? 0));
    const own = fitting.filter(({ route }) => route?.host.length === longest);
    const route = own.find((target) => target.host === host && target.route?.catchAll)?.route;
    const chosen = route ?? own.find((target) => target.host === host)?.route;
    const [first] = own;
    if (!chosen || !first) {
      throw new UserError(
        `cluster ${cluster.name}: its gateway has no route from ${asked} to ${host}; ` +
          'is clusters[].ingress.hostHeader the host of the VirtualService?',
      );
    }
    const { client } = first;
    const targets = own.filter(
      (target) => target.route?.name === chosen.name && target.client === client,
    );
    const other = targets.find((target) => target.host !== host);
    if (other) {
      throw new UserError(
        `route ${chosen.name} shares its requests among ${host} and ${other.host}; a drill is about one host`,
      );
    }
    return { name: client.name, locality: formatLocality(client.locality), cluster, targets };
  });
}

/** What becomes of a client's requests in the steady state of some outages; without any: while all is well. */
export function predictClient(
  mesh: Mesh,
  { targets }: DrillClient,
  outages: readonly Outage[],
): DrillPrediction | undefined {
  const scenario = scenarioOf(outages);
  const rows = [
    ...predictTable(mesh, [scenario], { isMeant: (target) => targets.includes(target) }),
  ];
  return mixed(rows.map(({ prediction }) => prediction));
}

/** The destinations of one route, each with its weight. */
function mixed(rows: readonly Prediction[]): DrillPrediction | undefined {
  if (rows.length === 0 || rows.some(({ errors }) => errors === null)) return undefined;
  const split = new Map<string, { locality: string; share: number; min: number; max: number }>();
  const errors = { share: 0, min: 0, max: 0 };
  for (const row of rows) {
    const { weight, split: shares, errors: own, errorsMin, errorsMax, overflow = 0 } = row;
    // Of the declared load, more or less may be there: what overflows goes where the rest goes when it does not.
    const served = Math.max(1 - overflow, Number.EPSILON);
    for (const { locality, share, min = share, max: most = share } of shares) {
      const max = Math.min(1, most / served);
      const sum = split.get(locality) ?? { locality, share: 0, min: 0, max: 0 };
      sum.share += weight * share;
      sum.min += weight * min;
      sum.max += weight * max;
      split.set(locality, sum);
    }
    errors.share += weight * (own ?? 0);
    errors.min += weight * Math.max(0, (errorsMin ?? own ?? 0) - overflow);
    errors.max += weight * (errorsMax ?? own ?? 0);
  }
  const shares = [...split.values()];
  const load = loadOf(rows);
  const isOverflowing = (load.overflow ?? 0) > 0;
  if (rows.every(({ determined }) => determined) && !isOverflowing) {
    return {
      split: shares.map(({ locality, share }) => ({ locality, share })),
      errors: errors.share,
      ...load,
      determined: true,
    };
  }
  const reasons = new Set(rows.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
  if (isOverflowing) reasons.add('how much overflows depends on the load that is there');
  return {
    split: shares,
    ...load,
    errors: errors.share,
    errorsMin: errors.min,
    errorsMax: errors.max,
    determined: false,
    reason: [...reasons].join('; '),
  };
}

/** What the declared load makes of the requests of one route, whose destinations have their weights. */
function loadOf(rows: readonly Prediction[]): Pick<DrillPrediction, 'overflow' | 'latencyMs'> {
  let overflow = 0;
  const latencyMs = { mean: 0, p99: 0 };
  for (const { weight, overflow: own, latencyMs: times } of rows) {
    if (own === undefined || !times) return {};
    overflow += weight * own;
    latencyMs.mean += weight * times.mean;
    latencyMs.p99 = Math.max(latencyMs.p99, times.p99);
  }
  return { overflow, latencyMs };
}

/** Seconds until the simulated outage begins; it lasts as long as the failover may take, and the phase after it. */
const begin = 10;

/** Of one simulated run; more would take longer than it is worth. */
const mostRequests = 1_000_000;

/** What the simulator expects over time, of all clients together: the slowest, and the sum of the failures. */
export function predictTimings(
  mesh: Mesh,
  clients: readonly DrillClient[],
  outage: Outage,
  { lasts, failback, rate }: { lasts: number; failback: number; rate: number },
): DrillTimings['predicted'] {
  const end = begin + lasts;
  if ((end + failback) * rate > mostRequests) return undefined;
  const options = { duration: end + failback, begin, end, seed: undefined, rps: rate };
  const scenario = scenarioOf([outage]);
  const runs = clients.flatMap(({ targets }) => [
    ...targetTimelines(mesh, targets, [scenario], options),
  ]);
  if (runs.length === 0 || runs.some(({ perSecond }) => perSecond.requests.length === 0)) {
    return undefined;
  }
  const failover = slowest(runs.map(({ failoverAfter }) => failoverAfter));
  const failbackAfter = slowest(runs.map((run) => run.failbackAfter));
  return {
    ...(failover !== undefined && { failoverSeconds: failover }),
    ...(failbackAfter !== undefined && { failbackSeconds: failbackAfter }),
    failedRequests: runs.reduce((sum, { errors }) => sum + errors, 0),
  };
}

function slowest(times: readonly (number | null)[]): number | undefined {
  const known = times.filter((time) => time !== null);
  return known.length < times.length ? undefined : Math.max(...known);
}

function scenarioOf(outages: readonly Outage[]): Scenario {
  return { name: 'drill', outages: [...outages], configured: undefined };
}
