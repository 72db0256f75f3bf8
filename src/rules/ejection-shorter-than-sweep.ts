import { parseDuration, second } from '../mesh/duration.js';
import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';
import { PlaceSet } from './scope/policy-targets.js';

/** From two minutes on slow-failback reports both. In nanoseconds. */
const long = 120n * second;

/** Envoy's defaults, for fields that are missing. */
const usual = { interval: '10s', baseEjectionTime: '30s' };

export const rule: Rule = {
  name: 'ejection-shorter-than-sweep',
  code: 'MF241',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary:
    'baseEjectionTime is shorter than interval, and does not decide how long an ejection lasts.',
  description: `An ejected endpoint returns only at a sweep of outlier detection, and sweeps are one \`interval\` apart. A
\`baseEjectionTime\` below \`interval\` is therefore rounded up to it. A region that has recovered comes back later than
the policy says.`,
  references: ['envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc onIntervalTimer'],
  check(mesh, report) {
    const reported = new PlaceSet();
    for (const { value, at } of outlierDetections(mesh)) {
      const { interval = usual.interval, baseEjectionTime = usual.baseEjectionTime } = value;
      const sweep = parseDuration(interval);
      const base = parseDuration(baseEjectionTime);
      if (!sweep || !base || base >= sweep || sweep + base >= long) continue;
      if (!reported.add(at())) continue;
      report({
        at: at(value.baseEjectionTime === undefined ? 'interval' : 'baseEjectionTime'),
        message:
          `baseEjectionTime ${baseEjectionTime} is shorter than interval ${interval}: an ejected endpoint returns only at the ` +
          `next sweep, up to ${interval} later. After an outage a region stays empty for that long. Set interval to ` +
          `${baseEjectionTime} or less.`,
      });
    }
  },
};
