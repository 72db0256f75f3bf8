import { concernsFailover, istioGroup, kindOf } from '../api/kinds.js';
import { kept } from '../foundation/kept.js';
import type { Range } from '../foundation/range.js';
import type { Document, ReadProblem } from './document.js';
import { LineIndex } from './line-index.js';
import { ReadingMemory } from './reading-memory.js';
import { hasTemplateAction, renderFirst } from './template.js';
import { TextDocument } from './text-document.js';
import type { Site as Place } from './text-document.js';
import { findComments, follow, readChunk, splitDocuments, toValue } from './yaml/index.js';
import type { Chunk, CommentSpan, Fault, YamlNode } from './yaml/index.js';

/** The text of one file, and how it was reached. */
export interface Source {
  /** As in `Document.file`. */
  file: string;
  text: string;
  /** As in `ReadProblem.named`. */
  named: boolean;
}

/** What one file holds; the counts are those of `Manifests`. */
export interface Parsed {
  documents: Document[];
  /** Of those that are passed over, the ones that say how others are deployed or configured. */
  others: Document[];
  problems: ReadProblem[];
  count: number;
  skipped: number;
}

/** Lists in lists that are taken apart; kubectl itself writes none. */
const deepestList = 8;

/**
 * Reads the documents of one file that concern failover: everything of `networking.istio.io`, Services,
 * and what says how many pods there are; lists are taken apart. The others are counted. Never throws: what cannot be read
 * becomes a problem, and hides no other document.
 *
 * @param reading Of the project that the file belongs to.
 * @param isEveryKind Objects of whatever kind are among the others: they may be sent to clusters.
 */
export function parseManifest(
  source: Source,
  reading = new ReadingMemory(),
  isEveryKind = false,
): Parsed {
  const isOther = saysHow(source.file)
    ? () => true
    : isEveryKind
      ? isRecognisedOrNamed(source.file)
      : mayBeValues(source.file)
        ? isRecognisedOrValues
        : isRecognised;
  return new FileParser(source, concernsFailover, isOther, reading).parse();
}

/** Whether a file says, by its name, how others are deployed; whatever kind its documents are of, if any. */
function saysHow(file: string): boolean {
  return /(?:^|\/)(?:kustomization(?:\.ya?ml)?|Chart\.yaml|values[^/]*\.ya?ml)$/i.test(file);
}

/** Whether a file may hold values of a chart, by its name or folder. */
function mayBeValues(file: string): boolean {
  return /(?:(?:values|istio)[^/]*|(?:^|\/)values\/[^/]+)\.(?:ya?ml|json)$/i.test(file);
}

function isRecognisedOrValues(value: Record<string, unknown>): boolean {
  return isRecognised(value) || !('kind' in value || 'apiVersion' in value);
}

/** Of values files what is recognised without that; beside it, whatever says of itself which kind it is. */
function isRecognisedOrNamed(file: string): (value: Record<string, unknown>) => boolean {
  const isUsual = mayBeValues(file) ? isRecognisedOrValues : isRecognised;
  return (value) => isUsual(value) || (typeof value['kind'] === 'string' && 'apiVersion' in value);
}

function isRecognised(value: Record<string, unknown>): boolean {
  return kindOf(value) !== undefined;
}

/**
 * Reads every document of one file that is a mapping, of whatever kind, by the same rules: for
 * configuration files.
 */
export function parseMappings(source: Source): Parsed {
  return new FileParser(
    source,
    () => true,
    () => false,
    new ReadingMemory(),
  ).parse();
}

/** Whether the text of the object is for others to check. */
function isBackground(value: Record<string, unknown>): boolean {
  const entry = kindOf(value);
  return entry?.sizeOnly === true || entry?.noted === true;
}

/** Where a document is, and the chunk that holds it. */
interface Site extends Place {
  chunk: Chunk;
}

