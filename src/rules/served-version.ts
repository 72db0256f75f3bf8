import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'served-version',
  code: 'MF103',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'Istio 1.31 does not serve the kind or version of an object.',
  description: `The API server refuses a kind that it does not know and a version that it does not serve: \`no matches for kind\`.
The object never reaches the mesh.`,
  references: ['istio.io/api kubernetes/customresourcedefinitions.gen.yaml'],
  check: admissionCheck(['kind', 'api-version']),
};
