import type { Severity } from '../foundation/severity.js';
import type { Finding } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';

/**
 * Code scanning refuses a run with more results, and shows the 5,000 most severe of them.
 * Source: GitHub's documentation, "SARIF results exceed one or more limits".
 */
export const mostResults = 25_000;

const gravestFirst: readonly Severity[] = ['error', 'warning', 'notice'];

/** What of a run's findings becomes results. */
export interface WithinLimit {
  /** In the order of the results. */
  kept: readonly Finding[];
  /** What was left out; missing where nothing was. */
  notification?: string;
}

/** All findings in their order, or the most severe ones first, as many as code scanning takes. */
export function withinLimit(findings: readonly Finding[]): WithinLimit {
  if (findings.length <= mostResults) return { kept: findings };
  const ranked = gravestFirst.flatMap((severity) => ofSeverity(findings, severity));
  const left = ranked.slice(mostResults);
  const counts = gravestFirst.flatMap((severity) => {
    const { length } = ofSeverity(left, severity);
    return length ? [plural(length, severity)] : [];
  });
  const text =
    `${counts.join(' and ')} left out: there are ${findings.length} findings, and code scanning takes ` +
    `${mostResults} results. The most severe ones are here; --format json has all of them.`;
  return {
    kept: ranked.slice(0, mostResults),
    notification: text,
  };
}

function ofSeverity(findings: readonly Finding[], severity: Severity): Finding[] {
  return findings.filter((finding) => finding.severity === severity);
}
