import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'no-errors-in-single-outage',
  code: 'MF402',
  category: 'semantics',
  severity: 'warning',
  needs: 'prediction',
  summary: 'Requests keep failing after the loss of one region.',
  description: `The prediction for a single outage ends with requests that fail for as long as the outage lasts, although
endpoints in another region could answer them. Failover is there to prevent that. A scenario with an \`expect\` of its
own in \`mesh-failover.yaml\` says what is acceptable instead.`,
  references: ['docs/traffic.md'],
  // Found after the simulation: lint/table-findings.ts reads the table.
  check: () => undefined,
};
