import type { Path, Range } from '../../foundation/range.js';
import type { Document } from '../../manifest/document.js';
import type { FilePlace } from './traced.js';

/** Where the parts of a rendered object come from. */
export interface Provenance {
  /** The file that the object itself comes from. */
  file: string;
  place(path: Path, part: 'key' | 'value'): FilePlace;
  related(path: Path): (FilePlace & { message: string })[];
}

/** An object that was rendered. Its places are those of the files that it was rendered from, never lines of the rendered text. */
export class RenderedDocument implements Document {
  readonly file: string;
  readonly value: Record<string, unknown>;
  readonly #provenance: Provenance;

  constructor(value: Record<string, unknown>, provenance: Provenance) {
    this.file = provenance.file;
    this.value = value;
    this.#provenance = provenance;
  }

  locate(path: Path, part: 'key' | 'value' = 'value'): Range {
    const { line, column, endLine, endColumn } = this.#provenance.place(path, part);
    return { line, column, endLine, endColumn };
  }

  fileAt(path: Path, part: 'key' | 'value' = 'value'): string {
    return this.#provenance.place(path, part).file;
  }

  relatedAt(path: Path): (FilePlace & { message: string })[] {
    return this.#provenance.related(path);
  }

  /** What a change of a source would bring is known after the next rendering only. */
  edit(): undefined {
    return undefined;
  }

  /** Those of the sources count. */
  comments(): [] {
    return [];
  }
}
