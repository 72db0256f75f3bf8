import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'valid-gateway',
  code: 'MF109',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'istiod rejects a Gateway.',
  description: `istiod's webhook refuses a Gateway without servers, with unknown protocols, with port names used twice, or with TLS
settings that do not fit the protocol: HTTPS and TLS need them, plain HTTP takes only \`httpsRedirect\`.`,
  references: ['istio/istio pkg/config/validation/validation.go ValidateGateway'],
  check: admissionCheck(['gateway-servers', 'protocol', 'bind-address', 'server-tls']),
};
