import type { OutageConfig } from '../config/config.js';
import type { Locality } from '../mesh/locality.js';
import { parseLocality } from '../mesh/locality.js';
import { answersWell, type Answer, type Endpoint } from './control-plane/endpoint.js';

/**
 * What fails, and where: a locality with everything below it, a cluster, or the part of a cluster in a
 * locality; `count` takes that many of its endpoints, in listed order, that no earlier outage has taken.
 */
export interface Outage extends OutageConfig {
  /** Nobody asked for it by name: what is outside of the mesh is not hit. */
  isOfMesh?: true;
}

/**
 * The endpoints as they are during the outages: gone, unready, or with another answer. The control plane
 * does not see the answers.
 */
export function applyOutages(
  endpoints: readonly Endpoint[],
  outages: readonly Outage[],
): readonly Endpoint[] {
  if (outages.length === 0) return endpoints;
  const result: (Endpoint | undefined)[] = [...endpoints];
  const taken = new Set<number>();
  for (const outage of outages) {
    let left = outage.count ?? Infinity;
    endpoints.forEach((original, index) => {
      if (left <= 0 || !isHit(outage, original)) return;
      if (outage.count !== undefined && taken.has(index)) return;
      left--;
      taken.add(index);
      const endpoint = result[index];
      if (endpoint) result[index] = duringOutage(endpoint, outage);
    });
  }
  return result.filter((endpoint) => endpoint !== undefined);
}

/** The clusters that are lost as a whole, with their gateways. */
export function lostClusters(outages: readonly Outage[]): ReadonlySet<string> {
  const lost = outages.filter(({ kind }) => kind === 'cluster-lost');
  return new Set(lost.map(({ cluster }) => cluster ?? ''));
}

/** Whether the outage is where the endpoint is; `count` is left out. */
export function isHit({ locality, cluster, isOfMesh }: Outage, endpoint: Endpoint): boolean {
  if (endpoint.isExternal && (isOfMesh || cluster !== undefined)) return false;
  if (cluster !== undefined && cluster !== endpoint.cluster) return false;
  return locality === undefined || isLocalityWithin(endpoint.locality, parseLocality(locality));
}

/** Whether a locality is the other one or below it. */
export function isLocalityWithin(locality: Locality, area: Locality): boolean {
  if (area.region !== locality.region) return false;
  if (area.zone && area.zone !== locality.zone) return false;
  return !area.subzone || area.subzone === locality.subzone;
}

function duringOutage(endpoint: Endpoint, outage: Outage): Endpoint | undefined {
  const { answer = answersWell } = endpoint;
  switch (outage.kind) {
    case 'scaled-to-zero':
      return undefined;
    case 'unready':
      return { ...endpoint, health: 'unready' };
    case 'stale-api':
      return endpoint;
    case 'failing':
    case 'unreachable':
    case 'cluster-lost':
    case 'reset':
    case 'error-rate':
    case 'slow':
      return { ...endpoint, answer: worseAnswer(answer, outage) };
  }
}

/** A failed connection hides what the workload would have said, a closed one too; a 503 hides single errors. */
function worseAnswer(answer: Answer, { kind, rate = 0, latencyMs }: Outage): Answer {
  if (answer.unreachable === 1) return answer;
  if (kind === 'unreachable' || kind === 'cluster-lost') {
    return { failing: 0, erroring: 0, unreachable: 1 };
  }
  if (answer.reset === 1) return answer;
  if (kind === 'reset') return { failing: 0, erroring: 0, unreachable: 0, reset: 1 };
  if (kind === 'slow') return latencyMs === undefined ? answer : { ...answer, latencyMs };
  if (answer.failing === 1) return answer;
  if (kind === 'failing') {
    const failing = { failing: 1, erroring: 0, unreachable: 0 };
    return latencyMs === undefined ? failing : { ...failing, latencyMs };
  }
  return { ...answer, erroring: 1 - (1 - answer.erroring) * (1 - rate) };
}
