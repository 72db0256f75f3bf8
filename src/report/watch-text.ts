import type { Finding } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';
import { safeText } from '../foundation/safe-text.js';
import type { Paint } from './paint.js';

/** What a save has changed: the findings that are new, and those that are gone. */
export function sinceSaveText(
  { added, mended }: { added: readonly Finding[]; mended: readonly Finding[] },
  style: Paint,
): string[] {
  if (added.length === 0 && mended.length === 0) return ['Since the last save: the same findings.'];
  const counts = [
    ...(added.length > 0 ? [plural(added.length, 'new finding')] : []),
    ...(mended.length > 0 ? [`${plural(mended.length, 'finding')} gone`] : []),
  ];
  return [
    `Since the last save: ${counts.join(', ')}.`,
    ...few(added.map((one) => `  ${style[one.severity]('+')} ${lineOf(one)}`)),
    ...few(mended.map((one) => `  ${style.good('-')} ${lineOf(one)}`)),
  ];
}

/** So many lines of a kind: the findings themselves are above. */
const most = 5;

function few(lines: readonly string[]): string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `  and ${more} more`] : [...lines];
}

function lineOf({ severity, rule, file, line, column }: Finding): string {
  return `${severity} ${rule} ${safeText(file)}:${line}:${column}`;
}
