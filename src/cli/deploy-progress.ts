import type { Progress, ProgressEvent } from '../deploy/progress.js';
import { safeLines, safeText } from '../foundation/safe-text.js';
import type { OptionValues } from './command.js';
import type { Io } from './io.js';

/** Tells a deployment's progress to standard error, a line for each step of a cluster. */
export function tellProgress(values: OptionValues, io: Io): Progress {
  if (values['quiet'] === true) return () => {};
  const written = new Map<string, number>();
  return (event) => {
    if (event.step === 'written' && event.result !== 'unchanged') {
      written.set(event.cluster, (written.get(event.cluster) ?? 0) + 1);
    }
    const text = progressText(event, written.get(event.cluster) ?? 0);
    if (text !== undefined) io.stderr.write(`${safeText(event.cluster)}: ${text}\n`);
  };
}

function progressText(event: ProgressEvent, written: number): string | undefined {
  switch (event.step) {
    case 'reached':
      return `reached, ${safeText(event.serverVersion ?? 'version unknown')}`;
    case 'not-asked':
      return `could not be asked whether the run before has ended well: ${safeLines(event.message)}`;
    case 'checked':
      return event.done === event.total ? `${String(event.total)} objects checked` : undefined;
    case 'captured':
      return 'locked, and its state is kept';
    case 'written':
      return undefined;
    case 'verified':
      return event.verification === 'reported'
        ? `${String(written)} objects written; its control plane reports that it has them`
        : `${String(written)} objects written`;
    case 'failed':
      return `failed: ${safeLines(event.message)}`;
    case 'rolling-back':
      return 'rolling back';
    case 'rolled-back':
      return `${String(event.changed)} objects put back${event.left > 0 ? `, ${String(event.left)} not` : ''}`;
  }
}
