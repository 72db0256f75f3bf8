import {
  backslash,
  bar,
  closeBrace,
  closeBracket,
  colonSign,
  comma,
  dash,
  doubleQuote,
  hash,
  newline,
  openBrace,
  openBracket,
  singleQuote,
  space,
  tab,
} from './characters.js';
import type { Span } from './node.js';
import { isPlainWord, resolvePlain, toKey } from './scalar.js';

/** Where an entry of a mapping, or an item of a list, stands. */
export interface EntrySpans {
  /** List items have no key. */
  key: Span | undefined;
  /** Undefined: the value is empty. */
  value: Span | undefined;
}

/** Where everything stands: the entries of each mapping and list that was read. */
export type Spans = ReadonlyMap<object, ReadonlyMap<string | number, EntrySpans>>;

/** What to do with a document. */
export interface BlockYamlOptions {
  /**
   * Asked when apiVersion and kind have been read: whether the rest is to be kept. If not, it is only made sure that it
   * can be read, and nested values and duplicate keys in them are not told.
   */
  keeps?: (value: Record<string, unknown>) => boolean;
  /** Whether to note where everything stands. */
  withSpans?: boolean;
  /** Where the document begins in the text; what stands before it is passed over. */
  from?: number;
  /** As in `TreeReadOptions`. */
  endsLine?: boolean;
  /**
   * Keys by their text, for all texts that are read together: manifests have few, and to take the same string again is faster than
   * to make one.
   */
  keys?: Map<string, string>;
}

export interface BlockYaml {
  /** As `toValue` gives it; null for a document without content. */
  value: Record<string, unknown> | null;
  /** Empty unless they were asked for. */
  spans: Spans;
}

/**
 * Reads the YAML that manifests are mostly written in: block mappings and lists, scalars on one line, literal blocks,
 * short flow collections. What it returns is what `readTree` and `toValue` make of the text, in a fraction of the time;
 * for everything else (anchors, tags, merge keys, escapes, duplicate keys, errors of any kind) it returns undefined, and
 * the text is theirs.
 */
export function readBlockYaml(text: string, options: BlockYamlOptions = {}): BlockYaml | undefined {
  if (text.length > longestText || unusual.test(text)) return undefined;
  return new BlockReader(text, options).read();
}

/** In this length no document has too many values (`mostTokens`). */
const longestText = 500_000;

/** Deeper than any schema of Kubernetes, and shallower than the full parser's limit. */
const deepestNesting = 100;

/** A key this long is suspicious, and at 1024 characters an error. */
const longestKey = 500;

/** Line breaks and spaces beyond ASCII, byte order marks, and what may not stand in YAML at all. */
const unusual =
  /[^\t\n\u0020-\u007E\u00A1-\u167F\u1681-\u1FFF\u2010-\u2027\u2030-\u205E\u2070-\u2FFF\u3001-\uFEFE\uFF00-\uFFFD]/;

/** The escapes of double quotes that are read here. */
const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
  ['t', '\t'],
]);

/** By character code: what a key can begin with, what it consists of, and what begins a plain value. */
const keyStartClass = 1;
const keyPartClass = 2;
const plainStartClass = 4;
const classes = new Uint8Array(128);
function mark(characters: string, flag: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = classOf(code) | flag;
  }
}
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
mark(`${letters}0123456789_/`, keyStartClass);
mark(`${letters}0123456789_/.-*`, keyPartClass);
mark(`${letters}0123456789_/.+$(;=<^~\\`, plainStartClass);

function classOf(code: number): number {
  return code < 128 ? (classes[code] ?? 0) : 0;
}

/** A map of keys takes no more than this. */
const mostKnownKeys = 1000;

class BlockReader {
  readonly #text: string;
  readonly #end: number;
  readonly #endsLine: boolean;
  readonly #keys: Map<string, string>;
  readonly #keeps: ((value: Record<string, unknown>) => boolean) | undefined;
  readonly #spans: Map<object, Map<string | number, EntrySpans>> | undefined;
  /** Where reading goes on: the first character of a line's content, between two values. */
  #at = 0;
  /** The indentation of that line; -1 at the end. */
  #indent = -1;
  #depth = 0;
  #declined = false;
  /** Whether values are kept. */
  #isKept = true;
  /** Begin and end of the value read last; of an empty one, the end of what stands before it. */
  #valueStart = 0;
  #valueEnd = 0;

  constructor(
    text: string,
    { keeps, withSpans = false, from = 0, endsLine = false, keys = new Map() }: BlockYamlOptions,
  ) {
    this.#text = text;
    this.#at = from;
    this.#endsLine = endsLine;
    this.#keys = keys;
    this.#end = text.length;
    this.#keeps = keeps;
    this.#spans = withSpans ? new Map() : undefined;
  }

