import { safeText } from '../foundation/safe-text.js';
import { shorten } from './shorten.js';

/** Longer texts are cut: a single value must not fill a page. */
const LONGEST = 1_000;

/** Invisible, and enough to keep a renderer from seeing an address, a mention or a reference. */
const BREAK = '&#8203;';

const SPECIAL = /:\/\/|www\.|[&<>|$\\`*_[\]~@#]/gi;

const REPLACED: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // Unlike a backslash, an entity keeps a table's cell together whatever stands before it.
  '|': '&#124;',
  // It would begin a formula.
  $: '<span>$</span>',
  '://': `:${BREAK}//`,
  '@': `@${BREAK}`,
  '#': `#${BREAK}`,
};

/**
 * Text from outside for one line of Markdown, made to show as it is: no HTML, no formatting, no links, no
 * mentions of people or issues, no new lines. Right in paragraphs, list items and table cells.
 */
export function markdownText(text: string, longest = LONGEST): string {
  return (
    safeText(shorten(text.trim(), longest))
      .replace(SPECIAL, replacement)
      // What begins a list or underlines a heading.
      .replace(/^(?:[-+=]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`))
  );
}

/** The same for several lines of our own that quote from outside. */
export function markdownLines(text: string, longest = 2 * LONGEST): string {
  return shorten(text.trim(), longest)
    .split('\n')
    .map((line) => markdownText(line, longest))
    .join('<br>');
}

/** A name or place from outside, shown as code. Unlike a code span it is safe in a table's cell too. */
export function markdownCode(text: string, longest = LONGEST): string {
  return `<code>${markdownText(text, longest)}</code>`;
}

function replacement(found: string): string {
  if (found.length === 4) return `${found.slice(0, 3)}${BREAK}.`;
  return REPLACED[found] ?? `\\${found}`;
}
