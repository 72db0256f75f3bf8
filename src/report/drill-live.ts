import type { DrillPhaseName, DrillSample } from '../drill/drill-result.js';
import { paint } from './paint.js';
import { percentCell } from './percent-cell.js';
import { safeText } from './safe-text.js';

/** What a terminal shows of a running drill. */
export interface LiveState {
  scenario: string;
  phase: DrillPhaseName;
  /** Seconds that the phase lasts at most, and of which it has had so many. */
  lasts: number;
  elapsed: number;
  /** Of the last seconds. */
  samples: readonly DrillSample[];
}

const BAR_WIDTH = 30;

/** Lines for a terminal: the phase and the time left, then the split of each client as bars. */
export function drillLive(
  { scenario, phase, lasts, elapsed, samples }: LiveState,
  color: boolean,
): string[] {
  const style = paint(color);
  const left = Math.max(0, Math.ceil(lasts - elapsed));
  const isWaiting = phase === 'outage' || phase === 'recovery';
  const time = isWaiting ? `at most ${String(left)} s more` : `${String(left)} s left`;
  const lines = [`${style.strong(safeText(scenario))}  ${phase}  ${style.faint(time)}`];
  const clients = [...new Set(samples.map(({ client }) => client))];
  for (const client of clients) {
    const own = samples.filter((sample) => sample.client === client);
    const requests = own.reduce((sum, sample) => sum + sample.requests, 0);
    const errors = own.reduce((sum, sample) => sum + sample.errors, 0);
    lines.push(`  ${safeText(client)}`);
    const counts = new Map<string, number>();
    for (const { answered } of own) {
      for (const [name, count] of Object.entries(answered)) {
        counts.set(name, (counts.get(name) ?? 0) + count);
      }
    }
    const all = Math.max(
      1,
      [...counts.values()].reduce((sum, count) => sum + count, 0),
    );
    const names = [...counts.keys()].sort();
    const width = Math.max(6, ...names.map((name) => name.length));
    for (const name of names) lines.push(bar(name, (counts.get(name) ?? 0) / all, width));
    if (errors > 0) lines.push(style.error(bar('errors', errors / Math.max(1, requests), width)));
  }
  return lines;
}

function bar(name: string, share: number, width: number): string {
  const full = Math.round(share * BAR_WIDTH);
  const drawn = `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`;
  return `    ${safeText(name).padEnd(width)} ${drawn} ${percentCell(share, undefined, undefined, '0 %')}`;
}
