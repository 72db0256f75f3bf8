import { percent } from '../../foundation/percent.js';
import { plural } from '../../foundation/plural.js';
import { shortHost } from '../../mesh/host-name.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import { declaredRate, demandOf } from './demand.js';

/** A region whose endpoints cannot work on what another one leaves to it. */
export interface Overload {
  message: string;
}

/**
 * Compares what the endpoints of each region can work on (`concurrency` divided by `latencyMs`) with what they get when another
 * region is gone; undefined where it is enough, or nothing says it.
 *
 * @param targets Everything that asks for the host.
 */
export function endpointOverload(
  mesh: Mesh,
  host: string,
  targets: readonly Target[],
): Overload | undefined {
  const regions = targets[0]?.regions ?? [];
  const overloads = regions.flatMap((region) => {
    const capacity = capacityOf(mesh, host, region);
    if (capacity === undefined) return [];
    const before = demandOf(mesh, targets, region, []);
    return regions
      .filter((lost) => lost !== region)
      .map((lost) => ({
        ...{ region, lost, capacity, before },
        demand: demandOf(mesh, targets, region, [{ kind: 'scaled-to-zero', locality: lost }]),
      }))
      .filter(({ demand }) => demand > capacity * (1 + rounding));
  });
  const [worst] = overloads.sort((a, b) => b.demand / b.capacity - a.demand / a.capacity);
  if (!worst) return undefined;
  const { region, lost, capacity, before, demand } = worst;
  const total = declaredRate(mesh, targets);
  return {
    message:
      `If ${lost} is gone, ${region} gets ${number(demand)} requests/s for ${shortHost(host)}: ` +
      `${percent(demand / capacity)} of the ${plural(number(capacity), 'request')}/s that its endpoints can work on ` +
      `(concurrency divided by latencyMs)${before > capacity ? '; it has too few even while nothing fails' : ''}. ` +
      `It tips at ${number((total * capacity) / demand)} requests/s of all clients together. ` +
      'What waits there grows without end, so that requests time out or take ever longer, and retries add to it. ' +
      `Allow for ${number(demand)} requests/s in ${region}, or limit what it gets with http2MaxRequests.`,
  };
}

/** Shares are sums of fractions. */
const rounding = 1e-9;

/** Requests per second that the endpoints of a region can work on; undefined where one of them does not say it. */
function capacityOf({ topology }: Mesh, host: string, region: string): number | undefined {
  const own = topology.endpoints(host).filter(({ locality }) => locality.region === region);
  let capacity = 0;
  for (const { count, concurrency, latencyMs } of own) {
    if (concurrency === undefined || latencyMs === undefined || latencyMs === 0) return undefined;
    capacity += (count * concurrency * 1000) / latencyMs;
  }
  return own.length > 0 ? capacity : undefined;
}

function number(value: number): number {
  return Number(value.toPrecision(3));
}
