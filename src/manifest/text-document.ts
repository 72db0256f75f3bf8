import { changeText } from './change-text.js';
import { findComments, type CommentSpan } from './comments.js';
import type { Change, Comment, Document } from './document.js';
import type { Edit } from '../foundation/range.js';
import type { Range } from '../foundation/range.js';
import type { Path } from '../foundation/range.js';
import type { LineIndex } from './line-index.js';
import { readBlockYaml, type BlockYaml } from './block-yaml.js';
import { locate, locateInBlock } from './locate.js';
import type { Span } from './locate.js';
import { extent } from './node.js';
import type { AnyNode } from './node.js';
import { parseYaml } from './parse-yaml.js';
import type { Tree } from './parse-yaml.js';
import type { Chunk } from './split-documents.js';

/** A document in the tree of its chunk. */
export interface Root {
  tree: Tree;
  /** The document's own root: in a list, the item. */
  node: AnyNode;
}

/** What a document needs to find its places, when somebody asks for them. */
interface Parts {
  file: string;
  value: Record<string, unknown>;
  chunk: Chunk;
  /** Undefined: the chunk is this document alone, and has no tree yet. */
  site:
    | (Root & { /** The part of the chunk whose comments are the document's. */ comments: Span })
    | undefined;
  lines: () => LineIndex;
}

/** Of a list with thousands of items, each asks for its own. */
const knownComments = new WeakMap<Chunk, CommentSpan[]>();

function commentsOf(chunk: Chunk): CommentSpan[] {
  let comments = knownComments.get(chunk);
  if (!comments) knownComments.set(chunk, (comments = findComments(chunk.text)));
  return comments;
}

/** Where everything stands in the chunk that was asked for last: of one document often more is asked. */
let lastRead: { chunk: Chunk; block: BlockYaml | undefined } | undefined;

function blockOf(chunk: Chunk): BlockYaml | undefined {
  if (lastRead?.chunk !== chunk) {
    lastRead = { chunk, block: readBlockYaml(chunk.text, { withSpans: true }) };
  }
  return lastRead.block;
}

/** A document that was read from text. */
export class TextDocument implements Document {
  readonly file: string;
  readonly value: Record<string, unknown>;
  readonly #parts: Parts;
  #comments: Comment[] | undefined;
  #root: Root | undefined;

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
    const { site, chunk } = this.#parts;
    const block = site ? undefined : blockOf(chunk);
    if (block) return locateInBlock(block, path, part);
    const { tree, node } = this.#tree();
    return locate(tree, node, path, part, chunk.text);
  }

  /** What was read without a tree has none to keep: few documents are ever asked for theirs. */
  #tree(): Root {
    const { site, chunk } = this.#parts;
    if (site) return site;
    if (!this.#root) {
      const result = parseYaml(chunk.text);
      if (result.type !== 'tree') throw new Error('a document that was read cannot be parsed');
      this.#root = { tree: result.tree, node: result.tree.root };
    }
    return this.#root;
  }

  edit(path: Path, change: Change): Edit | undefined {
    const { chunk } = this.#parts;
    const { tree, node } = this.#tree();
    const replacement = changeText(tree, node, path, change, chunk.text);
    return replacement && { range: this.#range(replacement), text: replacement.text };
  }

  /** In a list, an item has the comments above it (the first one: from the list's beginning). */
  comments(): Comment[] {
    this.#comments ??= this.#findComments();
    return this.#comments;
  }

  #findComments(): Comment[] {
    const { chunk, site } = this.#parts;
    if (!chunk.text.includes('#')) return [];
    const comments = site?.comments ?? { start: 0, end: chunk.text.length };
    return commentsOf(chunk)
      .filter(({ start }) => start >= comments.start && start < comments.end)
      .map(({ start, end, trailing }) => ({
        text: chunk.text.slice(start + 1, end),
        range: this.#range({ start, end }),
        trailing,
      }));
  }

  #firstLine(): Span {
    const { chunk } = this.#parts;
    const { node } = this.#tree();
    const { start, end } = extent(node, chunk.text) ?? { start: 0, end: 0 };
    const line = /^[^\r\n]*/.exec(chunk.text.slice(start, end))?.[0] ?? '';
    return { start, end: start + line.length };
  }

  #range({ start, end }: Span): Range {
    const { chunk, lines } = this.#parts;
    return lines().range(chunk.offset + start, chunk.offset + end);
  }
}
