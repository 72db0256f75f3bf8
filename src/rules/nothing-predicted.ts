import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'nothing-predicted',
  code: 'MF406',
  category: 'semantics',
  severity: 'warning',
  needs: 'prediction',
  summary: 'There are failover policies, but no case was predicted.',
  description: `A failover policy is there, but nothing says in which regions its host runs, or no host is routed or declared. The rules
that one object decides have run; whether the failover happens was not checked. Declare \`clusters\`, each with its locality,
in \`mesh-failover.yaml\`.`,
  references: ['docs/configuration.md'],
  // Found after the simulation: lint/table-findings.ts reads the table.
  check: () => undefined,
};
