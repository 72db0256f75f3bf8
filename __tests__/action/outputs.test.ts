import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Outputs } from '../../src/action/outputs.js';
import { UserError } from '../../src/foundation/errors.js';

const before = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-failover-test-'));
  process.env = { ...before };
});

afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

/** What is said where the outputs go to this file. */
function problem(file: string): unknown {
  process.env['GITHUB_OUTPUT'] = file;
  try {
    new Outputs(folder).mode('check');
    return undefined;
  } catch (error) {
    return error;
  }
}

// Linux has a file that is always full.
(existsSync('/dev/full') ? test : test.skip)('a full disk is said, with the way out', () => {
  const error = problem('/dev/full');
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain(
    'the outputs of the step cannot be written to /dev/full (ENOSPC): free space on the disk of the runner',
  );
});

test('so is a file that is missing, and one that is a folder', () => {
  for (const file of [join(folder, 'missing'), folder]) {
    const error = problem(file);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(
      /cannot be written to \S+ \((ENOENT|EISDIR)\): check that RUNNER_TEMP and GITHUB_OUTPUT/,
    );
  }
});

test('so is a folder for long outputs that is missing', () => {
  expect(() => new Outputs(join(folder, 'missing'))).toThrow(UserError);
  expect(() => new Outputs(join(folder, 'missing'))).toThrow(/missing \(ENOENT\): check that/);
});
