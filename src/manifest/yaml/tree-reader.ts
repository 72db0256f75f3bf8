import { faultOf, refuse } from './fault.js';
import type { Fault } from './fault.js';
import { findForbiddenCharacter } from './forbidden-characters.js';
import type { Entry, ScalarNode, YamlNode } from './node.js';
import { Scanner } from './scanner.js';
import type { Token, TokenType } from './token.js';

/**
 * Levels of nesting that are read. The deepest schemas of Kubernetes need about thirty.
 */
export const deepestNesting = 300;

const corePrefix = 'tag:yaml.org,2002:';

/** How a text is read. */
export interface TreeReadOptions {
  /** Where the document begins in the text; what stands before it is passed over. */
  from?: number;
  /**
   * Whether the text is the end of a file, where kubectl reads a last line without a line break as if it had one. sigs.k8s.io/yaml
   * alone doesn't, so that a block of text at the very end has no newline there.
   */
  endsLine?: boolean;
}

/** The nodes of one document, or why there are none; a document without content has no root. */
export type TreeResult = { root: YamlNode | undefined } | { fault: Fault };

/**
 * Reads the text of one document as goyaml does, whatever the specification says; what it reads in a surprising way is refused (see
 * `Surprise`). Never throws. Time and memory are bounded.
 * Source: go.yaml.in/yaml/v2 parserc.go and decode.go.
 */
export function readTree(
  text: string,
  { from = 0, endsLine = false }: TreeReadOptions = {},
): TreeResult {
  const read = faultOf(() => new TreeReader(text, { from: startOf(text, from), endsLine }).read());
  // goyaml does not even look at what it drops.
  if ('fault' in read && read.fault.surprise === 'dropped-text') return read;
  const forbidden = findForbiddenCharacter(text, from);
  if (forbidden) return { fault: forbidden };
  return 'fault' in read ? read : { root: read.value };
}

/** Behind the byte order mark that may begin a document. */
export function startOf(text: string, from: number): number {
  return text.charCodeAt(from) === 0xfeff ? from + 1 : from;
}

class TreeReader {
  readonly #text: string;
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, YamlNode>();
  /** Prefixes by the handles of tags. */
  readonly #handles = new Map<string, string>();
  #depth = 0;

  constructor(text: string, options: Required<TreeReadOptions>) {
    this.#text = text;
    this.#scanner = new Scanner(text, options);
  }

  read(): YamlNode | undefined {
    if (this.#is('stream-end')) return undefined;
    let root: YamlNode | undefined;
    if (this.#is('version-directive', 'tag-directive', 'document-start')) {
      const { start, end } = this.#scanner.peek();
      this.#directives();
      if (!this.#take('document-start')) {
        refuse(
          start,
          end,
          'kubectl reads a % directive as a document of its own and fails; remove the line',
        );
      }
      if (
        !this.#is(
          'version-directive',
          'tag-directive',
          'document-start',
          'document-end',
          'stream-end',
        )
      ) {
        root = this.#node(true, false);
      }
    } else {
      root = this.#node(true, false);
    }
    this.#checkEnd();
    return root;
  }

  #is(...types: TokenType[]): boolean {
    return types.includes(this.#scanner.peek().type);
  }

