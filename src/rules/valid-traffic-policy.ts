import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-traffic-policy',
  code: 'MF111',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'istiod rejects a subset or a traffic policy.',
  description: `istiod's webhook refuses empty traffic policies, subsets without or with one name twice, contradictory load balancers
and limits out of bounds, and with them the whole DestinationRule.`,
  references: ['istio/istio pkg/config/validation/validation.go ValidateDestinationRule'],
  check: admissionCheck([
    'subset',
    'traffic-policy',
    'connection-pool',
    'load-balancer',
    'consistent-hash',
    'warmup',
    'tunnel',
    'zone-aware-setting',
    'client-tls',
  ]),
};
