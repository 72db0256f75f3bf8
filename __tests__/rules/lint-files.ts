import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LintResult } from '../../src/lint/finding.js';
import { inspect, type Inspection } from '../../src/lint/inspect.js';

/** Writes the files to a folder of their own and looks at it as the command line would. */
export async function inspectFiles(files: Record<string, string>): Promise<Inspection> {
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

/** What the linter finds in the files; `mesh-failover.yaml` among them is the configuration. */
export async function lintFiles(files: Record<string, string>): Promise<LintResult> {
  return (await inspectFiles(files)).result;
}
