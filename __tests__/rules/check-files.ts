import { defaultConfig } from '../../src/config/parse-config.js';
import type { Finding, LintResult } from '../../src/foundation/finding.js';
import { Project } from '../../src/project/project.js';

/** Texts by their paths; `mesh-failover.yaml` among them is the configuration. */
export type Files = Record<string, string>;

/** The project that the files make. */
export function inspectFiles(files: Files): Project {
  const hidden = Object.keys(files).filter((file) => /(?:^|\/)\.[^/]+\//.test(file));
  if (hidden.length === 0) return Project.of({ files });
  return Project.from({
    config: defaultConfig,
    files: Object.entries(files)
      .filter(([file]) => !hidden.includes(file))
      .map(([file, text]) => ({ file, text, named: false })),
    passedOver: {
      files: hidden.length,
      byReason: [{ reason: 'dot-folder', files: hidden.length, examples: hidden }],
      complete: true,
    },
    now: new Date(),
  });
}

/** What `lint` finds in the files. */
export function lintFiles(files: Files): LintResult {
  return inspectFiles(files).lint();
}

/** What `check` finds in them: the rules, and what the predicted table shows. */
export function checkFiles(files: Files): LintResult {
  return inspectFiles(files).check().lint;
}

/** `rule severity file:line "what is underlined"`, a line of the text that goes on ends with `…`. */
export function summaryOf(finding: Finding, files: Files): string {
  const { rule, severity, file, line } = finding;
  return `${rule} ${severity} ${file}:${line} ${JSON.stringify(underlined(finding, files))}`;
}

export function underlined(
  { file, line, column, endLine, endColumn }: Finding,
  files: Files,
): string {
  const text = files[file]?.split('\n')[line - 1] ?? '';
  return endLine === line ? text.slice(column - 1, endColumn - 1) : `${text.slice(column - 1)}…`;
}
