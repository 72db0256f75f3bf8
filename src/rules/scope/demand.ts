import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import type { Outage } from '../../traffic/outage.js';
import { predictTarget } from '../../traffic/predict-target.js';

/**
 * Requests per second that a region gets for one host in an outage, and not fewer: of what is not certain the least, clients
 * that declare no `rps` left out, and of the routes of a client the one that sends least.
 *
 * @param targets Everything that asks for the host.
 */
export function demandOf(
  mesh: Mesh,
  targets: readonly Target[],
  region: string,
  outages: readonly Outage[],
): number {
  const declared = new Map(mesh.config.clients?.map(({ name, rps }) => [name, rps]));
  const shares = new Map<string, Map<string, number>>();
  for (const target of targets) {
    const { client, route, destination } = target;
    const routes = shares.get(client.name) ?? new Map<string, number>();
    const key = JSON.stringify([route?.host, route?.port, route?.name]);
    const share = (destination?.share ?? 0) * shareOf(mesh, target, region, outages);
    shares.set(client.name, routes.set(key, (routes.get(key) ?? 0) + share));
  }
  return [...shares].reduce(
    (sum, [client, routes]) => sum + (declared.get(client) ?? 0) * Math.min(...routes.values()),
    0,
  );
}

/** Requests per second that all clients that ask for a host declare. */
export function declaredRate({ config }: Mesh, targets: readonly Target[]): number {
  const asking = new Set(targets.map(({ client }) => client.name));
  return (config.clients ?? []).reduce(
    (sum, { name, rps = 0 }) => sum + (asking.has(name) ? rps : 0),
    0,
  );
}

/** The least share of the target's requests that the region answers, 0 to 1. */
function shareOf(mesh: Mesh, target: Target, region: string, outages: readonly Outage[]): number {
  const result = predictTarget(mesh, target, outages);
  if (result.undefined) return 0;
  return result.split
    .filter(({ locality }) => locality.split('/')[0] === region)
    .reduce((sum, { share, min }) => sum + (min ?? share), 0);
}
