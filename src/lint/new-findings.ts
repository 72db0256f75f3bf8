import type { Severity } from '../foundation/severity.js';
import { addTo } from '../foundation/add-to.js';
import type { Finding } from '../foundation/finding.js';
import { identifier, keyOf, type FindingIdentity, type TextOf } from './fingerprint.js';

const rankOfSeverity: Record<Severity, number> = { notice: 0, warning: 1, error: 2 };

/** A finding that was there before. */
interface Known {
  identity: FindingIdentity;
  rank: number;
}

/** The findings of a state of the files, to compare with. */
export function knownFindings(findings: readonly Finding[], textOf: TextOf): Known[] {
  const identify = identifier(textOf);
  return findings.map((finding) => ({
    identity: identify(finding),
    rank: rankOfSeverity[finding.severity],
  }));
}

/**
 * The findings that were not there before, or were less grave. A file that is gone may have been moved: its findings
 * are looked for by their objects.
 */
export function newFindings(
  findings: readonly Finding[],
  known: readonly Known[],
  textOf: TextOf,
): Finding[] {
  const identify = identifier(textOf);
  const left = take(findings, known, (finding) => keyOf(identify(finding)), keyOf);
  const moved = known.filter(({ identity }) => textOf(identity.file) === undefined);
  const withoutFile = (identity: FindingIdentity) =>
    identity.resource === '' ? undefined : keyOf({ ...identity, file: '' });
  return take(left, moved, (finding) => withoutFile(identify(finding)), withoutFile);
}

/** What is left when each finding that is known, and no less grave there, is taken out once. */
function take(
  findings: readonly Finding[],
  known: readonly Known[],
  keyOfFinding: (finding: Finding) => string | undefined,
  keyOfKnown: (identity: FindingIdentity) => string | undefined,
): Finding[] {
  const ranks = new Map<string, number[]>();
  for (const { identity, rank } of known) {
    const key = keyOfKnown(identity);
    if (key !== undefined) addTo(ranks, key, rank);
  }
  return findings.filter((finding) => {
    const key = keyOfFinding(finding);
    const candidates = key === undefined ? undefined : ranks.get(key);
    const index = candidates?.findIndex((rank) => rank >= rankOfSeverity[finding.severity]) ?? -1;
    if (index >= 0) candidates?.splice(index, 1);
    return index < 0;
  });
}
