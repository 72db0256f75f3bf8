import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-scope',
  code: 'MF108',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'istiod rejects exportTo or workloadSelector.',
  description: `istiod's webhook refuses an \`exportTo\` with duplicates or impossible namespaces, and a \`workloadSelector\` beside an
\`exportTo\` that leaves the own namespace.`,
  references: ['istio/istio pkg/config/validation/validation.go'],
  check: admissionCheck(['export-to', 'workload-selector']),
};
