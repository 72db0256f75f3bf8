import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'expectation-failed',
  code: 'MF401',
  category: 'semantics',
  severity: 'error',
  needs: 'prediction',
  summary: 'A scenario of the configuration does not turn out as its expect says.',
  description: `A scenario in \`mesh-failover.yaml\` may say what it \`expect\`s: the split over regions, and how many requests
may fail. The prediction for the manifests as they are does not agree with it.`,
  references: ['docs/configuration.md'],
  // Found after the simulation: lint/table-findings.ts compares the table with the expectations.
  check: () => undefined,
};
