import type { DrillPhaseName, DrillSample } from '../drill/drill-result.js';
import { paint, type Paint } from './paint.js';
import { percentCell } from './percent-cell.js';
import { safeText } from '../foundation/safe-text.js';
import { scenarioTitle } from './scenario-title.js';

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

/** The terminal. */
export interface LiveOptions {
  color: boolean;
  /** Characters of a line, and lines. */
  columns: number;
  rows: number;
}

const phases: DrillPhaseName[] = ['baseline', 'outage', 'failover', 'recovery', 'steady'];

/** On fewer characters than this there is nothing to show. */
const narrowest = 40;
/** Characters of a bar at most. */
const widestBar = 40;
/** What stands in a line beside its name and its bar: two indents, two gaps, `99.9 %`. */
const around = 12;
/** Of a line, names take no more than this part. */
const nameShare = 0.4;

/**
 * Lines for a terminal: the phases and the time left, then the split of each client as bars. No line is wider than the
 * terminal and there are fewer than it has, so that they can be drawn over; clients that have no room are counted.
 */
export function drillLive(state: LiveState, { color, columns, rows }: LiveOptions): string[] {
  if (columns < narrowest) return [];
  const style = paint(color);
  const head = headOf(state, columns, style);
  const clients = [...new Set(state.samples.map(({ client }) => client))];
  const blocks = clients.map((client) => clientBlock(client, state.samples, columns, style));
  const lines = [...head];
  for (const [index, block] of blocks.entries()) {
    const isLast = index === blocks.length - 1;
    // The last line of the terminal is the cursor's; one more is for the count.
    if (lines.length + block.length > rows - (isLast ? 1 : 2)) {
      const left = blocks.length - index;
      lines.push(`  ${left} more ${left === 1 ? 'client' : 'clients'}`);
      break;
    }
    lines.push(...block);
  }
  return lines.slice(0, Math.max(1, rows - 1));
}

function headOf(
  { scenario, phase, lasts, elapsed }: LiveState,
  columns: number,
  style: Paint,
): string[] {
  const left = `${Math.max(0, Math.ceil(lasts - elapsed))} s`;
  // They end as soon as traffic has moved.
  const time = phase === 'outage' || phase === 'recovery' ? `at most ${left} more` : `${left} left`;
  const at = phases.indexOf(phase);
  const signs = phases.map(
    (name, index) => (index < at ? '✓ ' : index === at ? '▸ ' : '· ') + name,
  );
  const all = signs.map((text, index) => (index === at ? style.strong(text) : style.faint(text)));
  const isWide = signs.join('  ').length + time.length + 5 <= columns;
  const steps = isWide
    ? all.join('  ')
    : style.strong(cut(`▸ ${phase}`, columns - time.length - 5));
  const title = safeText(scenarioTitle(scenario));
  return [style.strong(cut(title, columns - 1)), `  ${steps}  ${time}`];
}

function clientBlock(
  client: string,
  samples: readonly DrillSample[],
  columns: number,
  style: Paint,
): string[] {
  const own = samples.filter((sample) => sample.client === client);
  const counts = new Map<string, number>();
  for (const [name, count] of own.flatMap(({ answered }) => Object.entries(answered))) {
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const all = sum([...counts.values()]);
  const requests = sum(own.map((sample) => sample.requests));
  const errors = sum(own.map((sample) => sample.errors));
  const names = [...counts.keys()].sort();
  const room = Math.max(6, Math.floor(columns * nameShare));
  const shown = names.map((name) => cut(safeText(name), room));
  const width = Math.max('errors'.length, ...shown.map(cellsOf));
  const bar = (name: string, share: number) => {
    const length = Math.max(0, Math.min(widestBar, columns - width - around - 1));
    const full = Math.round(share * length);
    const drawn = `${'█'.repeat(full)}${'░'.repeat(length - full)}`;
    const gap = ' '.repeat(width - cellsOf(name));
    return `    ${name}${gap} ${drawn} ${percentCell(share, undefined, undefined, '0 %')}`;
  };
  const failing = bar('errors', errors / Math.max(1, requests));
  return [
    `  ${cut(safeText(client), columns - 3)}`,
    ...names.map((name, index) => bar(shown[index] ?? '', (counts.get(name) ?? 0) / (all || 1))),
    errors > 0 ? style.error(failing) : style.faint(failing),
  ];
}

/** Characters beyond the Latin ones may take two cells of a terminal each. */
function cellsOf(text: string): number {
  return [...text].reduce((cells, character) => cells + (character < '\u0250' ? 1 : 2), 0);
}

/** At most so many cells, with a mark where something was cut. */
function cut(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  for (const character of text) {
    if (cellsOf(kept + character) > cells - 1) break;
    kept += character;
  }
  return `${kept}~`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
