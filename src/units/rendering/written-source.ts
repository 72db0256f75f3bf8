import type { Path, Range } from '../../foundation/range.js';
import type { WrittenValue } from '../../manifest/written-value.js';
import type { FilePlace, WrittenSource } from './traced.js';

/** A document of a file. */
export function fileSource(file: string, written: WrittenValue): WrittenSource {
  return { place: (path, part) => ({ file, ...written.locate(path, part) }) };
}

/** A text that stands in a document of a file, with what the text holds. */
export interface Inline {
  file: string;
  /** The text of the file. */
  fileText: string;
  /** The document, and where in it the text is. */
  outer: WrittenValue;
  path: Path;
  text: string;
  inner: WrittenValue;
}

/** A document in a text of a file: its own lines where the file has each of them as it is, or else where the text begins. */
export function inlineSource({ file, fileText, outer, path, text, inner }: Inline): WrittenSource {
  const begin = outer.locate(path);
  const shift = blockShift(fileText, text, begin);
  return {
    place(at, part): FilePlace {
      if (shift === undefined) return { file, ...outer.locate(path) };
      const { line, column, endLine, endColumn } = inner.locate(at, part);
      return {
        file,
        line: line + begin.line,
        column: column + shift,
        endLine: endLine + begin.line,
        endColumn: endColumn + shift,
      };
    },
  };
}

/** How far the lines of a literal block scalar are indented; undefined: it is none, or its lines are not those of the text. */
function blockShift(fileText: string, text: string, { line }: Range): number | undefined {
  const lines = fileText.split(/\r\n|\n|\r/);
  if (!/\|[-+0-9]*\s*(?:#.*)?$/.test(lines[line - 1] ?? '')) return undefined;
  const own = text.replace(/\n+$/, '').split('\n');
  const first = own.findIndex((one) => one !== '');
  const shift = (lines[line + first] ?? '').length - (own[first] ?? '').length;
  const isSame = own.every((one, index) => {
    const shown = lines[line + index] ?? '';
    return one.trim() === '' ? shown.trim() === '' : shown === ' '.repeat(Math.max(0, shift)) + one;
  });
  return isSame && shift >= 0 ? shift : undefined;
}
