/** What is kept between runs of the command line. */
import { existsSync, mkdtempSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runDist } from './run-dist.js';

/** Where it has taken long, that is said. */
const withoutTime = ({ stdout, ...other }: ReturnType<typeof runDist>) => {
  return { ...other, stdout: stdout.replace(/, \d+\.\d s\)$/m, ')') };
};

const canKeep = 'enableCompileCache' in nodeModule;

test('compiled code is kept for the user where Node can, and the output stays the same', () => {
  const cache = mkdtempSync(join(tmpdir(), 'cache-'));
  const env = { XDG_CACHE_HOME: cache };
  const args = ['lint', 'examples/hello-world'];
  const first = runDist(args, { env });
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(existsSync(join(cache, 'mesh-failover'))).toBe(canKeep);
  expect(withoutTime(runDist(args, { env }))).toEqual(withoutTime(first));
});

test('nothing is kept in CI', () => {
  const cache = mkdtempSync(join(tmpdir(), 'cache-'));
  const { status } = runDist(['--version'], { env: { XDG_CACHE_HOME: cache, CI: 'true' } });
  expect(status).toBe(0);
  expect(existsSync(join(cache, 'mesh-failover'))).toBe(false);
});
