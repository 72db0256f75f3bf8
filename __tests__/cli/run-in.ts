import { PassThrough } from 'node:stream';
import { run } from '../../src/cli/run.js';

export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line in a folder, without a process of its own. */
export async function runIn(cwd: string, args: string[], now?: Date): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const status = await run(args, {
    cwd,
    env: { PATH: process.env['PATH'] },
    stdin: new PassThrough(),
    stdout,
    stderr,
    ...(now ? { now: () => now } : {}),
  });
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  return { status, stdout: text(stdout), stderr: text(stderr) };
}
