import { didYouMean } from '../foundation/did-you-mean.js';
import { UserError } from '../foundation/errors.js';
import type { Category } from '../foundation/finding.js';
import type { Severity } from '../foundation/severity.js';
import { rules } from '../rules/index.js';

/** What a rule checks, and why: the object of `explain --format json`. */
export interface ExplainedRule {
  version: 1;
  /** As in a finding. */
  name: string;
  /** `MF` and three digits; never reused. */
  code: string;
  /** What it is about. */
  category: Category;
  /** Unless the configuration sets another. */
  severity: Severity;
  /** One line: what goes wrong. */
  summary: string;
  /** Markdown. */
  description: string;
  /** Sources: upstream files, issues, documents. */
  references: string[];
}

/**
 * Explains a rule.
 *
 * @param name Its name or its code, such as `MF002`.
 * @throws UserError for a rule that does not exist.
 */
export function explained(name: string): ExplainedRule {
  const rule = rules.find((other) => other.name === name || other.code === name.toUpperCase());
  if (rule) {
    const { code, category, severity, summary, description, references } = rule;
    return {
      ...{ version: 1, name: rule.name, code, category, severity, summary, description },
      references: [...references],
    };
  }
  const near = didYouMean(
    name,
    rules.map((other) => other.name),
  );
  throw new UserError(
    `there is no rule "${name}"${near ? `; did you mean "${near}"?` : ''} (mesh-failover rules lists them)`,
  );
}
