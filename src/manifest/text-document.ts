import { changeText } from './change-text.js';
import type { Edit, Path, Range } from '../foundation/range.js';
import type { DocumentChange, Comment, Document } from './document.js';
import type { LineIndex } from './line-index.js';
import { locate, locateInBlock } from './locate.js';
import type { ReadingMemory } from './reading-memory.js';
import { readChunk } from './yaml/index.js';
import type { Chunk, CommentSpan, Span, YamlNode } from './yaml/index.js';

/** What a document needs to find its places, when somebody asks for them. */
interface Parts {
  file: string;
  value: Record<string, unknown>;
  chunk: Chunk;
  /** Undefined: the chunk is this document alone, and its nodes were not kept. */
  site: Site | undefined;
  lines: () => LineIndex;
  reading: ReadingMemory;
  /** All comments of the chunk. */
  comments: () => readonly CommentSpan[];
}

/** A document among the nodes of its chunk. */
export interface Site {
  /** The document's own root: in a list, the item. */
  root: YamlNode | undefined;
  /** The part of the chunk whose comments are the document's. */
  comments: Span;
}

/** The position of the first comment that begins at an offset or behind it; they are in the order of the text. */
function firstFrom(comments: readonly CommentSpan[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A document that was read from text. */
export class TextDocument implements Document {
  readonly file: string;
  readonly value: Record<string, unknown>;
  readonly #parts: Parts;
  #comments: Comment[] | undefined;
  #read: { root: YamlNode | undefined } | undefined;

  constructor(parts: Parts) {
    this.file = parts.file;
    this.value = parts.value;
    this.#parts = parts;
  }

  locate(path: Path, part: 'key' | 'value' = 'value'): Range {
    // The whole document has no key, and nobody wants all of it underlined.
    const span = path.length > 0 ? this.#find(path, part) : undefined;
    return this.#range(span ?? this.#firstLine());
  }

  #find(path: Path, part: 'key' | 'value'): Span | undefined {
    const { site, chunk, reading } = this.#parts;
    const block = site ? undefined : reading.placesOf(chunk);
    if (block) return locateInBlock(block, path, part);
    return locate(this.#root(), path, part);
  }

  /** What was read without nodes has none to keep: few documents are ever asked for theirs. */
  #root(): YamlNode | undefined {
    const { site, chunk } = this.#parts;
    if (site) return site.root;
    if (!this.#read) {
      const result = readChunk(chunk);
      if ('fault' in result) throw new Error('a document that was read cannot be parsed');
      this.#read = result;
    }
    return this.#read.root;
  }

  edit(path: Path, change: DocumentChange): Edit | undefined {
    const { chunk } = this.#parts;
    const replacement = changeText(this.#root(), path, change, chunk.text);
    return replacement && { range: this.#range(replacement), text: replacement.text };
  }

  /** In a list, an item has the comments above it (the first one: from the list's beginning). */
  comments(): Comment[] {
    this.#comments ??= this.#findComments();
    return this.#comments;
  }

  #findComments(): Comment[] {
    const { chunk, site, comments } = this.#parts;
    if (!chunk.text.includes('#')) return [];
    const all = comments();
    const own = site
      ? all.slice(firstFrom(all, site.comments.start), firstFrom(all, site.comments.end))
      : all;
    return own.map(({ start, end, trailing }) => ({
      text: chunk.text.slice(start + 1, end),
      range: this.#range({ start, end }),
      trailing,
    }));
  }

  #firstLine(): Span {
    const { chunk } = this.#parts;
    const { start, end } = this.#root() ?? { start: 0, end: 0 };
    const line = /^[^\r\n]*/.exec(chunk.text.slice(start, end))?.[0] ?? '';
    return { start, end: start + line.length };
  }

  #range({ start, end }: Span): Range {
    const { chunk, lines } = this.#parts;
    return lines().range(chunk.offset + start, chunk.offset + end);
  }
}
