import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'passed-over',
  code: 'MF407',
  category: 'semantics',
  severity: 'notice',
  needs: 'object',
  summary: 'Files with objects of Istio are not read.',
  description: `Folders whose names begin with a dot, \`node_modules\`, and files that a pattern of \`.gitignore\` matches and git does not
track are passed over. \`kubectl apply --recursive\` sends them all the same, so the check looks through them and names those that
hold objects of Istio or the Gateway API. Name them as paths to have them checked, or list them under \`exclude\`.`,
  references: ['docs/repositories.md'],
  // Found while reading: lint/read-problems.ts turns what was passed over into findings of this rule.
  check: () => undefined,
};
