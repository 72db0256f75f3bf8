import type { ClusterSettings } from '../control-plane/assignment.js';
import type { ExplainStep } from '../explain.js';
import type { HostSet } from './host-set.js';
import { picks, type Ejected } from './picks.js';

/** Why Envoy spreads the requests as it does, with the given hosts ejected. */
export function explainProxy(
  set: HostSet,
  settings: ClusterSettings,
  ejected: Ejected,
  cap: number,
  candidates: number,
  origin: 'policy' | 'mesh',
): ExplainStep[] {
  const steps: ExplainStep[] = [];
  if (set.hosts === 0) return [{ rule: 'no-hosts', text: 'Envoy has no host: 503' }];
  const { outlierDetection } = settings;
  if (outlierDetection && candidates > 0) {
    steps.push({
      rule: 'ejection-cap',
      text: `hosts that fail: ${candidates}; that may be ejected: ${cap}, ${outlierDetection.maxEjectionPercent} % of ${set.hosts}`,
      origin,
      path: [
        ...(origin === 'mesh' ? ['defaultTrafficPolicy'] : []),
        'outlierDetection',
        'maxEjectionPercent',
      ],
    });
  }
  const { levels, load, panic } = picks(set, ejected, settings);
  const described = levels.map(
    ({ hosts, healthy }, priority) =>
      `priority ${priority}: ${healthy} of ${hosts} hosts healthy, ${load[priority]} %${panic[priority] ? ', in panic' : ''}`,
  );
  steps.push({ rule: 'priority-load', text: described.join('; ') });
  if (levels.every(({ healthy }) => healthy === 0) && !panic.some(Boolean)) {
    steps.push({ rule: 'no-healthy-host', text: 'no host is healthy and panic is off: 503' });
  }
  return steps;
}
