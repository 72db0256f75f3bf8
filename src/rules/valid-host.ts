import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-host',
  code: 'MF107',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'istiod rejects a host, the name of a Gateway, or a port.',
  description: `istiod's webhook refuses hosts that are no domain name or wildcard, ports that are out of range, and references that
cannot name anything.`,
  references: ['istio/istio pkg/config/validation/validation.go'],
  check: admissionCheck(['host-name', 'gateway-name', 'port', 'destination']),
};