class FileParser {
  readonly #source: Source;
  readonly #wanted: (value: Record<string, unknown>) => boolean;
  readonly #text: string;
  readonly #istio: boolean;
  readonly #reading: ReadingMemory;
  readonly #isOther: (value: Record<string, unknown>) => boolean;
  readonly #parsed: Parsed = { documents: [], others: [], problems: [], count: 0, skipped: 0 };
  #lines: LineIndex | undefined;
  readonly #comments = new Map<Chunk, CommentSpan[]>();

  constructor(
    source: Source,
    wanted: (value: Record<string, unknown>) => boolean,
    isOther: (value: Record<string, unknown>) => boolean,
    reading: ReadingMemory,
  ) {
    this.#source = source;
    this.#wanted = wanted;
    this.#isOther = isOther;
    this.#reading = reading;
    this.#text = source.text;
    this.#istio = source.text.includes(istioGroup);
  }

  parse(): Parsed {
    for (const chunk of splitDocuments(this.#text)) this.#chunk(chunk);
    return this.#parsed;
  }

  #chunk(chunk: Chunk): void {
    if (!this.#quickly(chunk)) this.#thoroughly(chunk);
  }

  /** Reads a document in the form that most have; false: it has another form, and nothing was done. */
  #quickly(chunk: Chunk): boolean {
    const mayHideKind = this.#istio && chunk.text.includes(istioGroup);
    const keeps = (value: Record<string, unknown>) =>
      mayHideKind || this.#wanted(value) || this.#isOther(value) || isListKind(value['kind']);
    const read = this.#reading.read(chunk, { keeps });
    if (!read) return false;
    const { value } = read;
    if (value === null) return true;
    if (isList(value)) return false;
    this.#parsed.count += 1;
    if (this.#wanted(value)) this.#parsed.documents.push(this.#document(value, chunk, undefined));
    else this.#passOver(value, chunk, undefined);
    return true;
  }

  #thoroughly(chunk: Chunk): void {
    const result = readChunk(chunk);
    if ('fault' in result) {
      this.#unreadable(chunk, result.fault);
      return;
    }
    const { root } = result;
    const { value, faults } = toValue(root);
    const refused = faults.find(({ kind }) => kind === 'unreadable');
    if (refused) {
      this.#unreadable(chunk, refused);
    } else if (value !== null) {
      const comments = { start: 0, end: chunk.text.length };
      this.#take(value, faults, { chunk, root, comments }, 0);
    }
  }

  #take(value: unknown, faults: Fault[], site: Site, depth: number): void {
    if (!isObject(value)) {
      this.#notMapping(site);
      return;
    }
    if (isList(value)) {
      if (depth < deepestList) this.#list(value, faults, site, depth);
      else this.#tooDeep(site);
      return;
    }
    this.#parsed.count += 1;
    // Of workloads only their size is read: what is wrong with them is for others to say.
    const isWanted = (faults.length === 0 || !isBackground(value)) && this.#wanted(value);
    if (!isWanted && !this.#hidesKind(faults, site)) {
      this.#passOver(value, site.chunk, site);
    } else if (faults.length > 0) {
      for (const fault of faults) this.#problem(site.chunk, fault);
    } else {
      this.#parsed.documents.push(this.#document(value, site.chunk, site));
    }
  }

  #passOver(value: Record<string, unknown>, chunk: Chunk, site: Place | undefined): void {
    this.#parsed.skipped += 1;
    if (this.#isOther(value)) this.#parsed.others.push(this.#document(value, chunk, site));
  }

