import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'readable-manifest',
  code: 'MF101',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'A manifest cannot be read.',
  description: `A file that is no YAML, no UTF-8, too large, or a link that leads out of the workspace holds policies that nobody
checks and nobody applies. It is an error if the file was named itself or has something of
\`networking.istio.io\` in it, a warning if nothing is known of its content, and a notice otherwise.`,
  references: ['kubernetes-sigs/yaml', 'istioctl validate'],
  // Found while reading: lint/read-problems.ts turns what the reader reports into findings of this rule.
  check: () => undefined,
};
