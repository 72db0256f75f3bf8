import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-metadata',
  code: 'MF106',
  category: 'admission',
  severity: 'error',
  summary: 'Names, labels and annotations are ones that Kubernetes accepts.',
  description: `The API server refuses objects without a name or with one that is no DNS name, and labels or annotations of the wrong
form.`,
  references: ['kubernetes/apimachinery pkg/api/validation'],
  check: admissionCheck(['metadata', 'annotation', 'labels']),
};
