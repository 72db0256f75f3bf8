import type { Edit, Path, Range } from '../foundation/range.js';
import type { Comment, Document } from './document.js';

/** A document with another value than its text has; what the value has in common with the text stands where it stood. */
export class OverlaidDocument implements Document {
  readonly file: string;
  readonly #original: Document;

  constructor(
    original: Document,
    readonly value: Record<string, unknown>,
  ) {
    this.#original = original;
    this.file = original.file;
  }

  locate(path: Path, part?: 'key' | 'value'): Range {
    return this.#original.locate(path, part);
  }

  fileAt(path: Path, part?: 'key' | 'value'): string {
    return this.#original.fileAt?.(path, part) ?? this.file;
  }

  relatedAt(path: Path): (Range & { file: string; message: string })[] {
    return this.#original.relatedAt?.(path) ?? [];
  }

  /** The text does not have the value. */
  edit(): Edit | undefined {
    return undefined;
  }

  comments(): Comment[] {
    return this.#original.comments();
  }
}
