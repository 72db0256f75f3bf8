import { checkTable } from '../check-table.js';
import { finish } from '../finish.js';
import type { LintResult } from '../../foundation/finding.js';
import type { Inspection } from '../inspect.js';
import { lint } from '../lint.js';
import { knownFindings, newFindings } from './new-findings.js';

/**
 * Judges files that nobody has reviewed yet by the rules of the base: its configuration, and of inline ignores only those
 * that silence the same finding there.
 */
export function judgeByBase({ manifests }: Inspection, base: Inspection): LintResult {
  const textIn = (file: string) => base.manifests.text(file);
  const kept = knownFindings(checkTable(base).lint.findings, textIn);
  const silenced = newFindings(withoutIgnores(base.manifests, base).findings, kept, textIn);
  const all = withoutIgnores(manifests, base);
  const findings = newFindings(all.findings, knownFindings(silenced, textIn), (file) =>
    manifests.text(file),
  );
  const ignored = all.findings.length - findings.length;
  return finish({ version: 1, findings, summary: { ...all.summary, ignored } });
}

function withoutIgnores(manifests: Inspection['manifests'], { config }: Inspection): LintResult {
  return checkTable(lint(manifests, config, undefined, undefined, false)).lint;
}
