import { titleOf } from '../cluster/cluster.js';
import type { ProgressEvent } from '../deploy/progress.js';

/** What a deployment is at, as a line of the log. */
export function progressLine(event: ProgressEvent): string {
  switch (event.step) {
    case 'reached':
      return `${event.cluster}: reached, ${event.serverVersion ?? 'version unknown'}`;
    case 'not-asked':
      return `${event.cluster}: could not be asked whether the run before has ended well: ${event.message}`;
    case 'checked':
      return `${event.cluster}: checked ${titleOf(event.object)} (${String(event.done)} of ${String(event.total)})`;
    case 'captured':
      return `${event.cluster}: locked, and its state is kept`;
    case 'written':
      return `${event.cluster}: ${event.result} ${event.title}`;
    case 'verified':
      return `${event.cluster}: verified${event.verification === 'reported' ? ', its control plane reports that it has everything' : ''}`;
    case 'failed':
      return `${event.cluster}: failed: ${event.message}`;
    case 'rolling-back':
      return `${event.cluster}: rolling back`;
    case 'rolled-back':
      return `${event.cluster}: ${String(event.changed)} objects put back, ${String(event.left)} not`;
  }
}
