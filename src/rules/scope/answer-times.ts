import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import { rttBetween, type Load } from '../../traffic/load/load.js';
import { loadOfTarget } from '../../traffic/load/load-of-target.js';

/** How long a region of a target takes to answer its client while nothing fails. */
export interface RegionTime {
  region: string;
  /** Milliseconds of its fastest endpoint. */
  latency: number;
}

/**
 * The times of the regions that a routed target can fail over between, and the timeouts of its route; undefined where the configuration does not
 * say how long every one of them takes.
 */
export function answerTimes(
  mesh: Mesh,
  target: Target,
): { load: Load; regions: RegionTime[] } | undefined {
  const { client, route, host } = target;
  if (route?.protocol !== 'http' || target.regions.length < 2) return undefined;
  const load = loadOfTarget(mesh, target);
  if (!load) return undefined;
  const endpoints = mesh.topology.endpoints(host);
  const regions = target.regions.map((region) => {
    const times = endpoints
      .filter(({ locality, count }) => locality.region === region && count > 0)
      .map(
        ({ locality, latencyMs }) =>
          (latencyMs ?? NaN) + rttBetween(load.links, client.locality, locality),
      );
    return { region, latency: Math.min(...times) };
  });
  return regions.every(({ latency }) => Number.isFinite(latency)) ? { load, regions } : undefined;
}
