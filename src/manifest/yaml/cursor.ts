import {
  breakLength,
  breakText,
  hash,
  isBlank,
  isBreak,
  isGap,
  isHiddenBreak,
  isHighSurrogate,
  isLineEnd,
  newline,
  carriageReturn,
} from './characters.js';
import { refuse } from './fault.js';

/** A comment in a text: offsets in UTF-16 units, from its `#` to the end of its line. */
export interface CommentSpan {
  start: number;
  end: number;
  /** Whether something other than white space stands before it on its line. */
  trailing: boolean;
}

/** Goes through a text, and knows line and column as goyaml counts them: from 0, columns in characters. */
export class Cursor {
  readonly text: string;
  /** Whether a last line without a break counts as one with a break, as it does for kubectl. */
  readonly endsLine: boolean;
  at: number;
  line = 0;
  readonly comments: CommentSpan[] | undefined;
  readonly #hasPairs: boolean;
  /** Where the line began, moved on by one for each pair of surrogates in it. */
  #lineStart: number;
  /** Pairs of surrogates before `at`. */
  #pairs = 0;
  /** Whether the line break was taken that stands behind the end. */
  #hasEnded = false;
  /** Up to here no text stands behind a hidden line break. */
  #blankUntil = 0;

  constructor(text: string, from: number, options: { endsLine: boolean; withComments: boolean }) {
    this.text = text;
    this.at = from;
    this.endsLine = options.endsLine;
    this.comments = options.withComments ? [] : undefined;
    this.#lineStart = from;
    this.#hasPairs = /[\uD800-\uDBFF]/.test(text);
  }

  get column(): number {
    return this.at - this.#lineStart;
  }

  /** How many characters stand before. */
  get index(): number {
    return this.at - this.#pairs;
  }

  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  codeAfter(distance: number): number {
    return this.text.charCodeAt(this.at + distance);
  }

  /** Goes on to an offset in the same line. */
  moveTo(at: number): void {
    if (this.#hasPairs) {
      for (let unit = this.at; unit < at; unit += 1) {
        if (!isHighSurrogate(this.text.charCodeAt(unit))) continue;
        this.#pairs += 1;
        this.#lineStart += 1;
      }
    }
    this.at = at;
  }

  skipBlanks(): void {
    while (isBlank(this.code)) this.at += 1;
  }

  /** Goes on to the end of the line, if a comment stands here. */
  skipComment(): void {
    if (this.code !== hash) return;
    const start = this.at;
    let end = start;
    while (!isLineEnd(this.text.charCodeAt(end))) end += 1;
    this.comments?.push({ start, end, trailing: this.#hasTextBefore(start) });
    this.moveTo(end);
  }

  #hasTextBefore(start: number): boolean {
    for (let at = start - 1; at >= 0; at -= 1) {
      const code = this.text.charCodeAt(at);
      if (isBreak(code)) return false;
      if (!isBlank(code)) return true;
    }
    return false;
  }

  /**
   * Goes on behind the line break that stands here, and gives the text that it becomes in a value.
   *
   * @param isQuoted In quotes any line break is as good as another.
   */
  takeBreak(isQuoted = false): string {
    const { code } = this;
    if (!isQuoted && isHiddenBreak(code)) this.#checkHiddenBreak();
    this.at += breakLength(this.text, this.at);
    this.line += 1;
    this.#lineStart = this.at;
    return breakText(code);
  }

  /** Takes the line break here, also the one that a last line without any is read with; '' if there is none. */
  takeBreakOrEnd(): string {
    if (isBreak(this.code)) return this.takeBreak();
    if (!this.endsLine || this.#hasEnded || this.at < this.text.length) return '';
    this.#hasEnded = true;
    const last = this.text.charCodeAt(this.text.length - 1);
    return last === newline || last === carriageReturn ? '' : '\n';
  }

  #checkHiddenBreak(): void {
    if (this.at < this.#blankUntil) return;
    let end = this.at + 1;
    for (; end < this.text.length; end += 1) {
      const code = this.text.charCodeAt(end);
      if (code === newline || code === carriageReturn) break;
      if (!isGap(code)) {
        const name = this.code.toString(16).toUpperCase().padStart(4, '0');
        refuse(
          this.at,
          this.at + 1,
          `the invisible character U+${name} begins a new line for the API server, but not for most editors; ` +
            'replace it by a line break, or remove it',
          'hidden-line-break',
        );
      }
    }
    this.#blankUntil = end;
  }

  /** Whether `---` or `...` stands here, at the beginning of a line, as a word of its own. */
  isDocumentMarker(): boolean {
    return (
      this.column === 0 &&
      (this.text.startsWith('---', this.at) || this.text.startsWith('...', this.at)) &&
      isGap(this.codeAfter(3))
    );
  }
}
