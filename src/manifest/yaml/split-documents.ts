import { isGap, isLineEnd } from './characters.js';
import type { Fault } from './fault.js';
import { readJson } from './json-reader.js';
import { startOf } from './tree-reader.js';

/** One document of a file: its text, with the `---` line that begins it. */
export interface Chunk {
  /** Where its text begins in the file, in UTF-16 units from 0. */
  offset: number;
  text: string;
  /** Where the document begins in the text: behind a `---` line that kubectl takes for a separator. */
  from: number;
  isJson: boolean;
  /** Whether it ends the file. */
  isLast: boolean;
  /** Why kubectl reads no document here. */
  fault?: Fault;
}

/**
 * Splits a file into its documents before anything is parsed, as kubectl does: so one document that cannot be parsed does not hide the
 * others. A file that begins with `{` is read as a series of JSON objects, as far as it is one.
 * Source: k8s.io/apimachinery pkg/util/yaml/decoder.go YAMLOrJSONDecoder, YAMLReader.
 */
export function splitDocuments(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  // kubectl drops a byte order mark at the beginning of a file, and goyaml one at that of a document.
  const start = splitJson(text, startOf(text, 0), chunks);
  if (start !== undefined) splitYaml(text, start, chunks);
  return chunks;
}

/** White space as Go's unicode.IsSpace knows it. */
const goSpaces = '\\t-\\r \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000';
const space = new RegExp(`[${goSpaces}]*`, 'y');
const spaceToLineEnd = new RegExp(`(?:(?!\\n)[${goSpaces}])*\\n?`, 'y');

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}

/** Takes the JSON values that begin a file; returns where YAML begins, undefined if nothing is left. */
function splitJson(text: string, first: number, chunks: Chunk[]): number | undefined {
  let start = skip(space, text, first);
  if (text[start] !== '{') return first;
  for (let begin = first; ;) {
    const found = readJson(text, begin);
    if (!found) {
      // Of one object kubectl still believes that YAML may follow, if there is enough of it.
      const next = skip(spaceToLineEnd, text, begin);
      const message = whyNoYaml(text, next, chunks.length);
      if (message === undefined) return next;
      const fault = {
        kind: 'unreadable',
        start: start - begin,
        end: start - begin + 1,
        message,
      } as const;
      const rest = { offset: begin, text: text.slice(begin), from: 0, isJson: false, isLast: true };
      chunks.push({ ...rest, fault });
      return undefined;
    }
    const { end } = found;
    const isLast = end === text.length;
    chunks.push({ offset: begin, text: text.slice(begin, end), from: 0, isJson: true, isLast });
    begin = end;
    start = skip(space, text, end);
    if (start === text.length) return undefined;
  }
}

/** Why kubectl reads no YAML at an offset, behind a number of JSON objects. */
function whyNoYaml(text: string, offset: number, objects: number): string | undefined {
  if (objects > 1) {
    return 'this file begins as a series of JSON objects, and this is none; write JSON or YAML, not both';
  }
  // It looks at four bytes at a time, that of a line feed before included.
  const from = text[offset - 1] === '\n' ? offset - 1 : offset;
  const isLongEnough =
    text.length - from >= 4 || new TextEncoder().encode(text.slice(from)).length >= 4;
  return isLongEnough
    ? undefined
    : 'this is no JSON, and too short for kubectl to try it as YAML; write JSON';
}

/** Splits at every line that begins with `---`. */
function splitYaml(text: string, begin: number, chunks: Chunk[]): void {
  let start = begin;
  // Where the text begins that kubectl has read since the last separator.
  let content = begin;
  let fault: Fault | undefined;
  const add = (end: number) => {
    if (end <= start) return;
    const from = content - start;
    const isLast = end === text.length;
    const chunk = { offset: start, text: text.slice(start, end), from, isJson: false, isLast };
    chunks.push(fault ? { ...chunk, fault } : chunk);
  };
  let at = text.startsWith('---', begin) ? begin : nextSeparator(text, begin);
  for (; at > -1; at = nextSeparator(text, at)) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline + 1;
    const next = findFault(text.slice(at, end));
    // A separator right behind another one is a part of the document.
    if (at === content && !next) continue;
    add(at);
    start = at;
    content = next ? at : end;
    fault = next;
  }
  add(text.length);
}

function nextSeparator(text: string, from: number): number {
  const before = text.indexOf('\n---', from);
  return before === -1 ? -1 : before + 1;
}

/** What is wrong with a line that begins with `---`: only a comment may follow. */
function findFault(line: string): Fault | undefined {
  const after = skip(space, line, 3);
  const end = line.trimEnd().length;
  const place = { kind: 'unreadable', start: 0, end } as const;
  if (after < line.length && line[after] !== '#') {
    const message = isGap(line.charCodeAt(3))
      ? 'kubectl allows only a comment on the line of ---; put what follows on the next line'
      : 'kubectl takes a line that begins with --- as the end of a document; indent it';
    return { ...place, message };
  }
  // kubectl drops the line up to its line feed, with all that other line breaks hide in it.
  for (let at = after; at < end; at += 1) {
    if (!isLineEnd(line.charCodeAt(at))) continue;
    const message =
      'kubectl drops what stands on the line of ---, also behind an unusual line break; remove it';
    return { ...place, start: at, end: at + 1, message, surprise: 'hidden-line-break' };
  }
  return undefined;
}
