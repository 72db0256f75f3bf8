import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-route',
  code: 'MF110',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'istiod rejects a route of a VirtualService.',
  description: `istiod's webhook refuses routes without a destination, redirects beside routes, matches that cannot be evaluated,
weights that are negative, and much else. The route table stays as it was before.`,
  references: ['istio/istio pkg/config/validation/validation.go ValidateVirtualService'],
  check: admissionCheck([
    'virtual-service',
    'http-route',
    'http-match',
    'regular-expression',
    'retries',
    'fault',
    'mirror',
    'cors',
    'headers',
    'redirect',
    'rewrite',
    'direct-response',
    'route-weights',
    'tls-route',
    'tcp-route',
  ]),
};
