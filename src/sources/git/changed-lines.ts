import { git } from './git.js';

/** Lines of a file, from 1, both inclusive. */
export interface LineRange {
  first: number;
  last: number;
}

/** By file, relative to the folder, with `/`: the lines that a change touches. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[]>;

/**
 * The lines of the current commit that are new or other than in `commit`, below a folder. Where lines only went away,
 * the ones beside the gap.
 *
 * @param context So many lines around each count as well.
 */
export async function changedLines(
  cwd: string,
  env: NodeJS.ProcessEnv,
  commit: string,
  context = 0,
): Promise<ChangedLines> {
  const output = await git(cwd, env, [
    'diff',
    `--unified=${context}`,
    '--relative',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--submodule=short',
    '--ignore-submodules=all',
    '--no-renames',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    commit,
    'HEAD',
    '--',
    // Whatever else changed has no findings.
    ...['*.yaml', '*.yml', '*.json'],
  ]);
  return parseDiff(output.toString());
}

/** Whether a range of lines has a line that was changed. */
export function touches(ranges: readonly LineRange[] | undefined, lines: LineRange): boolean {
  return (ranges ?? []).some(({ first, last }) => first <= lines.last && lines.first <= last);
}

/** Whether all of the lines are within one range. */
export function covers(ranges: readonly LineRange[] | undefined, lines: LineRange): boolean {
  return (ranges ?? []).some(({ first, last }) => first <= lines.first && lines.last <= last);
}

function parseDiff(text: string): Map<string, LineRange[]> {
  const result = new Map<string, LineRange[]>();
  const lines = text.split('\n');
  let ranges: LineRange[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('+++ ')) {
      ranges = [];
      const file = fileName(line.slice(4));
      if (file !== undefined) result.set(file, ranges);
      continue;
    }
    const [, gone, start, come] = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (start === undefined) continue;
    const [first, count] = [Number(start), Number(come ?? 1)];
    ranges.push(count > 0 ? { first, last: first + count - 1 } : { first, last: first + 1 });
    at = endOfHunk(lines, at, Number(gone ?? 1), count);
  }
  return result;
}

/** What a hunk holds may look like a head. */
function endOfHunk(lines: readonly string[], head: number, gone: number, come: number): number {
  let [at, old, current] = [head, gone, come];
  while ((old > 0 || current > 0) && at + 1 < lines.length) {
    at += 1;
    const mark = lines[at]?.[0];
    if (mark !== '+' && mark !== '\\') old -= 1;
    if (mark !== '-' && mark !== '\\') current -= 1;
  }
  return at;
}

const escapes: Record<string, string> = {
  a: '\u0007',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

/** `b/NAME`, in quotes where it has special characters; undefined for a file that is gone. */
function fileName(text: string): string | undefined {
  const quoted = /^"(.*)"$/.exec(text)?.[1];
  const name =
    quoted === undefined
      ? // Behind a name with a space git writes a tab.
        text.replace(/\t$/, '')
      : quoted.replace(/\\(?:([0-7]{3})|(.))/g, (_, octal?: string, letter?: string) =>
          octal === undefined
            ? (escapes[letter ?? ''] ?? letter ?? '')
            : String.fromCharCode(parseInt(octal, 8)),
        );
  return name.startsWith('b/') ? name.slice(2) : undefined;
}
