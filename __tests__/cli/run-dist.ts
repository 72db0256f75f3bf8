import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from '../built.js';
import { assertJsonOutputs } from '../json-outputs.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bundled = join(built, 'cli/index.js');

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** Another copy of the program. */
  entry?: string;
}

/** Runs the command line, bundled from the sources as they are, as a user would. */
export function runDist(
  args: string[],
  { cwd = root, input, env = {}, entry = bundled }: RunOptions = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], {
    cwd,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    env: { PATH: process.env['PATH'], ...env },
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  assertJsonOutputs(args, { cwd, status, stdout });
  return { status, stdout, stderr };
}
