import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-fields',
  code: 'MF105',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'A field has a type or a value that the schema forbids.',
  description: `The API server refuses an object whose fields do not fit the schema of its CustomResourceDefinition, the rules
(CEL) in it included: numbers written as text, values out of bounds, durations without a unit, required fields
that are missing, two fields of which only one may be set.`,
  references: ['istio.io/api kubernetes/customresourcedefinitions.gen.yaml'],
  check: admissionCheck([
    'field-type',
    'field-value',
    'required-field',
    'exclusive-fields',
    'duration',
  ]),
};
