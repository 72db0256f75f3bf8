import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding, LintResult } from '../../src/foundation/finding.js';
import { inspect, type Inspection } from '../../src/lint/inspect.js';
import { predictTable, scenariosOf } from '../../src/traffic/table.js';

/** Texts by their paths; `mesh-failover.yaml` among them is the configuration. */
export type Files = Record<string, string>;

/** Writes the files to a folder of their own and looks at it as the command line would. */
export async function inspectFiles(files: Files): Promise<Inspection> {
  const cwd = await mkdtemp(join(tmpdir(), 'mesh-failover-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      const path = join(cwd, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    return await inspect({ cwd, paths: [], allowEmpty: true });
  } finally {
    await rm(cwd, { recursive: true });
  }
}

/** What `lint` finds in the files. */
export async function lintFiles(files: Files): Promise<LintResult> {
  return (await inspectFiles(files)).result;
}

/** What `check` finds in them: the rules, and what the predicted table gives reason for. */
export async function checkFiles(files: Files): Promise<LintResult> {
  return withTableOf(await inspectFiles(files));
}

export function withTableOf({ mesh, withTable }: Inspection): LintResult {
  return withTable([...predictTable(mesh, scenariosOf(mesh))]);
}

/** `rule severity file:line "what is underlined"`, a line of the text that goes on ends with `…`. */
export function summaryOf(finding: Finding, files: Files): string {
  const { rule, severity, file, line } = finding;
  return `${rule} ${severity} ${file}:${String(line)} ${JSON.stringify(underlined(finding, files))}`;
}

export function underlined(
  { file, line, column, endLine, endColumn }: Finding,
  files: Files,
): string {
  const text = files[file]?.split('\n')[line - 1] ?? '';
  return endLine === line ? text.slice(column - 1, endColumn - 1) : `${text.slice(column - 1)}…`;
}
