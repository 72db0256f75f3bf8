import type { Config } from '../config/config.js';
import type { LintResult } from '../foundation/finding.js';
import { finish } from '../lint/finish.js';
import { knownFindings, newFindings } from '../lint/new-findings.js';
import type { Project } from './project.js';

/**
 * Checks files that nobody has reviewed yet by the rules of the base: its configuration, and of inline ignores only those
 * that silence the same finding there.
 *
 * @param config Another configuration than that of the base.
 */
export function checkByBase(
  project: Project,
  base: Project,
  config: Config = base.config,
): LintResult {
  const textIn = (file: string) => base.manifests.text(file);
  const kept = knownFindings(base.check().lint.findings, textIn);
  const silenced = newFindings(base.withoutIgnores().check().lint.findings, kept, textIn);
  const all = project.withConfig(config).withoutIgnores().check().lint;
  const findings = newFindings(all.findings, knownFindings(silenced, textIn), (file) =>
    project.manifests.text(file),
  );
  const ignored = all.findings.length - findings.length;
  return finish({ version: 1, findings, summary: { ...all.summary, ignored } });
}
