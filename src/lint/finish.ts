import type { Config } from '../config/config.js';
import type { Finding, LintResult } from './finding.js';

/** A result with more findings: in the severity that the configuration gives them, sorted and counted. */
export function finish(
  { findings, summary }: LintResult,
  more: readonly Finding[],
  { rules }: Config,
): LintResult {
  const all = [...findings, ...more]
    .flatMap((finding) => withConfiguredSeverity(finding, rules))
    .sort(byPlace);
  const count = (level: Finding['severity']) =>
    all.filter(({ severity }) => severity === level).length;
  return {
    version: 1,
    findings: all,
    summary: {
      ...summary,
      errors: count('error'),
      warnings: count('warning'),
      notices: count('notice'),
    },
  };
}

function withConfiguredSeverity(finding: Finding, rules: Config['rules']): Finding[] {
  const severity = Object.hasOwn(rules, finding.rule) ? rules[finding.rule]?.severity : undefined;
  if (severity === 'off') return [];
  return [severity ? { ...finding, severity } : finding];
}

function byPlace(a: Finding, b: Finding): number {
  const compare = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}
