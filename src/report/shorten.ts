import { safeText } from '../foundation/safe-text.js';

/** At most so many characters, and an ellipsis where something was cut; never through the middle of one. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The same for text from outside, with what was made visible in it counted: what has to fit somewhere. */
export function shortenShown(text: string, longest: number): string {
  return shorten(safeText(text), longest);
}
