import * as c from './characters.js';
import { Cursor } from './cursor.js';
import type { CommentSpan } from './cursor.js';
import { refuse } from './fault.js';
import { tabInIndentation } from './indentation.js';
import type { ScalarStyle } from './node.js';
import { scanBlockScalar } from './scan-block-scalar.js';
import { scanPlain } from './scan-plain.js';
import { scanQuoted } from './scan-quoted.js';
import { scanHandle, scanTag, scanUri } from './scan-tag.js';
import type { KeyCandidate, Token, TokenType } from './token.js';

/** How a text is read. */
export interface ScanOptions {
  /** Where the document begins; everything before it is passed over. */
  from?: number;
  /** Whether a last line without a break is read as if it had one. */
  endsLine?: boolean;
  withComments?: boolean;
}

/** Characters that a key may have. */
const longestKey = 1024;

/**
 * Tokens (values, keys, punctuation) of one document that are read. An object that the API server accepts has at most 3 MiB; this is
 * room for a list of many of them, and keeps the tree in about half a gigabyte of memory.
 */
export const mostTokens = 1_200_000;

/**
 * Takes a text apart by the rules of goyaml, which are those of libyaml: YAML 1.1, with its own ideas about where tabs, comments,
 * `-`, `?` and `:` may stand. A token is read when it is asked for; what nobody asks for is not looked at.
 * Source: go.yaml.in/yaml/v2 scannerc.go.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #queue: Token[] = [];
  #count = 0;
  /** The columns of the block collections that are open, and the one outside of all. */
  readonly #indents: number[] = [];
  #indent = -1;
  /** The key that may have begun, for each level of brackets. */
  readonly #candidates: (KeyCandidate | undefined)[] = [undefined];
  /** Where the brackets that are open stand. */
  readonly #openings: number[] = [];
  #mayBeginKey = true;
  #flowLevel = 0;

  constructor(text: string, { from = 0, endsLine = false, withComments = false }: ScanOptions) {
    this.#cursor = new Cursor(text, from, { endsLine, withComments });
  }

  get comments(): readonly CommentSpan[] {
    return this.#cursor.comments ?? [];
  }

  /** Where reading goes on behind the tokens so far. */
  get offset(): number {
    return this.#cursor.at;
  }

  /** The next token, which stays. */
  peek(): Token {
    for (;;) {
      const [head] = this.#queue;
      const candidate = head?.candidate;
      if (head && !(candidate?.isAwaited && this.#isPossible(candidate))) return head;
      this.#fetch();
    }
  }

  /** Takes the next token. */
  next(): Token {
    const token = this.peek();
    this.#queue.shift();
    return token;
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#closeBlocks(cursor.column);
    const { code } = cursor;
    if (Number.isNaN(code)) return this.#endStream();
    if (cursor.column === 0) {
      if (code === c.percentSign) return this.#directive();
      if (cursor.isDocumentMarker()) {
        return this.#documentMarker(code === c.dash ? 'document-start' : 'document-end');
      }
    }
    const isFlow = this.#flowLevel > 0;
    const isBeforeGap = c.isGap(cursor.codeAfter(1));
    switch (code) {
      case c.openBracket:
        return this.#openFlow('flow-list');
      case c.openBrace:
        return this.#openFlow('flow-map');
      case c.closeBracket:
        return this.#closeFlow('flow-list-end');
      case c.closeBrace:
        return this.#closeFlow('flow-map-end');
      case c.comma:
        this.#dropCandidate();
        this.#mayBeginKey = true;
        return this.#mark('comma');
      case c.dash:
        return isBeforeGap ? this.#item() : this.#plain();
      case c.question:
        return isFlow || isBeforeGap ? this.#key() : this.#plain();
      case c.colonSign:
        return isFlow || isBeforeGap ? this.#value() : this.#plain();
      case c.asterisk:
        return this.#anchor('alias');
      case c.ampersand:
        return this.#anchor('anchor');
      case c.exclamation:
        return this.#tag();
      case c.bar:
      case c.greater:
        return isFlow ? this.#cannotBegin() : this.#blockScalar();
      case c.singleQuote:
        return this.#quoted('single');
      case c.doubleQuote:
        return this.#quoted('double');
      case c.tab:
        return tabInIndentation(cursor.at);
      case c.percentSign:
      case c.atSign:
      case c.backtick:
        return this.#cannotBegin();
      default:
        return this.#plain();
    }
  }

  #cannotBegin(): never {
    const { at } = this.#cursor;
    refuse(at, at + 1, 'a value cannot begin with this character; put the value in quotes');
  }

  /** Passes over blanks, comments and line breaks. A tab may not stand where a key could begin. */
  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      const allowsTab = this.#flowLevel > 0 || !this.#mayBeginKey;
      while (cursor.code === c.space || (allowsTab && cursor.code === c.tab)) cursor.at += 1;
      cursor.skipComment();
      if (!c.isBreak(cursor.code)) return;
      cursor.takeBreak();
      if (this.#flowLevel === 0) this.#mayBeginKey = true;
    }
  }

  #push(
    type: TokenType,
    start: number,
    end: number,
    { text = '', suffix = '', style = 'plain', candidate }: Partial<Token> = {},
  ): void {
    this.#count += 1;
    if (this.#count > mostTokens) {
      refuse(
        start,
        start + 1,
        `the document has more than ${mostTokens.toLocaleString('en')} keys, values and separators; ` +
          'split it into several documents',
        'too-large',
      );
    }
    this.#queue.push({ type, start, end, text, suffix, style, candidate });
  }

  /** A token of one character. */
  #mark(type: TokenType, candidate?: KeyCandidate): void {
    const { at } = this.#cursor;
    this.#cursor.at += 1;
    this.#push(type, at, at + 1, { candidate });
  }

  /** Puts a token before that of a key; behind all others, if that has been taken. */
  #insert(type: TokenType, candidate: KeyCandidate): void {
    const at = this.#queue.findIndex((token) => token.candidate === candidate);
    this.#push(type, candidate.at, candidate.at);
    if (at === -1) return;
    const token = this.#queue.pop();
    if (token) this.#queue.splice(at, 0, token);
  }

  // Keys without `?`.

  /** Notes that a key may begin here. */
  #offerKey(): KeyCandidate | undefined {
    if (!this.#mayBeginKey) return undefined;
    this.#dropCandidate();
    const { at, line, column, index } = this.#cursor;
    const isRequired = this.#flowLevel === 0 && this.#indent === column;
    const candidate = { isOpen: true, isAwaited: true, isRequired, at, line, column, index };
    this.#candidates[this.#candidates.length - 1] = candidate;
    return candidate;
  }

  #dropCandidate(): void {
    const candidate = this.#candidates.at(-1);
    if (candidate?.isOpen) this.#giveUp(candidate);
  }

  #giveUp(candidate: KeyCandidate): void {
    if (candidate.isRequired) this.#missingColon(candidate);
    candidate.isOpen = false;
  }

  #missingColon(candidate: KeyCandidate): never {
    const { text, index } = this.#cursor;
    const isLong = index > candidate.index + longestKey && this.#cursor.line === candidate.line;
    const line = /^[^\r\n]{0,80}/.exec(text.slice(candidate.at, candidate.at + 80))?.[0] ?? '';
    refuse(
      candidate.at,
      candidate.at + Math.max(line.trimEnd().length, 1),
      isLong
        ? `a key has more than ${longestKey} characters; shorten it`
        : 'a key without a value; add ":" and a space after it',
    );
  }

  /** Whether a key may still turn out to be one: it has to end in its line, and before long. */
  #isPossible(candidate: KeyCandidate): boolean {
    if (!candidate.isOpen) return false;
    const { line, index } = this.#cursor;
    if (candidate.line === line && candidate.index + longestKey >= index) return true;
    this.#giveUp(candidate);
    return false;
  }

  // Indentation.

  #openBlock(type: TokenType, column: number, start: number): void {
    if (this.#isNewBlock(column)) this.#push(type, start, start);
  }

  /** Whether a block collection begins at a column; then it is open. */
  #isNewBlock(column: number): boolean {
    if (this.#flowLevel > 0 || this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  #closeBlocks(column: number): void {
    if (this.#flowLevel > 0) return;
    while (this.#indent > column) {
      this.#push('block-end', this.#cursor.at, this.#cursor.at);
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  // One method for each kind of token.

  #endStream(): void {
    this.#closeBlocks(-1);
    this.#dropCandidate();
    this.#mayBeginKey = false;
    // No key goes on behind the end.
    this.#cursor.line += 1;
    this.#push('stream-end', this.#cursor.at, this.#cursor.at);
  }

  #documentMarker(type: TokenType): void {
    this.#closeBlocks(-1);
    this.#dropCandidate();
    this.#mayBeginKey = false;
    const { at } = this.#cursor;
    this.#cursor.at += 3;
    this.#push(type, at, at + 3);
  }

  #directive(): void {
    const cursor = this.#cursor;
    this.#closeBlocks(-1);
    this.#dropCandidate();
    this.#mayBeginKey = false;
    const start = cursor.at;
    cursor.at += 1;
    const name = this.#word();
    const isKnown = (name === 'YAML' || name === 'TAG') && c.isGap(cursor.code);
    if (!isKnown) refuse(start, cursor.at, 'unknown % directive; remove the line');
    cursor.skipBlanks();
    let text: string;
    let suffix = '';
    if (name === 'YAML') {
      [text = ''] =
        /^\d{1,2}\.\d{1,2}(?!\d)/.exec(cursor.text.slice(cursor.at, cursor.at + 6)) ?? [];
      if (text === '')
        refuse(start, cursor.at, 'a %YAML directive takes a version; remove the line');
      cursor.at += text.length;
    } else {
      text = scanHandle(cursor);
      const isHandle = text === '!' || (text.length > 1 && text.endsWith('!'));
      if (!isHandle || !c.isBlank(cursor.code)) {
        refuse(start, cursor.at, 'a %TAG directive takes a handle such as !a! and a prefix');
      }
      cursor.skipBlanks();
      suffix = scanUri(cursor, '');
      if (!c.isGap(cursor.code))
        refuse(start, cursor.at, 'a %TAG directive takes a handle and a prefix');
    }
    const end = cursor.at;
    cursor.skipBlanks();
    cursor.skipComment();
    if (!c.isLineEnd(cursor.code))
      refuse(start, cursor.at, 'text after a % directive; remove the line');
    if (c.isBreak(cursor.code)) cursor.takeBreak();
    this.#push(name === 'YAML' ? 'version-directive' : 'tag-directive', start, end, {
      text,
      suffix,
    });
  }

  #openFlow(type: TokenType): void {
    const candidate = this.#offerKey();
    this.#candidates.push(undefined);
    this.#openings.push(this.#cursor.at);
    this.#flowLevel += 1;
    this.#mayBeginKey = true;
    this.#mark(type, candidate);
  }

  #closeFlow(type: TokenType): void {
    this.#dropCandidate();
    if (this.#flowLevel > 0) {
      this.#flowLevel -= 1;
      const isEmpty = this.#candidates.pop() === undefined;
      const opening = this.#openings.pop();
      const own = this.#candidates.at(-1);
      if (isEmpty && own && own.at === opening) own.isAwaited = false;
    }
    this.#mayBeginKey = false;
    this.#mark(type);
  }

  #item(): void {
    const { at, column } = this.#cursor;
    if (this.#flowLevel === 0) {
      if (!this.#mayBeginKey) {
        refuse(
          at,
          at + 1,
          'a list begins on the line of its key; put it on the next line, or put the value in quotes',
        );
      }
      this.#openBlock('block-list', column, at);
    }
    this.#dropCandidate();
    this.#mayBeginKey = true;
    this.#mark('item');
  }

  #key(): void {
    const { at, column } = this.#cursor;
    if (this.#flowLevel === 0) {
      if (!this.#mayBeginKey)
        refuse(at, at + 1, '"? " begins a key, which is not allowed here; put the value in quotes');
      this.#openBlock('block-map', column, at);
    }
    this.#dropCandidate();
    this.#mayBeginKey = this.#flowLevel === 0;
    this.#mark('key');
  }

  #value(): void {
    const candidate = this.#candidates.at(-1);
    if (candidate && this.#isPossible(candidate)) {
      if (this.#isNewBlock(candidate.column)) this.#insert('block-map', candidate);
      this.#insert('key', candidate);
      candidate.isOpen = false;
      this.#mayBeginKey = false;
    } else {
      const { at, column } = this.#cursor;
      if (this.#flowLevel === 0) {
        if (!this.#mayBeginKey) this.#misplacedColon(candidate);
        this.#openBlock('block-map', column, at);
      }
      this.#mayBeginKey = this.#flowLevel === 0;
    }
    this.#mark('value');
  }

  #misplacedColon(candidate: KeyCandidate | undefined): never {
    const { at, line } = this.#cursor;
    if (candidate && candidate.line < line) {
      refuse(
        candidate.at,
        candidate.at + 1,
        'a key goes over several lines; look for a missing ":" after it',
      );
    }
    refuse(
      at,
      at + 1,
      'a second ": " in one line; put the value in quotes, or put what follows on the next line and indent it',
    );
  }

  #word(): string {
    const cursor = this.#cursor;
    const start = cursor.at;
    while (c.isWordPart(cursor.code)) cursor.at += 1;
    return cursor.text.slice(start, cursor.at);
  }

  #anchor(type: TokenType): void {
    const candidate = this.#offerKey();
    this.#mayBeginKey = false;
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.at += 1;
    const text = this.#word();
    if (
      text === '' ||
      !(c.isGap(cursor.code) || '?:,]}%@`'.includes(cursor.text.charAt(cursor.at)))
    ) {
      refuse(
        start,
        cursor.at + 1,
        'the name of an anchor (&) or alias (*) has letters, digits, - and _; put other text in quotes',
      );
    }
    this.#push(type, start, cursor.at, { text, candidate });
  }

  #tag(): void {
    const candidate = this.#offerKey();
    this.#mayBeginKey = false;
    const start = this.#cursor.at;
    const { handle, suffix } = scanTag(this.#cursor);
    this.#push('tag', start, this.#cursor.at, { text: handle, suffix, candidate });
  }

  #quoted(style: ScalarStyle): void {
    const candidate = this.#offerKey();
    this.#mayBeginKey = false;
    const start = this.#cursor.at;
    const text = scanQuoted(this.#cursor);
    this.#push('scalar', start, this.#cursor.at, { text, style, candidate });
  }

  #plain(): void {
    const candidate = this.#offerKey();
    this.#mayBeginKey = false;
    const start = this.#cursor.at;
    const { value, end, endsLine } = scanPlain(this.#cursor, this.#indent + 1, this.#flowLevel > 0);
    if (endsLine) this.#mayBeginKey = true;
    this.#push('scalar', start, end, { text: value, candidate });
  }

  #blockScalar(): void {
    this.#dropCandidate();
    this.#mayBeginKey = true;
    const start = this.#cursor.at;
    const { value, isFolded } = scanBlockScalar(this.#cursor, this.#indent);
    const end = start + this.#cursor.text.slice(start, this.#cursor.at).trimEnd().length;
    this.#push('scalar', start, end, { text: value, style: isFolded ? 'folded' : 'literal' });
  }
}
