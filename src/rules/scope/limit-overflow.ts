import { percent } from '../../foundation/percent.js';
import { plural } from '../../foundation/plural.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Place } from '../../mesh/resource.js';
import type { Target, TargetPolicy } from '../../mesh/target.js';
import {
  circuitBreakers,
  type CircuitBreakers,
} from '../../traffic/control-plane/circuit-breakers.js';
import { limitsOf } from '../../traffic/load/load-notes.js';
import { loadOfTarget } from '../../traffic/load/load-of-target.js';
import type { Outage } from '../../traffic/outage.js';
import { predictUnderLoad } from '../../traffic/predict-target.js';
import { placesOfTarget } from './spread.js';

/** Losses of requests from which on a limit is reported, 0 to 1. */
const noticeable = 0.005;

/** Milliseconds of an answer from another continent, for an example where nothing says how long answers take. */
const exampleLatency = 450;

/** A limit that requests meet, or may meet, when a region is gone. */
export interface LimitOverflow {
  at: Place;
  message: string;
  severity?: 'notice';
}

/** The limits of a target's policy that the loss of a region makes requests meet; undefined where there is none. */
export function limitOverflow(mesh: Mesh, target: Target): LimitOverflow | undefined {
  const [policy] = target.policies;
  if (!policy || (target.route && target.route.protocol !== 'http')) return undefined;
  const limits = circuitBreakers(policy.policy.value.connectionPool ?? undefined);
  const at = placeOf(policy, limits);
  const places = placesOfTarget(mesh, target);
  if (!at || places.length < 2) return undefined;
  const outcomes = places.flatMap((lost) => {
    const outcome = outcomeOf(mesh, target, [{ kind: 'scaled-to-zero', locality: lost }]);
    return outcome ? [{ ...outcome, lost, others: places.filter((place) => place !== lost) }] : [];
  });
  const [first] = outcomes;
  if (!first) return { at, severity: 'notice', message: example(target, limits, places) };
  const isDeclared = isLoadDeclared(mesh, target);
  const worst = outcomes.reduce((most, own) =>
    (isDeclared ? own.overflow > most.overflow : own.latency > most.latency) ? own : most,
  );
  if (!isDeclared) {
    const message = `${ifGone(worst.lost)}, ${threshold(target, limits, worst.others, worst.latency) ?? 'a limit may be met'}. ${shared}Declare rps of clients to have it compared with their load.`;
    return { at, severity: 'notice', message };
  }
  if (worst.overflow < noticeable) return undefined;
  const before = outcomeOf(mesh, target, [])?.overflow ?? 0;
  const bites = threshold(target, limits, worst.others, worst.latency);
  return {
    at,
    message:
      `${ifGone(worst.lost)}, ${percent(worst.overflow)} of the requests of ${target.client.name} get 503 ` +
      `from the proxy${before < noticeable ? '' : `, and ${percent(before)} do while nothing fails`}: ` +
      `${bites ?? `${limitsOf(limits).join(' and ')} overflows`}. ${shared}${advice(mesh, target, limits, worst.latency)}`,
  };
}

const shared =
  'The limit is that of each proxy for all regions together, and what overflows it is neither retried nor sent elsewhere. ';

function ifGone(lost: string): string {
  return `If ${lost} is gone`;
}

/** `above 222 requests per second and gateway, us-central1 at 450 ms overflows http2MaxRequests: 100`. */
function threshold(
  { client }: Target,
  limits: CircuitBreakers,
  survivors: readonly string[],
  latency: number,
): string | undefined {
  const { maxRequests } = limits;
  if (maxRequests === undefined || latency <= 0) return undefined;
  const rate = Math.floor((maxRequests * 1000) / latency);
  return (
    `above ${plural(rate, 'request')} per second and ${client.kind}, ${survivors.join(' and ')} at ` +
    `${Math.round(latency)} ms overflows http2MaxRequests: ${maxRequests}`
  );
}

function example(target: Target, limits: CircuitBreakers, places: readonly string[]): string {
  const far = places.find((place) => place.split('/')[0] !== target.client.locality.region);
  const survivor = far ?? places.at(-1) ?? '';
  const lost = places.find((place) => place !== survivor) ?? '';
  const bites = threshold(target, limits, [survivor], exampleLatency);
  return (
    `${ifGone(lost)}, its requests take as long as ${survivor} needs for them, and more are in progress at a time` +
    `${bites ? `: for example, ${bites}` : ''}. ${shared}` +
    'Declare latencyMs of endpoints, links and rps of clients to have it predicted.'
  );
}

function advice(
  mesh: Mesh,
  target: Target,
  { maxRequests }: CircuitBreakers,
  latency: number,
): string {
  const load = loadOfTarget(mesh, target);
  if (maxRequests === undefined || !load || load.callers !== undefined) return 'Raise the limit.';
  const offered = ((load.rps / load.replicas) * latency) / 1000;
  // Three standard deviations of what is in progress at a time leave less than 0.2 % over.
  const enough = Math.ceil(offered + 3 * Math.sqrt(offered));
  return `Raise http2MaxRequests to ${enough} or more, or add gateways.`;
}

/** The share that overflows, and the mean time of what does not; undefined where nothing says how long answers take. */
function outcomeOf(
  mesh: Mesh,
  target: Target,
  outages: Outage[],
): { overflow: number; latency: number } | undefined {
  const result = predictUnderLoad(mesh, target, outages);
  if (result.undefined || result.overflow === undefined || !result.latencyMs) return undefined;
  const { overflow, unanswered, latencyMs } = result;
  // Whoever finds no endpoint at all is another matter.
  if (unanswered - overflow > 0.5) return undefined;
  return { overflow, latency: overflow < 1 ? latencyMs.mean / (1 - overflow) : 0 };
}

function isLoadDeclared({ config: { clients = [] } }: Mesh, { client }: Target): boolean {
  return clients.some(
    ({ name, rps, concurrency }) =>
      name === client.name && (rps !== undefined || concurrency !== undefined),
  );
}

/** Where the limit is written that is met first; undefined where there is none that answers with 503. */
function placeOf({ policy }: TargetPolicy, limits: CircuitBreakers): Place | undefined {
  const pool = policy.places.connectionPool;
  if (!pool) return undefined;
  const path =
    limits.maxRequests !== undefined
      ? ['http', 'http2MaxRequests']
      : limits.maxPendingRequests !== undefined && limits.maxConnections !== undefined
        ? ['http', 'http1MaxPendingRequests']
        : undefined;
  return path && { ...pool, path: pool.path.concat(path) };
}
