import { changeText } from './change-text.js';
import { findComments } from './comments.js';
import type { Change, Comment, Document, Edit, Path, Range } from './document.js';
import type { LineIndex } from './line-index.js';
import { locate } from './locate.js';
import type { Span } from './locate.js';
import { extent } from './node.js';
import type { AnyNode } from './node.js';
import type { Tree } from './parse-yaml.js';
import type { Chunk } from './split-documents.js';

/** What a document needs to find its places, when somebody asks for them. */
interface Parts {
  file: string;
  value: Record<string, unknown>;
  chunk: Chunk;
  tree: Tree;
  /** The document's own root: in a list, the item. */
  node: AnyNode;
  /** The part of the chunk whose comments are the document's. */
  comments: Span;
  lines: LineIndex;
}

/** A document that was read from text. */
export class TextDocument implements Document {
  readonly file: string;
  readonly value: Record<string, unknown>;
  readonly #parts: Parts;
  #comments: Comment[] | undefined;

  constructor(parts: Parts) {
    this.file = parts.file;
    this.value = parts.value;
    this.#parts = parts;
  }

  locate(path: Path, part: 'key' | 'value' = 'value'): Range {
    const { tree, node, chunk } = this.#parts;
    // The whole document has no key, and nobody wants all of it underlined.
    const span = path.length > 0 ? locate(tree, node, path, part, chunk.text) : undefined;
    return this.#range(span ?? this.#firstLine());
  }

  edit(path: Path, change: Change): Edit | undefined {
    const { tree, node, chunk } = this.#parts;
    const replacement = changeText(tree, node, path, change, chunk.text);
    return replacement && { range: this.#range(replacement), text: replacement.text };
  }

  /** In a list, an item has the comments above it (the first one: from the list's beginning). */
  comments(): Comment[] {
    this.#comments ??= this.#findComments();
    return this.#comments;
  }

  #findComments(): Comment[] {
    const { chunk, comments } = this.#parts;
    return findComments(chunk.text)
      .filter(({ start }) => start >= comments.start && start < comments.end)
      .map(({ start, end, trailing }) => ({
        text: chunk.text.slice(start + 1, end),
        range: this.#range({ start, end }),
        trailing,
      }));
  }

  #firstLine(): Span {
    const { node, chunk } = this.#parts;
    const { start, end } = extent(node, chunk.text) ?? { start: 0, end: 0 };
    const line = /^[^\r\n]*/.exec(chunk.text.slice(start, end))?.[0] ?? '';
    return { start, end: start + line.length };
  }

  #range({ start, end }: Span): Range {
    const { chunk, lines } = this.#parts;
    return lines.range(chunk.offset + start, chunk.offset + end);
  }
}
