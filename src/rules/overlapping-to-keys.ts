import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'overlapping-to-keys',
  code: 'MF114',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'Two keys of a to match the same locality.',
  description: `\`to\` is a map, and istiod walks it in random order: with two keys that match one locality, such as \`us-east1/a\` and
\`us-east1/*\`, the webhook accepts or refuses the object by chance, and once stored the split changes with every
push of configuration.`,
  references: [
    'istio/istio pkg/config/validation/agent/validation.go validateLocalities',
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go',
  ],
  check: admissionCheck(['overlapping-to-keys']),
};
