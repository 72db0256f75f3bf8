import { safeText } from '../foundation/safe-text.js';

/** Lines that are shown, and characters of each. */
const mostLines = 4;
const longest = 300;

/**
 * The last lines that a program wrote to standard error, as one sentence without a full stop and control characters.
 *
 * @param copy The folder that it worked in: its files are shown as those of the workspace.
 */
export function lastLines(errors: string, copy: string): string {
  const lines = errors
    .replaceAll(`${copy}/`, '')
    .replaceAll(copy, '.')
    // Colours.
    // eslint-disable-next-line no-control-regex -- the character that begins them
    .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:#|WARNING: )/.test(line));
  const shown = lines
    .slice(-mostLines)
    .map((line) => (line.length > longest ? `${line.slice(0, longest)} …` : line));
  return safeText(shown.join(' / ').replace(/\.$/, ''));
}
