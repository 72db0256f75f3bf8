import { UserError } from '../foundation/errors.js';

/** Takes one item of a dump: the key of the section that it is in, and its JSON. */
export type TakeItem = (section: string, json: string) => void;

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** Containers within each other; Envoy's own configuration has some 40. */
const deepest = 300;
/** Bytes of one item: the routes of a mesh of ten thousand services are some 30 MB. */
const largestItem = 256 * 1024 * 1024;
/** Bytes of a key. */
const longestKey = 1024;

/** Where the scanner is: what it expects next. */
type Place = 'start' | 'top' | 'configs' | 'config' | 'items' | 'end';

/**
 * Finds the items of a config dump, or of `/clusters?format=json`, in bytes that come in parts, and holds no more of them than one item. What is in no
 * section that is asked for is passed over without being looked into.
 */
export class DumpScanner {
  #place: Place = 'start';
  /** Where the list of items ends: back in a config, or at the top. */
  #above: 'config' | 'top' = 'top';
  #section = '';
  #key: string | undefined;
  /** Between a key and its value. */
  #isValueNext = false;

  /** A value that is being passed over or taken; 0: none. */
  #depth = 0;
  #isInValue = false;
  #isScalar = false;
  #isInString = false;
  #isEscaped = false;
  #isTaken = false;
  /** What the value is for: a key, or what it says itself. */
  #isKey = false;
  #parts: Uint8Array[] = [];
  #size = 0;

  #offset = 0;
  readonly #sections: ReadonlySet<string>;
  readonly #take: TakeItem;
  readonly #file: string;

  /** @param file For messages. */
  constructor(file: string, sections: Iterable<string>, take: TakeItem) {
    this.#file = file;
    this.#sections = new Set(sections);
    this.#take = take;
  }

  /** @throws UserError for what is no dump. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#isInValue ? this.#readValue(chunk, at) : this.#step(chunk, at);
    }
    this.#offset += chunk.length;
  }

  /** @throws UserError where the dump ends in the middle. */
  end(): void {
    if (this.#place === 'start') this.#fail('it is empty');
    if (this.#place !== 'end' || this.#isInValue) {
      this.#fail('it ends in the middle; fetch the dump again');
    }
  }

  /** One byte between values. */
  #step(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] ?? 0;
    if (isSpace(byte)) return at + 1;
    switch (this.#place) {
      case 'start':
        // A byte order mark.
        if (byte === 0xef || byte === 0xbb || byte === 0xbf) return at + 1;
        if (byte !== openBrace)
          this.#fail('it does not begin with "{"; a dump is JSON, so use -o json');
        this.#place = 'top';
        return at + 1;
      case 'end':
        return this.#fail(`there is more behind the end, at byte ${this.#offset + at}`);
      case 'top':
      case 'config':
        return this.#stepInObject(chunk, at, byte);
      case 'configs':
      case 'items':
        return this.#stepInList(chunk, at, byte);
    }
  }

  #stepInObject(chunk: Uint8Array, at: number, byte: number): number {
    if (!this.#isValueNext) {
      if (byte === comma) return at + 1;
      if (byte === closeBrace) {
        this.#place = this.#place === 'top' ? 'end' : 'configs';
        return at + 1;
      }
      if (byte === colon && this.#key !== undefined) {
        this.#isValueNext = true;
        return at + 1;
      }
      if (byte !== quote || this.#key !== undefined) this.#failAt(at);
      return this.#begin(chunk, at, { isKey: true, isTaken: true });
    }
    this.#isValueNext = false;
    const key = this.#key ?? '';
    this.#key = undefined;
    if (this.#place === 'top' && key === 'configs' && byte === openBracket) {
      this.#place = 'configs';
      return at + 1;
    }
    const isAsked =
      this.#sections.has(key) && (this.#place === 'config' || key === 'cluster_statuses');
    this.#section = key;
    if (isAsked && byte === openBracket) {
      this.#above = this.#place as 'config' | 'top';
      this.#place = 'items';
      return at + 1;
    }
    return this.#begin(chunk, at, { isKey: false, isTaken: isAsked && byte === openBrace });
  }

