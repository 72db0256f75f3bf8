import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Finding } from '../foundation/finding.js';

/** The text of a file that was read; undefined where it was not kept. */
export type TextOf = (file: string) => string | undefined;

/** What makes a finding the same one after lines have moved. */
export interface FindingIdentity {
  rule: string;
  file: string;
  /** `kind namespace/name`; empty where there is no object. */
  resource: string;
  /** A hash of the text of the finding's place, white space aside. */
  place: string;
}

/** The identity of findings; the lines of a file are taken apart once. */
export function identifier(textOf: TextOf): (finding: Finding) => FindingIdentity {
  const files = new Map<string, string[] | undefined>();
  return (finding) => {
    const { rule, file, resource } = finding;
    if (!files.has(file)) files.set(file, textOf(file)?.split(/\r\n|\n|\r/));
    return {
      rule,
      file,
      resource: resource ? `${resource.kind} ${resource.namespace}/${resource.name}` : '',
      place: hash(placeText(finding, files.get(file))),
    };
  };
}

/**
 * A short text for each finding, that stays when lines move: the same for none of the others. Findings with one
 * identity are told apart by their order.
 */
export function fingerprints(findings: readonly Finding[], textOf: TextOf): string[] {
  const identify = identifier(textOf);
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = hash(keyOf(identify(finding)));
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return `${key}:${count}`;
  });
}

/** An identity as the key of a map. */
export function keyOf({ rule, file, resource, place }: FindingIdentity): string {
  return JSON.stringify([rule, file, resource, place]);
}

/** Where the text was not kept, the message is all there is to tell places apart. */
function placeText(finding: Finding, lines: readonly string[] | undefined): string {
  if (!lines) return finding.message;
  const { line, column, endLine, endColumn } = finding;
  const text =
    line === endLine
      ? (lines[line - 1] ?? '').slice(column - 1, endColumn - 1)
      : [
          (lines[line - 1] ?? '').slice(column - 1),
          ...lines.slice(line, endLine - 1),
          (lines[endLine - 1] ?? '').slice(0, endColumn - 1),
        ].join('\n');
  return text.replace(/\s+/g, ' ').trim();
}

function hash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
}
