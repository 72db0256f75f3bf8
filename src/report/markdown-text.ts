import { safeText } from '../foundation/safe-text.js';
import { plural } from '../foundation/plural.js';
import { shorten } from './shorten.js';
import { withinBytes } from './within-bytes.js';

/** Longer texts are cut: a single value must not fill a page. */
const longestText = 1_000;

/** Invisible, and enough to keep a renderer from seeing an address, a mention or a reference. */
const invisibleBreak = '&#8203;';

const special = /:\/\/|www\.|[&<>|$\\`*_[\]~@#]/gi;

const replaced: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // Unlike a backslash, an entity keeps a table's cell together whatever stands before it.
  '|': '&#124;',
  // It would begin a formula.
  $: '<span>$</span>',
  '://': `:${invisibleBreak}//`,
  '@': `@${invisibleBreak}`,
  '#': `#${invisibleBreak}`,
};

/**
 * Text from outside for one line of Markdown, made to show as it is: no HTML, no formatting, no links, no
 * mentions of people or issues, no new lines. Right in paragraphs, list items and table cells.
 */
export function markdownText(text: string, longest = longestText): string {
  return (
    safeText(shorten(text.trim(), longest))
      .replace(special, replacement)
      // What begins a list or underlines a heading.
      .replace(/^(?:[-+=]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`))
  );
}

/** The same for several lines of our own that quote from outside. */
export function markdownLines(text: string, longest = 2 * longestText): string {
  return shorten(text.trim(), longest)
    .split('\n')
    .map((line) => markdownText(line, longest))
    .join('<br>');
}

/** The same, cut so far that it takes no more than so many bytes of UTF-8. */
export function markdownWithin(
  text: string,
  maxBytes: number,
  shown: (text: string, longest: number) => string = markdownText,
): string {
  let longest = longestText;
  while (longest > 1 && Buffer.byteLength(shown(text, longest)) > maxBytes) {
    longest = Math.floor(longest / 2);
  }
  return shown(text, longest);
}

/** What a run could not do, and what is not safe, as quotes; what has no room is counted. */
export function noteLines(notes: readonly string[], maxBytes: number, most = 20): string {
  const { text, left } = withinBytes(
    notes.slice(0, most),
    maxBytes,
    (note) => `> ${markdownText(note)}\n\n`,
  );
  const all = left + Math.max(0, notes.length - most);
  return all === 0 ? text : `${text}*${plural(all, 'more note')} in the log.*\n\n`;
}

/** A name or place from outside, shown as code. Unlike a code span it is safe in a table's cell too. */
export function markdownCode(text: string, longest = longestText): string {
  return `<code>${markdownText(text, longest)}</code>`;
}

function replacement(found: string): string {
  if (found.length === 4) return `${found.slice(0, 3)}${invisibleBreak}.`;
  return replaced[found] ?? `\\${found}`;
}
