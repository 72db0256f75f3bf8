import type { DrillProgress } from '../drill/drill-progress.js';
import { checkLine } from './drill-steps-text.js';
import { safeLines, safeText } from '../foundation/safe-text.js';

/** What a drill tells, as lines of a log; `quiet` leaves only problems. */
export function drillLines(
  event: DrillProgress,
  { color, quiet }: { color: boolean; quiet: boolean },
): string[] {
  switch (event.step) {
    case 'check':
      return quiet && event.outcome !== 'problem' ? [] : [checkLine(event, color)];
    // What is wrong with a cluster is said however quiet it is to be.
    case 'trouble':
      return [safeLines(event.message)];
    case 'second':
      return [];
    default:
      return quiet ? [] : quietable(event);
  }
}

function quietable(
  event: Exclude<DrillProgress, { step: 'check' | 'trouble' | 'second' }>,
): string[] {
  switch (event.step) {
    case 'scenario':
      return [
        `${safeText(event.name)}: ${event.changes.map(safeText).join(', ') || 'by the hook'}`,
      ];
    case 'phase':
      return [`${safeText(event.scenario)}: ${event.phase}, ${Math.round(event.lasts)} s`];
    case 'restoring':
      return [`${safeText(event.cluster)}: restoring`];
    case 'restored':
      return [`${safeText(event.cluster)}: ${safeText(event.change)}: ${event.outcome}`];
    case 'verdict':
      return [
        `${safeText(event.scenario)}: ${event.verdict}`,
        ...event.reasons.map((reason) => `  ${safeText(reason)}`),
      ];
  }
}
