import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-metadata',
  code: 'MF106',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'Kubernetes rejects a name, a label or an annotation.',
  description: `The API server refuses objects without a name or with one that is no DNS name, and labels or annotations of the wrong
form.`,
  references: ['kubernetes/apimachinery pkg/api/validation'],
  check: admissionCheck(['metadata', 'annotation', 'labels']),
};