  /** Takes the next token if it is of a type. */
  #take(type: TokenType): Token | undefined {
    return this.#scanner.peek().type === type ? this.#scanner.next() : undefined;
  }

  #directives(): void {
    let hasVersion = false;
    for (;;) {
      const token = this.#take('version-directive') ?? this.#take('tag-directive');
      if (!token) return;
      const { start, end, text, suffix } = token;
      if (token.type === 'version-directive') {
        if (hasVersion) refuse(start, end, 'a second %YAML directive; remove it');
        if (!/^0?1\.0?1$/.test(text))
          refuse(start, end, 'kubectl knows YAML 1.1 only; remove the line');
        hasVersion = true;
      } else {
        if (this.#handles.has(text))
          refuse(start, end, 'a second %TAG directive for this handle; remove it');
        this.#handles.set(text, suffix);
      }
    }
  }

  /** goyaml reads one document and drops the rest: nothing may follow. */
  #checkEnd(): void {
    const token = this.#scanner.peek();
    let at = token.start;
    if (token.type === 'stream-end') return;
    if (token.type === 'document-end') {
      const rest =
        /(?:[ \t]*(?:\.\.\.(?=\s|$))?[ \t]*(?:#[^\n\r\u0085\u2028\u2029]*)?[\n\r\u0085\u2028\u2029])*[ \t]*(?:\.\.\.(?=\s|$))?[ \t]*(?:#[^\n\r\u0085\u2028\u2029]*)?/y;
      rest.lastIndex = token.end;
      at = token.end + (rest.exec(this.#text)?.[0].length ?? 0);
      if (at >= this.#text.length) return;
    }
    refuse(
      at,
      at + 1,
      'a second document begins here without a line with ---, so kubectl drops it; ' +
        'put --- on a line of its own before it',
      'dropped-text',
    );
  }

  /**
   * @param isBlock Whether block collections may begin here.
   * @param isValue Whether a block list may begin at the column of its key.
   */
  #node(isBlock: boolean, isValue: boolean): YamlNode {
    const alias = this.#take('alias');
    if (alias) return this.#alias(alias);
    const { anchor, tag, end } = this.#properties();
    const token = this.#scanner.peek();
    this.#depth += 1;
    if (this.#depth > deepestNesting) {
      const levels = deepestNesting.toLocaleString('en');
      refuse(
        token.start,
        token.start + 1,
        `nested more than ${levels} levels deep; make it flatter`,
        'too-large',
      );
    }
    const node = this.#content(token, isBlock, isValue, end, (begun) => {
      begun.anchor = anchor;
      begun.tag = tag;
      if (anchor !== undefined) this.#anchors.set(anchor, begun);
    });
    this.#depth -= 1;
    return node;
  }

  #alias({ start, end, text }: Token): YamlNode {
    const target = this.#anchors.get(text);
    if (!target) {
      refuse(
        start,
        end,
        `no anchor &${text} stands before the alias; define it, or put the value in quotes`,
      );
    }
    return { type: 'alias', start, end, name: text, target };
  }

  /** The anchor and the tag before a node, in any order; `end` is where the last of them ends. */
  #properties(): { anchor?: string; tag?: string; end?: number } {
    let anchor = this.#take('anchor');
    const tag = this.#take('tag');
    anchor ??= tag && this.#take('anchor');
    const end = Math.max(anchor?.end ?? 0, tag?.end ?? 0);
    return {
      ...(anchor && { anchor: anchor.text }),
      ...(tag && { tag: this.#fullTag(tag) }),
      ...(end > 0 && { end }),
    };
  }

  #fullTag({ start, end, text: handle, suffix }: Token): string {
    if (handle === '') return suffix;
    const known = handle === '!' ? '!' : handle === '!!' ? corePrefix : undefined;
    const prefix = this.#handles.get(handle) ?? known;
    if (prefix === undefined) refuse(start, end, 'unknown tag; remove it');
    return prefix + suffix;
  }

  /**
   * @param propertiesEnd Where a tag or an anchor before it ends; undefined: there is none.
   * @param begin Gives the node its properties, as soon as it is there: what is in it may mean it.
   */
  #content(
    token: Token,
    isBlock: boolean,
    isValue: boolean,
    propertiesEnd: number | undefined,
    begin: (node: Exclude<YamlNode, { type: 'alias' }>) => void,
  ): YamlNode {
    const { type, start, end } = token;
    if (type === 'scalar') {
      this.#scanner.next();
      const scalar: ScalarNode = { type, start, end, style: token.style, value: token.text };
      begin(scalar);
      return scalar;
    }
    if (
      type === 'flow-list' ||
      (isValue && type === 'item') ||
      (isBlock && type === 'block-list')
    ) {
      const list = { type: 'list' as const, isFlow: type === 'flow-list', start, end, items: [] };
      begin(list);
      if (type === 'flow-list') list.end = this.#flowList(list.items);
      else if (type === 'item') list.end = this.#itemsAtKey(list.items);
      else list.end = this.#blockList(list.items);
      return list;
    }
    if (type === 'flow-map' || (isBlock && type === 'block-map')) {
      const map = { type: 'map' as const, isFlow: type === 'flow-map', start, end, entries: [] };
      begin(map);
      map.end = map.isFlow ? this.#flowMap(map.entries) : this.#blockMap(map.entries);
      return map;
    }
    if (propertiesEnd === undefined) this.#missingContent(token);
    const scalar = emptyAt(propertiesEnd);
    begin(scalar);
    return scalar;
  }

  #missingContent({ type, start, end }: Token): never {
    if (type === 'flow-list-end' || type === 'flow-map-end') {
      refuse(start, end, 'a closing bracket without an opening one; remove it');
    }
    if (type === 'comma') refuse(start, end, 'a comma too many; remove it');
    if (type === 'item') {
      refuse(
        start,
        end,
        'a "-" with a space after it begins a list, which is not allowed here; put it in quotes',
      );
    }
    refuse(
      start,
      Math.max(end, start + 1),
      'a value is missing here, or what follows is not indented as it should be',
    );
  }

  // Block collections. Each method returns where its last part ends.

  #blockList(items: YamlNode[]): number {
    let { end } = this.#scanner.next();
    for (;;) {
      const dash = this.#take('item');
      if (!dash) break;
      items.push(this.#is('item', 'block-end') ? emptyAt(dash.end) : this.#node(true, false));
      end = items.at(-1)?.end ?? end;
    }
    if (!this.#take('block-end')) this.#wrongIndentation();
    return end;
  }

  #itemsAtKey(items: YamlNode[]): number {
    let end = 0;
    for (;;) {
      const dash = this.#take('item');
      if (!dash) return end;
      const isMissing = this.#is('item', 'key', 'value', 'block-end');
      items.push(isMissing ? emptyAt(dash.end) : this.#node(true, false));
      end = items.at(-1)?.end ?? end;
    }
  }

  #blockMap(entries: Entry[]): number {
    let { end } = this.#scanner.next();
    for (;;) {
      const mark = this.#take('key');
      if (!mark) break;
      const key = this.#entryPart(mark);
      const colon = this.#take('value');
      const value = colon ? this.#entryPart(colon) : emptyAt(key.end);
      entries.push({ key, value });
      end = value.end > value.start ? value.end : key.end;
    }
    if (!this.#take('block-end')) this.#wrongIndentation();
    return end;
  }

  #entryPart({ end }: Token): YamlNode {
    return this.#is('key', 'value', 'block-end') ? emptyAt(end) : this.#node(true, true);
  }

  #wrongIndentation(): never {
    const { type, start, end } = this.#scanner.peek();
    const until = Math.max(end, start + 1);
    switch (type) {
      case 'flow-list-end':
      case 'flow-map-end':
        return refuse(start, until, 'a closing bracket without an opening one; remove it');
      case 'scalar':
      case 'alias':
      case 'anchor':
      case 'tag':
      case 'flow-list':
      case 'flow-map':
      case 'comma':
        return refuse(
          start,
          until,
          'text after the end of a value; put the whole value in quotes, or look for a missing comma, ":" or line break',
        );
      case 'value':
        return refuse(
          start,
          until,
          'a ":" without a key before it; write the key, or put the value in quotes',
        );
      default:
        return refuse(
          start,
          start + 1,
          'wrong indentation; align the line with its neighbours of the same level',
        );
    }
  }

  // Flow collections.

  #flowList(items: YamlNode[]): number {
    const opening = this.#scanner.next();
    for (let isFirst = true; ; isFirst = false) {
      this.#goOn(opening, isFirst, 'flow-list-end', ']');
      const end = this.#take('flow-list-end');
      if (end) return end.end;
      const mark = this.#take('key');
      items.push(mark ? this.#pair(mark) : this.#node(false, false));
    }
  }

  /** A mapping of one entry without braces: `[a: 1]`. */
  #pair({ start }: Token): YamlNode {
    const entry: Entry = { key: this.#pairKey(), value: emptyAt(start) };
    const colon = this.#take('value');
    const at = this.#scanner.peek().start;
    const hasValue = colon && !this.#is('comma', 'flow-list-end');
    entry.value = hasValue ? this.#node(false, false) : emptyAt(colon?.end ?? at);
    const end = Math.max(entry.value.end, entry.key.end);
    return { type: 'map', isFlow: true, start, end, entries: [entry] };
  }

  #pairKey(): YamlNode {
    if (!this.#is('value', 'comma', 'flow-list-end')) return this.#node(false, false);
    // So does goyaml: what follows an empty key is swallowed.
    return emptyAt(this.#scanner.next().end);
  }

  #flowMap(entries: Entry[]): number {
    const opening = this.#scanner.next();
    for (let isFirst = true; ; isFirst = false) {
      this.#goOn(opening, isFirst, 'flow-map-end', '}');
      const end = this.#take('flow-map-end');
      if (end) return end.end;
      const mark = this.#take('key');
      if (!mark) {
        const key = this.#node(false, false);
        entries.push({ key, value: emptyAt(key.end) });
        continue;
      }
      const key = this.#is('value', 'comma', 'flow-map-end')
        ? emptyAt(mark.end)
        : this.#node(false, false);
      const colon = this.#take('value');
      const hasValue = colon && !this.#is('comma', 'flow-map-end');
      entries.push({
        key,
        value: hasValue ? this.#node(false, false) : emptyAt(colon?.end ?? key.end),
      });
    }
  }

  /** Takes the comma between two items. */
  #goOn(opening: Token, isFirst: boolean, last: TokenType, closing: string): void {
    const { type, start, end } = this.#scanner.peek();
    if (type === 'stream-end' || type === 'document-start' || type === 'document-end') {
      refuse(opening.start, opening.end, `a bracket is never closed; add the closing ${closing}`);
    }
    if (isFirst || type === last || this.#take('comma')) return;
    if (type === 'flow-list-end' || type === 'flow-map-end') {
      refuse(start, end, `this bracket does not fit the one that was opened; write ${closing}`);
    }
    refuse(
      start,
      Math.max(end, start + 1),
      'two values without a comma between them; add a comma, or ":" after a key, or put the text in quotes',
    );
  }
}

function emptyAt(at: number): ScalarNode {
  return { type: 'scalar', start: at, end: at, style: 'plain', value: '' };
}
