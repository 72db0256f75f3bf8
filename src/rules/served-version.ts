import type { Rule } from './rule.js';
import { admissionCheck } from './scope/admission-check.js';

export const rule: Rule = {
  name: 'served-version',
  code: 'MF103',
  category: 'admission',
  severity: 'error',
  summary: 'Objects of networking.istio.io have a kind and a version that Istio 1.31 serves.',
  description: `The API server refuses a kind that it does not know and a version that it does not serve: \`no matches for kind\`.
The object never reaches the mesh.`,
  references: ['istio.io/api kubernetes/customresourcedefinitions.gen.yaml'],
  check: admissionCheck(['kind', 'api-version']),
};
