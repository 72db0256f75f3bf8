import type { OutlierDetection } from '../api/traffic-policy.js';
import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';

/** In the API, but read by no istiod of the supported versions. */
const field = 'outlierDetectionHttpErrorCodes';

export const rule: Rule = {
  name: 'ignored-outlier-field',
  code: 'MF214',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'Outlier detection sets a field that istiod ignores.',
  description: `\`${field}\` is part of the API and accepted without a word, but istiod does not hand it to the proxy:
the status codes in it count no more and no less than before. An outage that answers with 429 or 404 ejects nobody.

(\`consecutiveErrors\` is ignored too, with a warning by the webhook, which \`no-webhook-warnings\` reports.)`,
  references: [
    'istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection',
  ],
  check(mesh, report) {
    for (const { value, at } of outlierDetections(mesh)) {
      if (!isFieldOf(value)) continue;
      report({
        at: { ...at(field), part: 'key' },
        message:
          `istiod ignores ${field}: only 5xx answers and failed connections eject an endpoint, and an outage with ` +
          'other codes leaves it its traffic. Remove the field; have the application answer with 503 instead.',
      });
    }
  },
};

function isFieldOf(outlierDetection: OutlierDetection): boolean {
  return Object.hasOwn(outlierDetection, field);
}
