import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-locality-setting',
  code: 'MF113',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'istiod rejects a locality setting.',
  description: `istiod's webhook refuses \`distribute\` beside \`failover\`, localities with empty or half-wildcard segments, a
\`from\` that an earlier one already covers, and a failover from a region to itself.`,
  references: ['istio/istio pkg/config/validation/agent/validation.go ValidateLocalityLbSetting'],
  check: admissionCheck(['locality-setting']),
};
