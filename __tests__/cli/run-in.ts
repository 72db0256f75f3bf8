import { PassThrough, Writable } from 'node:stream';
import { runCommandLine } from '../../src/cli/run.js';
import { assertJsonOutputs } from '../json-outputs.mjs';

export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Takes whatever is written, however much it is. */
class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs the command line in a folder, without a process of its own. */
export async function runIn(
  cwd: string,
  args: string[],
  now?: Date,
  stdin: NodeJS.ReadableStream = new PassThrough(),
): Promise<Outcome> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const status = await runCommandLine(args, {
    cwd,
    env: { PATH: process.env['PATH'] },
    stdin,
    stdout,
    stderr,
    ...(now ? { now: () => now } : {}),
  });
  assertJsonOutputs(args, { cwd, status, stdout: stdout.text });
  return { status, stdout: stdout.text, stderr: stderr.text };
}
