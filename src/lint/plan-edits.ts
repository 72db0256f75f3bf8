import { addTo } from '../foundation/add-to.js';
import type { Fix } from '../foundation/finding.js';

type TextEdit = Fix['edits'][number];

/** An edit as offsets of the text, the end exclusive. */
interface Span {
  start: number;
  end: number;
  text: string;
}

/**
 * The texts after the fixes, by file; of fixes that touch each other only the first one is made, as the others may
 * mean something else then. `made` counts the fixes.
 */
export function withFixes(
  fixes: readonly Fix[],
  textOf: (file: string) => string | undefined,
): { texts: Map<string, string>; made: number } {
  const chosen = new Map<string, Span[]>();
  let made = 0;
  const offsets = offsetsOf(textOf);
  for (const { edits } of fixes) {
    const spans = edits.map((edit) => ({ file: edit.file, span: offsets(edit) }));
    const isFree = spans.every(
      ({ file, span }) => span && !chosen.get(file)?.some((other) => touches(span, other)),
    );
    if (!isFree) continue;
    made += 1;
    for (const { file, span } of spans) {
      if (span) addTo(chosen, file, span);
    }
  }
  const texts = new Map(
    [...chosen].map(([file, spans]) => [file, replaceSpans(textOf(file) ?? '', spans)]),
  );
  return { texts, made };
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  return spans
    .toSorted((a, b) => b.start - a.start)
    .reduce((all, { start, end, text: own }) => all.slice(0, start) + own + all.slice(end), text);
}

/** Turns the ranges of edits into offsets; undefined where the file's text was not kept. */
export function offsetsOf(
  textOf: (file: string) => string | undefined,
): (edit: TextEdit) => Span | undefined {
  const starts = new Map<string, number[]>();
  return ({ file, range, text }) => {
    const whole = textOf(file);
    if (whole === undefined) return undefined;
    let lines = starts.get(file);
    if (!lines) {
      lines = [0, ...[...whole.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
      starts.set(file, lines);
    }
    const start = (lines[range.line - 1] ?? whole.length) + range.column - 1;
    const end = (lines[range.endLine - 1] ?? whole.length) + range.endColumn - 1;
    return { start, end, text };
  };
}
