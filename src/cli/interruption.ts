import process from 'node:process';
import { namedStack } from '../files/named-stack.js';
import type { Io } from './io.js';

/** Work that a signal does not end at once. */
export interface Interruption {
  signal: AbortSignal;
  end(): void;
}

/** Work that must be brought to an end, whoever has stopped listening. */
let unfinished = 0;

/** Whether ending the process now would leave something as it must not be. */
export function mustFinish(): boolean {
  return unfinished > 0;
}

/**
 * A signal that is aborted by Ctrl-C, by the end of the terminal, by who ends the job, and by a bug of ours in a corner where
 * nobody catches it, so that there is time to put things in order. Only the first time: the second ends the process at once,
 * unless there is something to say `again` and again, because what is being put in order must not be left as it is.
 */
export function interruption(io: Pick<Io, 'stderr'>, notice: string, again?: string): Interruption {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const release = () => {
    for (const name of names) process.removeListener(name, abort);
  };
  const abort = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      io.stderr.write(`mesh-failover: ${again ?? ''}\n`);
      return;
    }
    if (again === undefined) release();
    io.stderr.write(`\nmesh-failover: ${notice}\n`);
    controller.abort(new Error(`interrupted by ${name}`));
  };
  const bug = (error: unknown) => {
    io.stderr.write(`mesh-failover: internal error, please report it: ${namedStack(error)}\n`);
    controller.abort(new Error('interrupted by a bug of mesh-failover'));
  };
  for (const name of names) process.on(name, abort);
  process.on('uncaughtException', bug);
  process.on('unhandledRejection', bug);
  unfinished++;
  let isOver = false;
  const end = () => {
    release();
    process.removeListener('uncaughtException', bug);
    process.removeListener('unhandledRejection', bug);
    if (!isOver) unfinished--;
    isOver = true;
  };
  return { signal: controller.signal, end };
}
