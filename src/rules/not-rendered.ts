import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'not-rendered',
  code: 'MF405',
  category: 'semantics',
  severity: 'notice',
  needs: 'object',
  summary: 'A part of the manifests exists only after rendering, and was not checked.',
  description: `Helm templates, patches and components of a kustomization, and placeholders such as \`\${REGION}\` are no objects yet:
what a cluster gets is known only after rendering. They are not guessed. Each deployment unit that has some is named once,
with the way to have it rendered, so that its objects can be checked too. A unit that was to be rendered (\`--render auto\`) and could not be
is a warning, and an error if \`clusters[].sources\` declares it.`,
  references: ['docs/repositories.md'],
  // Found while units are read: project/project.ts turns what they report into findings of this rule.
  check: () => undefined,
};
