import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-outlier-detection',
  code: 'MF112',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'istiod rejects an outlier detection.',
  description: `istiod's webhook refuses intervals below a millisecond, percentages above 100, and
\`consecutiveLocalOriginFailures\` without \`splitExternalLocalOriginErrors\`.`,
  references: ['istio/istio pkg/config/validation/validation.go validateOutlierDetection'],
  check: admissionCheck(['outlier-detection']),
};
