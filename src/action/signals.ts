import { constants } from 'node:os';

/** What a runner sends when a workflow is cancelled, and what ends a program on a machine of one's own. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends the process by a signal, unless there is something to put in order.
 *
 * @param cancel Told of every signal: a runner sends a second one while things are put in order. The result is whether the
 *   process goes on to do so.
 * @param before Done before the process ends.
 * @returns Stops it.
 */
export function onSignals(cancel: () => boolean, before: () => void): () => void {
  const end = (signal: (typeof signals)[number]) => {
    if (cancel()) return;
    before();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
