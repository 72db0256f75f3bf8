import type { Fault } from './fault.js';

/* eslint-disable no-control-regex -- these are the characters to look for */
/** C0 without tab and line breaks, DEL, C1 without NEL, the noncharacters, and the byte order mark. */
const forbidden =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFEFF\uFFFE\uFFFF]/g;
/* eslint-enable no-control-regex */

/**
 * Finds the first character that may not stand in a document; a byte order mark may begin one.
 *
 * @param from Where the document begins in the text.
 */
export function findForbiddenCharacter(text: string, from: number): Fault | undefined {
  forbidden.lastIndex = text.charCodeAt(from) === 0xfeff ? from + 1 : from;
  const at = forbidden.exec(text)?.index;
  if (at === undefined) return undefined;
  const place = { kind: 'unreadable', start: at, end: at + 1 } as const;
  if (text.charCodeAt(at) === 0xfeff) {
    const message =
      'a byte order mark (U+FEFF) inside of a document, which becomes a part of the text for the API server; ' +
      'remove the invisible character, or write \\uFEFF in double quotes';
    return { ...place, message, surprise: 'byte-order-mark' };
  }
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return {
    ...place,
    message: `the control character U+${code} is not allowed; remove it, or write it as an escape in double quotes`,
  };
}
