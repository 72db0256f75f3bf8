import { constants } from 'node:os';

/** What a runner sends when a workflow is cancelled, and what ends a program on a machine of one's own. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends the process by a signal, but not the first time if there is something to put in order.
 *
 * @param cancel Told of the first signal; the result is whether the process goes on to put things in order.
 * @param before Done before the process ends.
 * @returns Stops it.
 */
export function onSignals(cancel: () => boolean, before: () => void): () => void {
  let isCancelled = false;
  const end = (signal: (typeof SIGNALS)[number]) => {
    if (!isCancelled && cancel()) {
      isCancelled = true;
      return;
    }
    before();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}
