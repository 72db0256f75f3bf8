import { ruleOption } from '../config/rule-options.js';
import type { OutlierDetection } from '../api/traffic-policy.js';
import { translateOutlierDetection } from '../traffic/control-plane/outlier-detection.js';
import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'slow-failback',
  code: 'MF215',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'A region that has recovered waits for minutes until it gets traffic.',
  description: `An ejected endpoint stays out for \`baseEjectionTime\` (30 seconds where it is missing), twice that after its
second ejection, and so on up to 300 seconds (or up to \`baseEjectionTime\` itself, if that is longer). Even then it
returns only at the next sweep of outlier detection, and these are one \`interval\` apart (10 seconds where it is
missing). So the first ejection takes up to the sum of both: \`baseEjectionTime: 30s\` with \`interval: 1h\` keeps an
endpoint out for up to 60 minutes and a half.

Nothing ends it early: an endpoint that recovers a second after its ejection still waits. With two minutes and more
even a short disturbance keeps a region empty for minutes, and a second outage in that time finds nobody left.

A short \`interval\` costs little and ejects nobody sooner: errors in a row eject an endpoint at once, not at a sweep.`,
  references: [
    'envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc onIntervalTimer, checkHostForUneject',
    'istio/istio issue 41455',
  ],
  options: {
    slow: {
      summary:
        'Seconds from which on the first ejection of an endpoint, with the wait for the sweep that ends it, is too long.',
      default: 120,
      above: 0,
      most: 86_400,
    },
  },
  check(mesh, report) {
    for (const { value, at } of outlierDetections(mesh)) {
      const { file } = at().resource.document;
      const slow = ruleOption(mesh.config, rule, 'slow', file) ?? Infinity;
      const { interval, base, longest } = secondsOf(value);
      if (base + interval < slow) continue;
      const blamed = blamedOf({ interval, base });
      const later = longest > base ? `, after several for up to ${timeOf(longest + interval)}` : '';
      report({
        at: at(blamed),
        message:
          `After one disturbance an endpoint stays out for up to ${timeOf(base + interval)}${later}, recovered or not: ` +
          `first for baseEjectionTime (${timeOf(base)}), then until the next sweep, one each interval ` +
          `(${timeOf(interval)}). Another region that fails meanwhile has nobody to take over. ` +
          adviceOf(blamed, { interval, base }, slow),
      });
    }
  },
};

/** In seconds. */
interface Times {
  interval: number;
  base: number;
}

/** What Envoy gets; a field that is missing has istiod's or Envoy's default. */
function secondsOf(value: OutlierDetection): Times & { longest: number } {
  const { interval, baseEjectionTime, maxEjectionTime } = translateOutlierDetection(value);
  return {
    interval: interval / 1000,
    base: baseEjectionTime / 1000,
    longest: maxEjectionTime / 1000,
  };
}

const usual = secondsOf({});

/** The field that is further beyond its default. */
function blamedOf({ interval, base }: Times): 'interval' | 'baseEjectionTime' {
  return interval - usual.interval > base - usual.base ? 'interval' : 'baseEjectionTime';
}

function adviceOf(
  blamed: 'interval' | 'baseEjectionTime',
  { interval, base }: Times,
  slow: number,
): string {
  // Only an option below the defaults asks for less than these.
  if (usual.interval + usual.base >= slow) {
    return `Lower them until they come to less than ${timeOf(slow)} together.`;
  }
  if (blamed === 'interval') {
    const more = base + usual.interval >= slow ? ' and baseEjectionTime to 30s' : '';
    return `Set interval to 10s${more}: ejection after errors in a row waits for no sweep.`;
  }
  const more = interval + usual.base >= slow ? ' and interval to 10s' : '';
  return `Set baseEjectionTime to 30s${more}: the time grows by itself while an endpoint keeps failing.`;
}

/** `95 seconds`, `15 minutes`, rounded. */
function timeOf(seconds: number): string {
  const isShort = seconds < 120;
  const value = isShort ? seconds : seconds / 60;
  return `${Number(value.toFixed(1))} ${isShort ? 'seconds' : 'minutes'}`;
}
