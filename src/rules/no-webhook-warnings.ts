import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'no-webhook-warnings',
  code: 'MF115',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'istiod accepts the object with a warning.',
  description: `istiod's webhook accepts these objects with a warning that a deployment pipeline rarely shows: fields that have no
effect any more, routes that are never reached.`,
  references: ['istio/istio pkg/config/validation/validation.go'],
  check: admissionCheck(['deprecated-field', 'cipher-suites', 'unreachable-route']),
};
