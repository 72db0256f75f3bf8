import type { Path, Range } from '../foundation/range.js';
import { LineIndex } from './line-index.js';
import { locate } from './locate.js';
import { readChunk, splitDocuments, toValue } from './yaml/index.js';

/** A value of any shape, of which it is known where in a text each part of it stands. */
export interface WrittenValue {
  value: unknown;
  /** As `Document.locate`. */
  locate(path: Path, part?: 'key' | 'value'): Range;
}

/** What a text holds, a value for each document; of a document that cannot be read, why. Empty documents are left out. */
export function readWrittenValues(text: string): (WrittenValue | { fault: string })[] {
  let lines: LineIndex | undefined;
  return splitDocuments(text).flatMap((chunk): (WrittenValue | { fault: string })[] => {
    const result = readChunk(chunk);
    if ('fault' in result) return [{ fault: result.fault.message }];
    const { root } = result;
    const { value, faults } = toValue(root);
    const [fault] = faults;
    if (fault) return [{ fault: fault.message }];
    if (value === null || value === undefined) return [];
    return [
      {
        value,
        locate: (path, part = 'value') => {
          const span = path.length > 0 ? locate(root, path, part) : undefined;
          const { start, end } = span ?? { start: root?.start ?? 0, end: root?.start ?? 0 };
          lines ??= new LineIndex(text);
          return lines.range(chunk.offset + start, chunk.offset + end);
        },
      },
    ];
  });
}
