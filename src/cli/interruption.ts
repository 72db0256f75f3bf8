import process from 'node:process';
import type { Io } from './io.js';

/**
 * A signal that is aborted by Ctrl-C, by the end of the terminal and by who ends the job, so that there is time to put things in
 * order. Only the first time: the second ends the process at once, unless there is something to say `again` and again, because what
 * is being put in order must not be left as it is.
 */
export function interruption(
  io: Pick<Io, 'stderr'>,
  notice: string,
  again?: string,
): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const end = () => {
    for (const name of names) process.removeListener(name, abort);
  };
  const abort = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      io.stderr.write(`mesh-failover: ${again ?? ''}\n`);
      return;
    }
    if (again === undefined) end();
    io.stderr.write(`\nmesh-failover: ${notice}\n`);
    controller.abort(new Error(`interrupted by ${name}`));
  };
  for (const name of names) process.on(name, abort);
  return { signal: controller.signal, end };
}
