import process from 'node:process';
import type { Io } from './io.js';

/**
 * A signal that is aborted by Ctrl-C, by the end of the terminal and by who ends the job, so that there is time to put things in
 * order. Only the first time: the second ends the process at once.
 */
export function interruption(io: Io, notice: string): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const end = () => {
    for (const name of names) process.removeListener(name, abort);
  };
  const abort = () => {
    end();
    io.stderr.write(`\nmesh-failover: ${notice}\n`);
    controller.abort(new Error('interrupted'));
  };
  for (const name of names) process.on(name, abort);
  return { signal: controller.signal, end };
}
