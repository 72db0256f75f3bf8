import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'no-unknown-fields',
  code: 'MF104',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'An object has a field that Istio does not know.',
  description: `A misspelt field is refused by the strict validation of kubectl and istioctl. Where validation is not strict, as
with many deployment tools, the API server drops the field silently, and the policy that was meant is never there:
a misspelt \`outlierDetection\` is a failover that does not happen.`,
  references: ['istio.io/api kubernetes/customresourcedefinitions.gen.yaml'],
  check: admissionCheck(['unknown-field']),
};
