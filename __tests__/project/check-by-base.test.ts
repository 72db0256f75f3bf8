import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { checkByBase } from '../../src/project/check-by-base.js';
import { Project } from '../../src/project/project.js';

const example = Object.fromEntries(
  readdirSync('examples/hello-world').map((name) => [
    name,
    readFileSync(`examples/hello-world/${name}`, 'utf8'),
  ]),
);
const configuration = example['mesh-failover.yaml'] ?? '';

/** The example with a cap on ejection, a comment beside it, and more configuration. */
function broken(comment = '', settings = ''): Project {
  const rule = (example['destination-rule.yaml'] ?? '').replace(
    /maxEjectionPercent: \d+.*/,
    `maxEjectionPercent: 10${comment}`,
  );
  const files = {
    ...example,
    'destination-rule.yaml': rule,
    'mesh-failover.yaml': configuration + settings,
  };
  return Project.of({ files });
}

const errors = (project: Project, base: Project) =>
  checkByBase(project, base)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule);

test('an ignore, or a rule that is off, counts only if the base has it', () => {
  const base = Project.of({ files: example });
  const ignored = broken(' # mesh-failover-ignore: max-ejection-percent-100 mine');
  expect(errors(ignored, base)).toContain('max-ejection-percent-100');
  const off = broken('', 'rules: {max-ejection-percent-100: off}\n');
  expect(off.lint().summary.errors).toBe(0);
  expect(errors(off, base)).toContain('max-ejection-percent-100');
});

test('what the base ignores stays ignored', () => {
  const base = broken(' # mesh-failover-ignore: max-ejection-percent-100 agreed');
  expect(base.lint().summary.ignored).toBe(1);
  expect(errors(base, base)).toEqual([]);
});
