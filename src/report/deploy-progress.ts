import type { Progress, ProgressEvent } from '../deploy/progress.js';
import { verifiedText } from '../deploy/verified.js';
import { plural } from '../foundation/plural.js';
import { safeLines, safeText } from '../foundation/safe-text.js';

/** Writes what a deployment is at, a line for each step of a cluster; the objects of a step are counted. */
export function deployProgress(write: (line: string) => void): Progress {
  const written = new Map<string, number>();
  return (event) => {
    const { cluster } = event;
    if (event.step === 'written' && event.result !== 'unchanged') {
      written.set(cluster, (written.get(cluster) ?? 0) + 1);
    }
    const text = progressText(event, written.get(cluster) ?? 0);
    if (text !== undefined) write(`${safeText(cluster)}: ${text}`);
  };
}

function progressText(event: ProgressEvent, written: number): string | undefined {
  switch (event.step) {
    case 'reached':
      return `reached, ${safeText(event.serverVersion ?? 'version unknown')}`;
    case 'not-asked':
      return `could not be asked whether the run before has ended well: ${safeLines(event.message)}`;
    case 'checked':
      return event.done === event.total ? `${plural(event.total, 'object')} checked` : undefined;
    case 'waiting':
      return `waiting for another run to end: ${safeLines(event.holder)}`;
    case 'captured':
      return 'locked, and its state is kept';
    case 'written':
      return undefined;
    case 'verified':
      return `${plural(written, 'object')} written${event.verified ? `; ${safeText(verifiedText(event.verified))}` : ''}`;
    case 'gate':
      return `before the next clusters: ${safeText(event.gate)}`;
    case 'gate-seen':
      return `${safeText(event.gate)}: ${safeText(event.text)}`;
    case 'gate-held':
      return `${safeText(event.gate)} holds: ${safeText(event.text)}`;
    case 'failed':
      return `failed: ${safeLines(event.message)}`;
    case 'rolling-back':
      return 'rolling back';
    case 'rolled-back':
      return `${plural(event.changed, 'object')} put back${event.left > 0 ? `, ${event.left} not` : ''}`;
  }
}
