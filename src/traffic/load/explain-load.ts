import { percent } from '../../foundation/percent.js';
import { plural } from '../../foundation/plural.js';
import type { ClusterSettings } from '../control-plane/assignment.js';
import type { ExplainStep } from '../explain.js';
import { limitsOf } from './load-notes.js';
import type { Load } from './load.js';
import type { LoadOutcome } from './load-numbers.js';

/** How the load of a target leads to its overflow, its timeouts and its times. */
export function explainLoad(
  { circuitBreakers }: ClusterSettings,
  load: Load,
  { overflow, timeouts, latency }: LoadOutcome,
): ExplainStep {
  const { rps, callers, replicas } = load;
  const sent =
    callers === undefined
      ? `${number(rps)} requests/s`
      : `${plural(callers, 'caller')} that wait for each answer`;
  const shared = replicas > 1 ? `, shared by ${replicas} proxies` : '';
  const active =
    callers === undefined
      ? ` and keep ${number(((rps / replicas) * latency.mean) / 1000)} requests in progress ${replicas > 1 ? 'in each' : 'in the proxy'}`
      : '';
  const limits = limitsOf(circuitBreakers);
  const ends = [
    ...(limits.length > 0 ? [`${limits.join(' and ')}: ${percent(overflow)} overflow`] : []),
    ...(timeouts > 0 ? [`${percent(timeouts)} time out`] : []),
  ];
  const text =
    `${sent}${shared} take ${number(latency.mean)} ms on average, 99 % of them at most ${number(latency.p99)} ms,` +
    `${active || ' those that fail included'}${ends.length > 0 ? `; ${ends.join(', ')}` : ''}`;
  if (circuitBreakers.maxRequests === undefined) return { rule: 'load', text };
  return {
    ...{ rule: 'load', text, origin: 'policy' },
    path: ['connectionPool', 'http', 'http2MaxRequests'],
  };
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
