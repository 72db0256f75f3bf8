import { rules } from '../rules/index.js';
import type { Finding, LintResult } from '../foundation/finding.js';
import type { RuleSettings } from './rule-settings.js';

/** A result with its findings sorted and counted. */
export function finish({ findings, summary }: LintResult): LintResult {
  const sorted = findings.toSorted(byPlace);
  const count = (level: Finding['severity']) =>
    sorted.filter(({ severity }) => severity === level).length;
  return {
    version: 1,
    findings: sorted,
    summary: {
      ...summary,
      errors: count('error'),
      warnings: count('warning'),
      notices: count('notice'),
    },
  };
}

/** The findings in the severity that the configuration gives them; without those that it switches off. */
export function withSettings(findings: readonly Finding[], settings: RuleSettings): Finding[] {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  return findings.flatMap((finding) => {
    const rule = byName.get(finding.rule);
    const severity = rule && settings.in(finding.file, rule);
    if (severity === 'off') return [];
    return [severity ? { ...finding, severity } : finding];
  });
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
