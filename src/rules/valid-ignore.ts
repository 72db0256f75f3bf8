import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'valid-ignore',
  code: 'MF301',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'An inline ignore names no rule, gives no reason, or is not needed.',
  description: `An ignore, \`# mesh-failover-ignore: rule-name reason\`, silences a rule for its own line or for the block
below it. Without a reason nobody can tell later whether it may go; one that ignores nothing hides the next mistake.

With \`until=YYYY-MM-DD\` behind the rule's name it ends with that day (UTC): from then on the finding is there again,
and the ignore is one itself.

Ignores are read in manifests. In \`mesh-failover.yaml\` they count for nothing, and are reported: there, \`rules\` and
\`overrides\` say what to leave out.`,
  references: [],
  // Found after all other rules: lint/apply-ignores.ts reports what is wrong with an ignore.
  check: () => undefined,
};
