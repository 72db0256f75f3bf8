import type { Document } from '../manifest/document.js';
import type { Range } from '../foundation/range.js';
import type { Path } from '../foundation/range.js';
import { ConfigurationError } from '../foundation/errors.js';

/** Something wrong in a configuration file: where, what, and what to do. */
export interface ConfigProblem {
  path: Path;
  /** What to point at: the value (default), or its key. */
  part?: 'key' | 'value';
  message: string;
}

/** Collects the problems of one configuration file, to tell them all at once. */
export class ConfigProblems {
  readonly #file: string;
  readonly #lines: { range: Range; message: string }[] = [];

  /** The file as it is shown: relative to the working folder. */
  constructor(file: string) {
    this.#file = file;
  }

  add(document: Document, { path, part = 'value', message }: ConfigProblem): void {
    this.#lines.push({ range: document.locate(path, part), message });
  }

  addAt(range: Range, message: string): void {
    this.#lines.push({ range, message });
  }

  /** Throws one `ConfigurationError` with each problem, in the order of the file; if there is any. */
  throwIfAny(): void {
    if (this.#lines.length === 0) return;
    throw new ConfigurationError(
      this.#lines
        .toSorted((a, b) => a.range.line - b.range.line || a.range.column - b.range.column)
        .map(({ range: { line, column }, message }) => ({
          ...{ file: this.#file, line, column, message },
        })),
    );
  }
}
