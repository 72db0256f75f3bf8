import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'no-duplicate-keys',
  code: 'MF102',
  category: 'admission',
  severity: 'error',
  needs: 'object',
  summary: 'A mapping has a key twice.',
  description: `Strict readers, istioctl and the API server among them, refuse a mapping with a key twice. Others keep one of the
two values: which policy is in force then depends on the tool that applied it.`,
  references: ['kubernetes-sigs/yaml', 'istioctl validate'],
  // Found while reading: lint/read-problems.ts turns what the reader reports into findings of this rule.
  check: () => undefined,
};
