import type { Entry, YamlNode } from './node.js';
import { mostTokens } from './scanner.js';
import { deepestNesting } from './tree-reader.js';

/** A value of JSON in a text, and where it ends. */
export interface JsonValue {
  root: YamlNode;
  end: number;
}

/**
 * Reads the JSON value that begins at an offset, by the strict rules of JSON; undefined: there is none, or it is larger than
 * what is read of YAML. kubectl takes what is JSON for JSON: there keys have any length, and `\/` is a slash.
 */
export function readJson(text: string, from: number): JsonValue | undefined {
  const reader = new JsonReader(text, from);
  const root = reader.value();
  return root && { root, end: reader.at };
}

const white = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y; // eslint-disable-line no-control-regex
const bare = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

class JsonReader {
  readonly #text: string;
  at: number;
  #depth = 0;
  #count = 0;

  constructor(text: string, from: number) {
    this.#text = text;
    this.at = from;
  }

  value(): YamlNode | undefined {
    this.#skipWhite();
    this.#count += 1;
    if (this.#count > mostTokens) return undefined;
    switch (this.#text[this.at]) {
      case '{':
        return this.#nested('}');
      case '[':
        return this.#nested(']');
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #skipWhite(): void {
    white.lastIndex = this.at;
    white.test(this.#text);
    this.at = white.lastIndex;
  }

  #match(pattern: RegExp): { start: number; end: number; text: string } | undefined {
    const start = this.at;
    pattern.lastIndex = start;
    const text = pattern.exec(this.#text)?.[0];
    if (text === undefined) return undefined;
    this.at += text.length;
    return { start, end: this.at, text };
  }

  #string(): YamlNode | undefined {
    const found = this.#match(string);
    if (!found) return undefined;
    const { start, end, text } = found;
    const value = text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
    return { type: 'scalar', style: 'double', start, end, value };
  }

  #scalar(): YamlNode | undefined {
    const found = this.#match(bare);
    if (!found) return undefined;
    const { start, end, text } = found;
    return { type: 'scalar', style: 'plain', start, end, value: text };
  }

  #nested(closing: string): YamlNode | undefined {
    this.#depth += 1;
    if (this.#depth > deepestNesting) return undefined;
    const start = this.at;
    this.at += 1;
    const entries: Entry[] = [];
    const items: YamlNode[] = [];
    for (let isFirst = true; !this.#takes(closing); isFirst = false) {
      if (!isFirst && !this.#takes(',')) return undefined;
      if (closing === '}') {
        const entry = this.#entry();
        if (!entry) return undefined;
        entries.push(entry);
      } else {
        const item = this.value();
        if (!item) return undefined;
        items.push(item);
      }
    }
    this.#depth -= 1;
    const place = { start, end: this.at, isFlow: true };
    return closing === '}' ? { type: 'map', ...place, entries } : { type: 'list', ...place, items };
  }

  #entry(): Entry | undefined {
    this.#skipWhite();
    const key = this.#string();
    if (!key || !this.#takes(':')) return undefined;
    const value = this.value();
    return value && { key, value };
  }

  #takes(character: string): boolean {
    this.#skipWhite();
    if (this.#text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }
}