  #stepInList(chunk: Uint8Array, at: number, byte: number): number {
    if (byte === comma) return at + 1;
    if (byte === closeBracket) {
      this.#place = this.#place === 'items' ? this.#above : 'top';
      return at + 1;
    }
    if (this.#place === 'configs' && byte === openBrace) {
      this.#place = 'config';
      return at + 1;
    }
    return this.#begin(chunk, at, {
      isKey: false,
      isTaken: this.#place === 'items' && byte === openBrace,
    });
  }

  #begin(chunk: Uint8Array, at: number, { isKey, isTaken }: { isKey: boolean; isTaken: boolean }) {
    const byte = chunk[at] ?? 0;
    if (byte === closeBrace || byte === closeBracket || byte === colon) this.#failAt(at);
    this.#isInValue = true;
    this.#depth = 0;
    this.#isInString = false;
    this.#isEscaped = false;
    this.#isScalar = byte !== quote && byte !== openBrace && byte !== openBracket;
    this.#isKey = isKey;
    this.#isTaken = isTaken;
    return at;
  }

  /** Goes on in a value, to its end or that of the chunk. */
  #readValue(chunk: Uint8Array, start: number): number {
    let at = start;
    const { length } = chunk;
    let depth = this.#depth;
    let isInString = this.#isInString;
    let isEnd = false;
    while (at < length) {
      if (isInString) {
        if (this.#isEscaped) {
          this.#isEscaped = false;
          at++;
          continue;
        }
        let byte = chunk[at];
        while (byte !== quote && byte !== backslash && at < length) byte = chunk[++at];
        if (at >= length) break;
        at++;
        if (byte === backslash) {
          this.#isEscaped = true;
          continue;
        }
        isInString = false;
        if (depth === 0) {
          isEnd = true;
          break;
        }
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (byte === quote) isInString = true;
      else if (byte === openBrace || byte === openBracket) {
        if (++depth > deepest) this.#fail(`it is nested more than ${deepest} deep`);
      } else if (byte === closeBrace || byte === closeBracket) {
        if (this.#isScalar) {
          isEnd = true;
          break;
        }
        depth--;
        if (depth === 0) {
          at++;
          isEnd = true;
          break;
        }
      } else if (this.#isScalar && depth === 0 && (byte === comma || isSpace(byte))) {
        isEnd = true;
        break;
      }
      at++;
    }
    this.#depth = depth;
    this.#isInString = isInString;
    if (this.#isTaken) this.#keepPart(chunk, start, at);
    if (isEnd) this.#finish();
    return at;
  }

  #keepPart(chunk: Uint8Array, start: number, end: number): void {
    this.#size += end - start;
    if (this.#isKey && this.#size > longestKey) this.#fail('it has a key that no dump has');
    if (this.#size > largestItem) {
      this.#fail(`one part of it is larger than ${largestItem / 1024 / 1024} MiB`);
    }
    // A copy, which the slice of a Buffer is not: the chunk is the caller's.
    this.#parts.push(new Uint8Array(chunk.subarray(start, end)));
  }

  #finish(): void {
    this.#isInValue = false;
    if (!this.#isTaken) return;
    const text = decode(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    if (!this.#isKey) {
      this.#take(this.#section, text);
      return;
    }
    const key = parseJson(text);
    this.#key = typeof key === 'string' ? key : this.#failAt(0);
  }

  #failAt(at: number): never {
    return this.#fail(`it is not valid JSON at byte ${this.#offset + at}`);
  }

  #fail(what: string): never {
    throw new UserError(`${this.#file}: this is no config dump: ${what}`);
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

const decoder = new TextDecoder();

function decode(parts: readonly Uint8Array[], size: number): string {
  const [only] = parts;
  if (parts.length === 1 && only) return decoder.decode(only);
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return decoder.decode(all);
}

/** The value; undefined where it is not valid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
