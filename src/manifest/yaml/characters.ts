/** Character codes, and the classes of characters that YAML 1.1 knows. At the end of a text the code is NaN. */
export const tab = 9;
export const newline = 10;
export const carriageReturn = 13;
export const space = 32;
export const exclamation = 33;
export const doubleQuote = 34;
export const hash = 35;
export const percentSign = 37;
export const ampersand = 38;
export const singleQuote = 39;
export const asterisk = 42;
export const plusSign = 43;
export const comma = 44;
export const dash = 45;
export const dot = 46;
export const colonSign = 58;
export const less = 60;
export const greater = 62;
export const question = 63;
export const atSign = 64;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const backtick = 96;
export const openBrace = 123;
export const bar = 124;
export const closeBrace = 125;
const nextLine = 0x85;
const lineSeparator = 0x2028;
const paragraphSeparator = 0x2029;

export function isBlank(code: number): boolean {
  return code === space || code === tab;
}

/** A line break for goyaml that most editors do not show as one. */
export function isHiddenBreak(code: number): boolean {
  return code === nextLine || code === lineSeparator || code === paragraphSeparator;
}

export function isBreak(code: number): boolean {
  return code === newline || code === carriageReturn || isHiddenBreak(code);
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
    code === dash
  );
}

/**
 * The length of the line break at an offset; 0: there is none. kubectl turns each CR LF into LF before goyaml sees it, so that of
 * CR CR LF there is left one break.
 */
export function breakLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code !== carriageReturn) return isBreak(code) ? 1 : 0;
  const next = text.charCodeAt(at + 1);
  if (next === newline) return 2;
  return next === carriageReturn && text.charCodeAt(at + 2) === newline ? 3 : 1;
}

/** What a line break becomes in a value: goyaml keeps U+2028 and U+2029, all others become a newline. */
export function breakText(code: number): string {
  return code === lineSeparator || code === paragraphSeparator ? String.fromCharCode(code) : '\n';
}
