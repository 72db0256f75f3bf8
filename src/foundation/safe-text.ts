/**
 * Characters that a manifest must not bring to a terminal, a log or a page: control characters, and those
 * that turn the direction of text or cannot be seen.
 */
/* eslint-disable no-control-regex -- these are what it is about */
export const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/* eslint-enable no-control-regex */

/**
 * Text from outside, made harmless: control characters become visible escapes, and the marks of workflow
 * commands (`::` and `##[`) are taken apart, so that no runner takes a line for one.
 */
export function safeText(text: string): string {
  return neutralizeCommands(text.replace(unsafe, escapeOf));
}

/** The same for several lines of our own that quote from outside. */
export function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n');
}

function neutralizeCommands(text: string): string {
  return text.replace(/:(?=:)/g, ': ').replace(/##(?=\[)/g, '# #');
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  return code === 9 ? ' ' : `\\u${code.toString(16).padStart(4, '0')}`;
}
