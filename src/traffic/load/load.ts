import type { LinkConfig } from '../../config/config.js';
import type { Locality } from '../../mesh/locality.js';
import { parseLocality } from '../../mesh/locality.js';
import type { Answer, Endpoint } from '../control-plane/endpoint.js';
import type { Outage } from '../outage.js';

/** The load of one target, and how long its requests may take. */
export interface Load {
  /** Requests per second of all replicas; of no account where there are callers. */
  rps: number;
  /** Callers of all replicas, each of whom sends a request when the one before is answered; undefined: `rps` counts. */
  callers?: number | undefined;
  /** Milliseconds from an answer to a caller's next request; missing: 1. */
  turnaround?: number | undefined;
  /** Proxies that share the requests. */
  replicas: number;
  /** Milliseconds of a request with all its attempts; undefined: no limit. */
  timeout?: number | undefined;
  /** Milliseconds of an attempt; undefined: no limit. */
  perTryTimeout?: number | undefined;
  links: readonly LinkConfig[];
}

/** How long a host takes, and how much it can do. */
export interface HostTiming {
  /** Milliseconds of work for an answer. */
  service: number;
  /** Milliseconds on the network, there and back. */
  rtt: number;
  /** Requests that it works on at a time; Infinity where nothing limits them. */
  concurrency: number;
}

/** Whether anything says how long answers take: without it limits and timeouts cannot be compared with anything. */
export function hasLatencies(
  endpoints: readonly Endpoint[],
  outages: readonly Outage[],
  client: Locality,
  links: readonly LinkConfig[],
): boolean {
  return (
    outages.some(({ latencyMs }) => latencyMs !== undefined) ||
    endpoints.some(
      ({ latencyMs, concurrency, locality }) =>
        latencyMs !== undefined ||
        concurrency !== undefined ||
        rttBetween(links, client, locality) > 0,
    )
  );
}

/** How long an answer of the endpoint takes. A `failing` endpoint answers at once, unless its outage says otherwise. */
export function timingOf(
  { latencyMs = 0, concurrency = Infinity, locality, answer }: Endpoint,
  client: Locality,
  links: readonly LinkConfig[],
): HostTiming {
  const isFailing = answer !== undefined && answer.failing + (answer.reset ?? 0) >= 1;
  const service = answer?.latencyMs ?? (isFailing ? 0 : latencyMs);
  return { service, rtt: rttBetween(links, client, locality), concurrency };
}

/** Milliseconds of an attempt at a host. Where nothing listens, a refusal is all that comes back. */
export function timeAtHost({ timing, answer }: { timing?: HostTiming; answer: Answer }): number {
  const { service = 0, rtt = 0 } = timing ?? {};
  return answer.unreachable >= 1 ? rtt : service + rtt;
}

/** The round-trip time of the most specific link, in milliseconds: one from the client first, then one towards it; 0 without any. */
export function rttBetween(
  links: readonly LinkConfig[],
  client: Locality,
  endpoint: Locality,
): number {
  let best: LinkConfig | undefined;
  let bestRank = -1;
  for (const link of links) {
    const rank = Math.max(
      2 * depthOfMatch(link.from, client, link.to, endpoint) + 1,
      2 * depthOfMatch(link.to, client, link.from, endpoint),
    );
    if (rank <= bestRank) continue;
    best = link;
    bestRank = rank;
  }
  return best?.rttMs ?? 0;
}

/** How many segments of both ends are named; below 0 where an end is elsewhere. */
function depthOfMatch(a: string, isIn: Locality, b: string, isAlsoIn: Locality): number {
  const [first, second] = [parseLocality(a), parseLocality(b)];
  if (!isWithin(isIn, first) || !isWithin(isAlsoIn, second)) return -1;
  return a.split('/').length + b.split('/').length;
}

function isWithin(locality: Locality, area: Locality): boolean {
  if (area.region !== locality.region) return false;
  if (area.zone !== '' && area.zone !== locality.zone) return false;
  return area.subzone === '' || area.subzone === locality.subzone;
}
