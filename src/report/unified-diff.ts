import { safeText } from '../foundation/safe-text.js';

/** Lines of a diff before and after what differs. */
const context = 3;

/** How far apart equal lines are looked for. */
const farthest = 1_000;

/** A line that stays, goes or comes, with the lines of either text that stand before it. */
interface Line {
  mark: ' ' | '-' | '+';
  text: string;
  old: number;
  new: number;
}

/** The difference of two texts as `diff -u` writes it, for `git apply` and `patch`; empty where there is none. */
export function unifiedDiff(file: string, before: string, after: string): string {
  const lines = compare(splitLines(before), splitLines(after));
  const hunks = hunksOf(lines).map(hunkText);
  if (hunks.length === 0) return '';
  const name = safeText(file);
  return `--- a/${name}\n+++ b/${name}\n${hunks.join('')}`;
}

/** Each line with its own line break. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compare(before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  let [old, current] = [0, 0];
  const take = (mark: Line['mark'], text = '') => {
    lines.push({ mark, text, old, new: current });
    if (mark !== '+') old += 1;
    if (mark !== '-') current += 1;
  };
  while (old < before.length || current < after.length) {
    if (before[old] === after[current]) {
      take(' ', before[old]);
      continue;
    }
    const [gone, come] = nextEqual(before, after, old, current);
    for (let count = 0; count < gone; count++) take('-', before[old]);
    for (let count = 0; count < come; count++) take('+', after[current]);
  }
  return lines;
}

/** How many lines go and come until both texts have the same line again, or end. */
function nextEqual(
  before: readonly string[],
  after: readonly string[],
  old: number,
  current: number,
): [number, number] {
  for (let distance = 1; distance <= farthest; distance++) {
    for (let gone = 0; gone <= distance; gone++) {
      const come = distance - gone;
      const line = before[old + gone];
      if (line !== undefined && line === after[current + come]) return [gone, come];
    }
  }
  return [before.length - old, after.length - current];
}

/** Changes with their context; those that are near to each other in one piece. */
function hunksOf(lines: readonly Line[]): Line[][] {
  const hunks: Line[][] = [];
  let end = -1;
  lines.forEach(({ mark }, index) => {
    if (mark === ' ') return;
    const from = Math.max(index - context, end, 0);
    const until = Math.min(index + context + 1, lines.length);
    const hunk = hunks.at(-1);
    if (hunk && index - context <= end) hunk.push(...lines.slice(end, until));
    else hunks.push(lines.slice(from, until));
    end = Math.max(end, until);
  });
  return hunks;
}

function hunkText(hunk: readonly Line[]): string {
  const [first] = hunk;
  const side = (start: number, without: Line['mark']) => {
    const count = hunk.filter(({ mark }) => mark !== without).length;
    return `${count === 0 ? start : start + 1},${count}`;
  };
  const head = `@@ -${side(first?.old ?? 0, '+')} +${side(first?.new ?? 0, '-')} @@\n`;
  return head + hunk.map(lineText).join('');
}

/** A patch has to be exact, but a log is read by machines too: of lines that are harmless nothing is changed. */
function lineText({ mark, text }: Line): string {
  const [, content = '', end = ''] = /^([^]*?)(\r?\n|)$/.exec(text) ?? [];
  const safe = content.split('\t').map(safeText).join('\t');
  return `${mark}${safe}${end === '' ? '\n\\ No newline at end of file\n' : end}`;
}
