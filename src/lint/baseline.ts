import type { Document } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import { parseMappings } from '../manifest/parse.js';
import { rule as validIgnore } from '../rules/valid-ignore.js';
import type { Finding } from '../foundation/finding.js';
import { findingAt } from './finding-at.js';
import { identifier, keyOf, type FindingIdentity, type TextOf } from './fingerprint.js';

/** Findings that are known, and how often each is there. */
interface Entry extends FindingIdentity {
  count: number;
}

/** A baseline file that was read. */
export interface Baseline {
  file: string;
  entries: Entry[];
  document: Document;
}

/** What a baseline leaves of findings. */
export interface Compared {
  kept: Finding[];
  /** How many findings it knows. */
  baselined: number;
  /** The positions of entries that are there less often than they say. */
  stale: number[];
}

/** The text of the baseline file for findings: sorted, so that versions can be compared. */
export function baselineText(findings: readonly Finding[], textOf: TextOf): string {
  const identify = identifier(textOf);
  const entries = new Map<string, Entry>();
  for (const finding of findings) {
    const identity = identify(finding);
    const key = keyOf(identity);
    entries.set(key, { ...identity, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return `${JSON.stringify({ version: 1, findings: sorted }, null, 2)}\n`;
}

/** @throws UserError for what is no baseline. */
export function parseBaseline(file: string, text: string): Baseline {
  const { documents, problems } = parseMappings({ file, text, named: true });
  const [document] = documents;
  const { version, findings } = document?.value ?? {};
  if (!document || problems.length > 0 || version !== 1 || !Array.isArray(findings)) {
    throw new UserError(`${file}: no baseline of version 1; write one with --write-baseline`);
  }
  const entries = findings.map((entry: unknown, index) => {
    if (isEntry(entry)) return entry;
    const { line, column } = document.locate(['findings', index]);
    throw new UserError(
      `${file}:${line}:${column}: an entry has rule, file, resource, place and count; ` +
        'write the file again with --write-baseline',
    );
  });
  return { file, entries, document };
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { rule, file, resource, place, count } = value as Record<string, unknown>;
  const isText = [rule, file, resource, place].every((part) => typeof part === 'string');
  return isText && Number.isInteger(count) && Number(count) > 0;
}

/** Takes out the findings that a baseline knows, each as often as it says. */
export function compareWith(
  { entries }: Baseline,
  findings: readonly Finding[],
  textOf: TextOf,
): Compared {
  const identify = identifier(textOf);
  const left = new Map<string, number>();
  for (const entry of entries) {
    left.set(keyOf(entry), (left.get(keyOf(entry)) ?? 0) + entry.count);
  }
  const kept = findings.filter((finding) => {
    const key = keyOf(identify(finding));
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  const stale = entries.flatMap((entry, index) =>
    (left.get(keyOf(entry)) ?? 0) > 0 ? [index] : [],
  );
  return { kept, baselined: findings.length - kept.length, stale };
}

/** A notice for each entry that is no longer needed: it would hide the same mistake made again. */
export function staleFindings(
  { file, entries, document }: Baseline,
  stale: readonly number[],
): Finding[] {
  return stale.map((index) => {
    const { rule, file: where } = entries[index] ?? { rule: '', file: '' };
    return findingAt(validIgnore, {
      severity: 'notice',
      message:
        `The baseline knows more of ${rule} in ${where} than there is: what was mended would be hidden ` +
        'if it came back. Write it again with --write-baseline.',
      file,
      range: document.locate(['findings', index, 'rule']),
    });
  });
}
