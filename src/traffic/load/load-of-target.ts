import type { Config } from '../../config/config.js';
import { millisecond, parseDuration } from '../../mesh/duration.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import type { Load } from './load.js';

/** The load of a target, as declared; undefined where nothing in the configuration says how long answers take. */
export function loadOfTarget(mesh: Mesh, { client, route, destination }: Target): Load | undefined {
  if (!mesh.memory.of(mesh, saysLatencies).yes) return undefined;
  const { config } = mesh;
  const share = destination?.share ?? 1;
  const retries = route?.http?.retries ?? config.meshConfig?.defaultHttpRetryPolicy;
  const isRetried = (retries?.attempts ?? 0) > 0;
  const callers =
    client.callers === undefined ? undefined : Math.max(1, Math.round(client.callers * share));
  return {
    rps: client.rps * share,
    ...(callers === undefined ? {} : { callers }),
    replicas: client.replicas ?? 1,
    ...duration('timeout', route?.http?.timeout),
    // Without retries istiod sends no policy for them, and no timeout of an attempt either.
    ...duration('perTryTimeout', isRetried ? retries?.perTryTimeout : undefined),
    links: config.links,
  };
}

function duration<Key extends string>(
  key: Key,
  text: string | undefined,
): Partial<Record<Key, number>> {
  const parsed = typeof text === 'string' ? parseDuration(text) : undefined;
  if (parsed === undefined || parsed <= 0n) return {};
  return { [key]: Number(parsed) / Number(millisecond) } as Partial<Record<Key, number>>;
}

/** Whether anything in the configuration says how long answers take. */
export function saysLatencies({ config }: Mesh): { yes: boolean } {
  return { yes: hasTimes(config) };
}

function hasTimes({ links, workloads, scenarios }: Config): boolean {
  return (
    links.some(({ rttMs }) => rttMs > 0) ||
    scenarios.some(({ outages }) => outages.some(({ latencyMs }) => latencyMs !== undefined)) ||
    workloads.some(({ endpoints }) =>
      endpoints.some(
        ({ latencyMs, concurrency }) => latencyMs !== undefined || concurrency !== undefined,
      ),
    )
  );
}
