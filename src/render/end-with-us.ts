/** What is to be put in order where this process ends before its time. */
const pending = new Set<() => void>();

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function finish(): void {
  for (const action of pending) action();
  pending.clear();
}

/** Puts things in order, and lets the signal do what it would have done. */
function onSignal(signal: NodeJS.Signals): void {
  finish();
  detach();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function detach(): void {
  for (const signal of signals) process.off(signal, onSignal);
  process.off('exit', finish);
}

/**
 * Has something done where this process ends or is ended by a signal before it is forgotten.
 *
 * @param action Synchronous; throws nothing.
 * @returns Forgets it.
 */
export function endWithUs(action: () => void): () => void {
  if (pending.size === 0) {
    for (const signal of signals) process.on(signal, onSignal);
    process.on('exit', finish);
  }
  pending.add(action);
  return () => {
    pending.delete(action);
    if (pending.size === 0) detach();
  };
}
