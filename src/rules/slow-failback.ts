import { ruleOption } from '../config/rule-options.js';
import { parseDuration } from '../traffic/control-plane/duration.js';
import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';

/** Envoy's max_ejection_time, which istiod never sets: it caps the growing time, but not the first. */
const MAX_EJECTION = 300;
export const rule: Rule = {
  name: 'slow-failback',
  code: 'MF215',
  category: 'semantics',
  severity: 'warning',
  summary: 'A region that has recovered gets its traffic back within minutes.',
  description: `An ejected endpoint stays out for \`baseEjectionTime\`, twice that after its second ejection, and so on up to 300
seconds (or up to \`baseEjectionTime\` itself, if that is longer). Nothing ends it early: an endpoint that recovers a
second after its ejection still waits. With two minutes and more even a short disturbance keeps a region empty for
minutes, and a second outage in that time finds nobody left.`,
  references: [
    'envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc checkHostForUneject',
    'istio/istio issue 41455',
  ],
  options: {
    slow: {
      summary: 'Seconds from which on the first ejection of an endpoint is too long.',
      default: 120,
      above: 0,
      most: 86_400,
    },
  },
  check(mesh, report) {
    for (const { value, at } of outlierDetections(mesh)) {
      const { baseEjectionTime = '' } = value;
      const base = (parseDuration(baseEjectionTime) ?? 0) / 1000;
      const { file } = at().resource.document;
      if (base < (ruleOption(mesh.config, rule, 'slow', file) ?? Infinity)) continue;
      const longest = Math.max(MAX_EJECTION, base);
      report({
        at: at('baseEjectionTime'),
        message:
          `After one disturbance an endpoint stays out for ${baseEjectionTime}, after several for up to ` +
          `${String(Math.round(longest / 60))} minutes, recovered or not; another region that fails meanwhile has nobody ` +
          'to take over. Set it to 30s: the time grows by itself while an endpoint keeps failing.',
      });
    }
  },
};
