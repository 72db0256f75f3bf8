import type { Severity } from '../foundation/severity.js';
import type { Range } from '../foundation/range.js';
import type { Rule } from '../rules/rule.js';
import type { Finding } from '../foundation/finding.js';

/** The address of a rule's page. */
export function urlOfRule(name: string): string {
  return `https://github.com/mesh-failover/mesh-failover/blob/main/docs/rules/${name}.md`;
}

/** A finding of a rule at a place in a file. */
export function findingAt(
  { name, code, category, severity }: Rule,
  at: {
    severity?: Severity | undefined;
    message: string;
    file: string;
    range: Range;
    resource?: Finding['resource'];
    environment?: string | null;
    related?: Finding['related'];
    fix?: Finding['fix'];
  },
): Finding {
  const { line, column, endLine, endColumn } = at.range;
  return {
    rule: name,
    code,
    category,
    severity: at.severity ?? severity,
    message: at.message,
    file: at.file,
    line,
    column,
    endLine,
    endColumn,
    resource: at.resource ?? null,
    environment: at.environment ?? null,
    related: at.related ?? [],
    ...(at.fix ? { fix: at.fix } : {}),
    help: `docs/rules/${name}.md`,
    url: urlOfRule(name),
  };
}