  /** A kind that is given twice may be one of ours, although the last one is not. */
  #hidesKind(faults: Fault[], { chunk }: Site): boolean {
    return (
      chunk.text.includes(istioGroup) &&
      faults.some(({ start, end }) =>
        /^(["']?)(kind|apiVersion)\1$/.test(chunk.text.slice(start, end)),
      )
    );
  }

  #notMapping(site: Site): void {
    this.#parsed.count += 1;
    if (!site.chunk.text.includes(istioGroup)) {
      this.#parsed.skipped += 1;
      return;
    }
    this.#problemAt(
      site,
      'a manifest is a mapping that begins with apiVersion and kind; this is none',
    );
  }

  /** What is not taken apart is not checked, which nobody should have to guess. */
  #tooDeep(site: Site): void {
    this.#parsed.count += 1;
    this.#problemAt(
      site,
      `a list inside ${deepestList} other lists is not read; put its items into a list of their own`,
      true,
    );
  }

  #problemAt({ chunk, root }: Site, message: string, isUnread = false): void {
    const { start, end } = root ?? { start: 0, end: 0 };
    const line = { start, end: endOfLine(chunk.text, start, end) };
    this.#problem(chunk, { kind: 'unreadable', ...line, message }, isUnread);
  }

  #list(list: List, faults: Fault[], site: Site, depth: number): void {
    const { chunk } = site;
    const nodes = itemNodes(site.root);
    let from = site.comments.start;
    for (const [index, item] of (list.items ?? []).entries()) {
      if (item === null) continue;
      // Items that a merge key brings in have no place of their own.
      const root = nodes[index];
      const span = root ?? site.comments;
      // What stands on the last line of an item is its own, what follows belongs to the next one.
      const next = nodes[index + 1]?.start;
      const until =
        next === undefined ? site.comments.end : endOfLine(chunk.text.slice(0, next), span.end);
      const own = faults.filter(({ start }) => start >= span.start && start < span.end);
      const comments = { start: from, end: until };
      this.#take(withKind(item, list), own, { chunk, root, comments }, depth + 1);
      from = until;
    }
  }

  #document(value: Record<string, unknown>, chunk: Chunk, site: Place | undefined): Document {
    const { file } = this.#source;
    return new TextDocument({
      ...{ file, value, chunk, site },
      lines: () => this.#lineIndex(),
      reading: this.#reading,
      // Of a list with thousands of items, each asks for its own.
      comments: () => kept(this.#comments, chunk, () => findComments(chunk)),
    });
  }

  #lineIndex(): LineIndex {
    this.#lines ??= new LineIndex(this.#text);
    return this.#lines;
  }

  #unreadable(chunk: Chunk, fault: Fault): void {
    this.#parsed.count += 1;
    this.#problem(
      chunk,
      hasTemplateAction(chunk.text) ? { ...fault, message: renderFirst } : fault,
    );
  }

  #problem(chunk: Chunk, { kind, start, end, message }: Fault, isUnread = false): void {
    const { file, named } = this.#source;
    const range = this.#range(chunk, start, end);
    this.#parsed.problems.push({
      ...{ kind, file, range, message, named, istio: this.#istio },
      ...(isUnread ? { unread: true } : {}),
    });
  }

  #range(chunk: Chunk, start: number, end: number): Range {
    return this.#lineIndex().range(chunk.offset + start, chunk.offset + end);
  }
}

interface List {
  kind: string;
  apiVersion: unknown;
  items: unknown[] | null | undefined;
}

function isList(value: Record<string, unknown>): value is Record<string, unknown> & List {
  const { kind, items } = value;
  if (!isListKind(kind)) return false;
  return Array.isArray(items) || (items ?? null) === null;
}

function isListKind(kind: unknown): kind is string {
  return typeof kind === 'string' && kind.endsWith('List');
}

/** Items of a typed list may leave out their kind: it is the list's, as for kubectl. */
function withKind(item: unknown, { kind, apiVersion }: List): unknown {
  if (kind === 'List' || !isObject(item) || 'kind' in item) return item;
  return { apiVersion, ...item, kind: kind.slice(0, -'List'.length) };
}

function itemNodes(list: YamlNode | undefined): YamlNode[] {
  const map = follow(list);
  if (map?.type !== 'map') return [];
  const entry = map.entries.find(({ key }) => key.type === 'scalar' && key.value === 'items');
  const items = follow(entry?.value);
  return items?.type === 'list' ? items.items : [];
}

function endOfLine(text: string, from: number, most = text.length): number {
  const newline = text.indexOf('\n', from);
  return newline === -1 ? most : Math.min(newline, most);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
