import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'distribute-weights-sum-100',
  code: 'MF003',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'The weights of a to are not whole numbers from 1 to 100 that sum to 100.',
  description: `istiod's webhook refuses a \`to\` whose weights do not sum to 100, or with a weight of 0, and with it the whole
DestinationRule: what the cluster keeps is the version before. Where the webhook is absent (during an upgrade, or
in a cluster without it), the object is stored and the split is not the one that was meant.`,
  references: ['istio/istio pkg/config/validation/agent/validation.go ValidateLocalityLbSetting'],
  check: admissionCheck(['distribute-weights']),
};
