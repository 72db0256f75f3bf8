import type { Severity } from '../foundation/severity.js';
import type { Finding } from '../foundation/finding.js';

const levels: readonly Severity[] = ['notice', 'warning', 'error'];

/** Whether a finding is at or above the level. */
export function isFailure(findings: readonly Finding[], level: Severity): boolean {
  return findings.some(({ severity }) => levels.indexOf(severity) >= levels.indexOf(level));
}
