import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkByBase } from '../../src/project/check-by-base.js';
import { inspect } from '../../src/work/inspect.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mesh-failover-judge-'));
  cpSync('examples/hello-world', cwd, { recursive: true });
});

afterEach(() => rmSync(cwd, { recursive: true }));

const look = () => inspect({ cwd, paths: ['.'] });

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(join(cwd, file), change(readFileSync(join(cwd, file), 'utf8')));
}

const broken = (comment = '') => {
  edit('destination-rule.yaml', (text) =>
    text.replace(/maxEjectionPercent: \d+.*/, `maxEjectionPercent: 10${comment}`),
  );
};

const errors = async (base: Awaited<ReturnType<typeof look>>) =>
  checkByBase(await look(), base)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule);

test('an ignore, or a rule that is off, counts only if the base has it', async () => {
  const base = await look();
  broken(' # mesh-failover-ignore: max-ejection-percent-100 mine');
  expect(await errors(base)).toContain('max-ejection-percent-100');
  broken();
  edit('mesh-failover.yaml', (text) => `${text}rules: {max-ejection-percent-100: off}\n`);
  expect((await look()).lint().summary.errors).toBe(0);
  expect(await errors(base)).toContain('max-ejection-percent-100');
});

test('what the base ignores stays ignored', async () => {
  broken(' # mesh-failover-ignore: max-ejection-percent-100 agreed');
  const base = await look();
  expect(base.lint().summary.ignored).toBe(1);
  expect(await errors(base)).toEqual([]);
});
