import type { Config } from '../config/config.js';
import { durationMs } from '../config/gate-config.js';
import { soakGate, type Gate } from './gates.js';
import { prometheusGate } from './prometheus-gate.js';

/**
 * The gates of the configuration, in its order.
 *
 * @param token For Prometheus; undefined: none.
 */
export function configuredGates(
  { deploy: { gates = [] } }: Config,
  token: string | undefined,
): Gate[] {
  return gates.flatMap(({ soak, prometheus }) => [
    ...(soak === undefined ? [] : [soakGate(soak, durationMs(soak) ?? 0)]),
    ...(prometheus ? [prometheusGate(prometheus, { token })] : []),
  ]);
}
