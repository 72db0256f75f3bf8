import type { Config } from '../config/config.js';
import { durationMs, type DrillGateConfig } from '../config/gate-config.js';
import { soakGate, type Gate } from './gates.js';
import { prometheusGate } from './prometheus-gate.js';

/**
 * The gates of the configuration, in its order.
 *
 * @param token For Prometheus; undefined: none.
 * @param drill Makes a gate of a drill. Default: drills are left out, for what asks no gates.
 */
export function configuredGates(
  { deploy: { gates = [] } }: Config,
  token: string | undefined,
  drill?: (config: DrillGateConfig) => Gate,
): Gate[] {
  return gates.flatMap(({ soak, prometheus, drill: drilled }) => [
    ...(soak === undefined ? [] : [soakGate(soak, durationMs(soak) ?? 0)]),
    ...(prometheus ? [prometheusGate(prometheus, { token })] : []),
    ...(drilled && drill ? [drill(drilled)] : []),
  ]);
}

/** What Prometheus is asked with; undefined: nothing. */
export function prometheusToken(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return env['MESH_FAILOVER_PROMETHEUS_TOKEN'] || undefined;
}
