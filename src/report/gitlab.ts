import { fingerprints } from '../lint/fingerprint.js';
import type { Finding } from '../foundation/finding.js';
import { safeText } from '../foundation/safe-text.js';
import type { Severity } from '../foundation/severity.js';
import { toJson } from './json.js';
import { notEvaluated } from './not-evaluated.js';
import type { Formatter } from './report.js';

const severities: Record<Severity, string> = {
  error: 'critical',
  warning: 'minor',
  notice: 'info',
};

/**
 * GitLab's Code Quality report: a list of the findings, with fingerprints that stay when lines move. What was not evaluated is an entry of
 * its own, at the working folder.
 *
 * Source: docs.gitlab.com/ci/testing/code_quality "Code Quality report format".
 */
export const gitlab: Formatter = ({ lint, predictions, text }) => {
  const findings = lint?.findings ?? [];
  const prints = fingerprints(findings, text);
  const open = lint ? notEvaluated(lint.summary, predictions !== undefined) : [];
  const issues = [
    ...findings.map((finding, index) => issueOf(finding, prints[index] ?? '')),
    ...open.map((description) => ({
      ...{ description, check_name: 'not-evaluated', fingerprint: `not-evaluated:${description}` },
      severity: 'minor',
      location: { path: '.', lines: { begin: 1 } },
    })),
  ];
  return [`${toJson(issues)}\n`];
};

function issueOf({ rule, severity, message, file, line, endLine }: Finding, fingerprint: string) {
  return {
    description: safeText(message.replaceAll('\n', ' ')),
    check_name: rule,
    fingerprint,
    severity: severities[severity],
    location: { path: file, lines: { begin: line, end: endLine } },
  };
}