  read(): BlockYaml | undefined {
    if (this.#text.startsWith('---', this.#at)) {
      this.#at += 3;
      this.#endLine(this.#at);
    } else {
      this.#nextLine();
    }
    const spans: Spans = this.#spans ?? noSpans;
    const value = this.#indent === -1 ? null : this.#mapping(this.#indent);
    return this.#declined || this.#at < this.#end ? undefined : { value, spans };
  }

  /** Leaves the text to the full parser. */
  #decline(): null {
    this.#declined = true;
    this.#at = this.#end;
    this.#indent = -1;
    return null;
  }

  /** From the beginning of a line to the content of the next line that has some. */
  #nextLine(): void {
    const text = this.#text;
    let start = this.#at;
    for (;;) {
      let at = start;
      while (text.charCodeAt(at) === space) at += 1;
      if (at >= this.#end) {
        this.#at = this.#end;
        this.#indent = -1;
        return;
      }
      const code = text.charCodeAt(at);
      if (code === newline) {
        start = at + 1;
      } else if (code === hash) {
        start = this.#lineEnd(at) + 1;
      } else if (code === tab) {
        this.#decline();
        return;
      } else {
        this.#indent = at - start;
        this.#at = at;
        return;
      }
    }
  }

  #lineEnd(from: number): number {
    const at = this.#text.indexOf('\n', from);
    return at === -1 ? this.#end : at;
  }

  /** Goes on behind a value: nothing may follow on its line but a comment. */
  #endLine(from: number): void {
    let at = from;
    while (this.#text.charCodeAt(at) === space) at += 1;
    const code = this.#text.charCodeAt(at);
    if (at >= this.#end || code === newline) this.#at = at + 1;
    else if (code === hash && at > from) this.#at = this.#lineEnd(at) + 1;
    else {
      this.#decline();
      return;
    }
    if (this.#at > this.#end) this.#at = this.#end;
    this.#nextLine();
  }

  #isBreak(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === space || code === newline || at >= this.#end;
  }

  #isItem(): boolean {
    return this.#text.charCodeAt(this.#at) === dash && this.#isBreak(this.#at + 1);
  }

  /** The block mapping whose first key stands here, at this column. */
  #mapping(column: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const start = this.#at;
    const isRoot = this.#depth === 0;
    if (++this.#depth > deepestNesting) this.#decline();
    const spans = this.#noteCollection(object);
    do {
      const keyStart = this.#at;
      const colon = this.#colonOfKey(keyStart);
      const key = colon === -1 ? undefined : this.#key(keyStart, colon);
      // What the kind is, is always asked of the root.
      if (key === undefined || ((this.#isKept || isRoot) && Object.hasOwn(object, key))) {
        this.#decline();
        break;
      }
      this.#valueEnd = colon;
      const value = this.#value(colon + 1, column, true);
      if (this.#isKept || isRoot) object[key] = value;
      this.#note(spans, key, { start: keyStart, end: colon }, value);
      if (isRoot && this.#isKept && this.#keeps && 'kind' in object && 'apiVersion' in object) {
        this.#isKept = this.#keeps(object);
      }
    } while (this.#indent === column);
    if (this.#indent > column) this.#decline();
    this.#depth -= 1;
    this.#valueStart = start;
    return object;
  }

  /** The block list whose first dash stands here, at this column. */
  #list(column: number): unknown[] {
    const items: unknown[] = [];
    const start = this.#at;
    if (++this.#depth > deepestNesting) this.#decline();
    const spans = this.#noteCollection(items);
    while (this.#indent === column && this.#isItem()) {
      let at = this.#at + 1;
      while (this.#text.charCodeAt(at) === space) at += 1;
      let item: unknown;
      if (this.#colonOfKey(at) !== -1) {
        this.#indent = column + at - this.#at;
        this.#at = at;
        item = this.#mapping(this.#indent);
      } else {
        this.#valueEnd = this.#at + 1;
        item = this.#value(this.#at + 1, column, false);
        // Where an empty item stands, the full parser knows.
        if (spans && item === null) this.#decline();
      }
      this.#note(spans, items.length, undefined, item);
      if (this.#isKept || spans) items.push(item);
    }
    if (this.#indent > column) this.#decline();
    this.#depth -= 1;
    this.#valueStart = start;
    // A list that has grown keeps room for sixteen more: of thousands of manifests, a twentieth of the memory.
    return spans ? items : items.slice();
  }

  /** Where the colon behind a key stands, if there is a key here; -1 otherwise. */
  #colonOfKey(start: number): number {
    const text = this.#text;
    const first = text.charCodeAt(start);
    let at = start + 1;
    if (first === doubleQuote || first === singleQuote) {
      for (; ; at += 1) {
        const code = text.charCodeAt(at);
        if (code === first) break;
        // An escape, a tab, or an end without a quote.
        if (code === backslash || code < space || at >= this.#end) return -1;
      }
      at += 1;
    } else {
      if (!(classOf(first) & keyStartClass)) return -1;
      while (classOf(text.charCodeAt(at)) & keyPartClass) at += 1;
    }
    if (text.charCodeAt(at) !== colonSign || !this.#isBreak(at + 1)) return -1;
    return at - start > longestKey ? -1 : at;
  }

  /** The name of a key; undefined where the full parser has to say what it is. */
  #key(start: number, colon: number): string | undefined {
    const first = this.#text.charCodeAt(start);
    if (first === doubleQuote || first === singleQuote) {
      const name = this.#text.slice(start + 1, colon - 1);
      return name === '__proto__' ? undefined : name;
    }
    const text = this.#text.slice(start, colon);
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    const key = text === '__proto__' ? undefined : toKey(resolvePlain(text));
    if (key !== undefined && this.#keys.size < mostKnownKeys) this.#keys.set(text, key);
    return key;
  }

  /**
   * The value that begins here or on the lines below, and then the line behind it.
   *
   * @param column Of the mapping or list that it belongs to.
   */
  #value(from: number, column: number, inMapping: boolean): unknown {
    const text = this.#text;
    let at = from;
    while (text.charCodeAt(at) === space) at += 1;
    const code = text.charCodeAt(at);
    if (at >= this.#end || code === newline || (code === hash && at > from)) {
      return this.#below(from, column, inMapping);
    }
    this.#valueStart = at;
    if (code === bar) return this.#literal(at, column);
    const scalar = this.#inline(at, code);
    if (!this.#declined) this.#endLine(this.#valueEnd);
    return scalar;
  }

  #below(from: number, column: number, inMapping: boolean): unknown {
    const end = this.#valueEnd;
    this.#endLine(from);
    if (this.#indent > column) {
      return this.#isItem() ? this.#list(this.#indent) : this.#mapping(this.#indent);
    }
    if (inMapping && this.#indent === column && this.#isItem()) return this.#list(column);
    this.#valueStart = end;
    this.#valueEnd = end;
    return null;
  }

  /** A value on one line, up to its end. */
  #inline(at: number, code: number): unknown {
    if (code === doubleQuote || code === singleQuote) return this.#quoted(at, code);
    if (code === openBracket || code === openBrace) {
      // Short ones; the full parser knows where each part of them stands.
      return this.#flow(at, code);
    }
    const isNegative = code === dash && !this.#isBreak(at + 1);
    if (!isNegative && code < 128 && !(classOf(code) & plainStartClass)) return this.#decline();
    return this.#plain(at);
  }

  #plain(start: number): unknown {
    const text = this.#text;
    let end = start;
    for (let at = start; at < this.#end; at += 1) {
      const code = text.charCodeAt(at);
      if (code === newline) break;
      if (code === space) {
        if (text.charCodeAt(at + 1) === hash) break;
        continue;
      }
      if (code === tab || (code === colonSign && this.#isBreak(at + 1))) return this.#decline();
      end = at + 1;
    }
    this.#valueEnd = end;
    return this.#resolve(start, end);
  }

  #resolve(start: number, end: number): unknown {
    const text = this.#text.slice(start, end);
    if (isPlainWord(text)) return text;
    const scalar = resolvePlain(text);
    switch (scalar.type) {
      case 'null':
        return null;
      case 'float':
        return Number.isFinite(scalar.value) ? scalar.value : this.#decline();
      default:
        return scalar.value;
    }
  }

  #quoted(start: number, quote: number): unknown {
    const text = this.#text;
    let at = start + 1;
    let isDoubled = false;
    let isEscaped = false;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === backslash && quote === doubleQuote) {
        if (!escapes.has(text.charAt(at + 1))) return this.#decline();
        isEscaped = true;
        at += 1;
      } else if (code === quote) {
        if (quote !== singleQuote || text.charCodeAt(at + 1) !== singleQuote) break;
        isDoubled = true;
        at += 1;
      } else if (code < space || at >= this.#end) {
        return this.#decline();
      }
    }
    this.#valueEnd = at + 1;
    const value = text.slice(start + 1, at);
    if (isEscaped) return value.replace(/\\(.)/g, (_, name: string) => escapes.get(name) ?? '');
    return isDoubled ? value.replaceAll("''", "'") : value;
  }

  /** A flow collection of quoted and plain words on one line. */
  #flow(start: number, open: number): unknown {
    const isMap = open === openBrace;
    const close = isMap ? closeBrace : closeBracket;
    const text = this.#text;
    const items: unknown[] = [];
    const object: Record<string, unknown> = {};
    const result = isMap ? object : items;
    const spans = this.#noteCollection(result);
    if (++this.#depth > deepestNesting) return this.#decline();
    let at = this.#skipSpaces(start + 1);
    while (text.charCodeAt(at) !== close) {
      let key: string | undefined;
      let keySpan: Span | undefined;
      if (isMap) {
        const colon = this.#colonOfKey(at);
        key = colon === -1 ? undefined : this.#key(at, colon);
        if (key === undefined || Object.hasOwn(object, key)) return this.#decline();
        keySpan = { start: at, end: colon };
        at = this.#skipSpaces(colon + 1);
      }
      const valueStart = at;
      const value = this.#flowValue(at);
      if (this.#declined) return null;
      this.#valueStart = valueStart;
      if (key === undefined) items.push(value);
      else object[key] = value;
      this.#note(spans, key ?? items.length - 1, keySpan, value);
      at = this.#skipSpaces(this.#valueEnd);
      const code = text.charCodeAt(at);
      if (code === comma) {
        at = this.#skipSpaces(at + 1);
        if (text.charCodeAt(at) === close) return this.#decline();
      } else if (code !== close) {
        return this.#decline();
      }
    }
    this.#depth -= 1;
    this.#valueStart = start;
    this.#valueEnd = at + 1;
    return result;
  }

  #flowValue(at: number): unknown {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === openBracket || code === openBrace) return this.#flow(at, code);
    let end: number;
    let value: unknown;
    if (code === doubleQuote || code === singleQuote) {
      value = this.#quoted(at, code);
      end = this.#valueEnd;
    } else {
      if (!(classOf(code) & keyStartClass)) return this.#decline();
      end = at + 1;
      while (classOf(text.charCodeAt(end)) & keyPartClass) end += 1;
      this.#valueEnd = end;
      value = this.#resolve(at, end);
    }
    const next = text.charCodeAt(this.#skipSpaces(end));
    const isEnd = next === comma || next === closeBracket || next === closeBrace;
    return isEnd ? value : this.#decline();
  }

  #skipSpaces(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === space) at += 1;
    return at;
  }

  /** A literal block (`|`), without an indentation indicator. */
  #literal(start: number, column: number): unknown {
    const text = this.#text;
    const sign = text.charCodeAt(start + 1);
    const strips = sign === dash;
    const headerEnd = strips ? start + 2 : start + 1;
    if (!this.#isBreak(headerEnd)) return this.#decline();
    const bodyStart = this.#lineEnd(start) + 1;
    if (this.#skipSpaces(headerEnd) !== bodyStart - 1) return this.#decline();

    let block = -1;
    let contentEnd = start + 1;
    let at = bodyStart;
    const lines: string[] = [];
    let blanks = 0;
    while (at < this.#end) {
      const first = this.#skipSpaces(at);
      const lineEnd = this.#lineEnd(first);
      if (first === lineEnd) {
        // Only spaces: how many of them count depends on what follows.
        if (first - at > Math.max(block, 0)) return this.#decline();
        blanks += 1;
      } else {
        const indent = first - at;
        if (indent <= column) break;
        // A tab may not stand where the indentation shows itself.
        if (block === -1 && text.charCodeAt(first) === tab) return this.#decline();
        if (block === -1) block = indent;
        if (indent < block || (lineEnd === this.#end && !this.#endsLine)) return this.#decline();
        for (; blanks > 0; blanks -= 1) lines.push('');
        lines.push(text.slice(at + block, lineEnd));
        contentEnd = lineEnd;
      }
      at = lineEnd + 1;
    }
    if (block === -1) return this.#decline();
    const trimmed = text.slice(start, contentEnd).trimEnd();
    this.#valueEnd = start + trimmed.length;
    this.#at = Math.min(at, this.#end);
    this.#nextLine();
    // The next line was read from its first column; comments and blank lines before it are none of ours.
    return strips ? lines.join('\n') : `${lines.join('\n')}\n`;
  }

  #noteCollection(collection: object): Map<string | number, EntrySpans> | undefined {
    if (!this.#spans) return undefined;
    const spans = new Map<string | number, EntrySpans>();
    this.#spans.set(collection, spans);
    return spans;
  }

  #note(
    spans: Map<string | number, EntrySpans> | undefined,
    name: string | number,
    key: Span | undefined,
    value: unknown,
  ): void {
    if (!spans) return;
    const start = this.#valueStart;
    const end = this.#valueEnd;
    spans.set(name, { key, value: value === null && start === end ? undefined : { start, end } });
  }
}

const noSpans: Spans = new Map<object, never>([]);
