/** Character codes, and the classes of characters that YAML 1.1 knows. At the end of a text the code is NaN. */
export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const EXCLAMATION = 33;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const PERCENT = 37;
export const AMPERSAND = 38;
export const SINGLE_QUOTE = 39;
export const ASTERISK = 42;
export const PLUS = 43;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const COLON = 58;
export const LESS = 60;
export const GREATER = 62;
export const QUESTION = 63;
export const AT = 64;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const BACKTICK = 96;
export const OPEN_BRACE = 123;
export const BAR = 124;
export const CLOSE_BRACE = 125;
const NEXT_LINE = 0x85;
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** A line break for goyaml that most editors do not show as one. */
export function isHiddenBreak(code: number): boolean {
  return code === NEXT_LINE || code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR;
}

export function isBreak(code: number): boolean {
  return code === NEWLINE || code === RETURN || isHiddenBreak(code);
}

/** A break, or the end of the text. */
export function isLineEnd(code: number): boolean {
  return Number.isNaN(code) || isBreak(code);
}

/** A blank, a break, or the end of the text. */
export function isGap(code: number): boolean {
  return isBlank(code) || isLineEnd(code);
}

/** The first half of a character beyond U+FFFF, which takes two units of a JavaScript string. */
export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** What names of anchors, directives and tag handles consist of. */
export function isWordPart(code: number): boolean {
  return (
    isDigit(code) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === DASH
  );
}

/**
 * The length of the line break at an offset; 0: there is none. kubectl turns each CR LF into LF before goyaml sees it, so that of
 * CR CR LF there is left one break.
 */
export function breakLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code !== RETURN) return isBreak(code) ? 1 : 0;
  const next = text.charCodeAt(at + 1);
  if (next === NEWLINE) return 2;
  return next === RETURN && text.charCodeAt(at + 2) === NEWLINE ? 3 : 1;
}

/** What a line break becomes in a value: goyaml keeps U+2028 and U+2029, all others become a newline. */
export function breakText(code: number): string {
  return code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR ? String.fromCharCode(code) : '\n';
}
