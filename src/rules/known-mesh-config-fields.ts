import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'known-mesh-config-fields',
  code: 'MF408',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'The mesh configuration has a field that Istio does not know.',
  description: `A MeshConfig in an \`IstioOperator\`, in values of the istiod chart or in another object that installs Istio has a field that
MeshConfig does not have. Istio ignores it, so that what it was meant to set keeps its default: a misspelled
\`localityLbSetting\` or \`outboundTrafficPolicy\` changes where requests go in an outage.`,
  references: ['istio.io/api mesh/v1alpha1/config.proto'],
  // Found while units are read: lint/read-problems.ts checks the mesh configurations that lie in the tree.
  check: () => undefined,
};
