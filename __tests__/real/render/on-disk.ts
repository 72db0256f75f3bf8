import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Path } from '../../../src/foundation/range.js';
import { placeAt, type Document } from '../../../src/manifest/document.js';
import type { Project } from '../../../src/project/project.js';
import { inspect } from '../../../src/work/inspect.js';
import { pathOfPart } from '../bench/build.mjs';

/** The programs of a test, as a PATH that holds nothing else. */
export function pathOf(...parts: ('kustomize' | 'kubectl' | 'helm')[]): string {
  return parts.map((part) => dirname(pathOfPart(part))).join(':');
}

/** Writes a tree of files for as long as `use` takes. */
export async function withTree<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'render-test-')));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The project of a folder, rendered with the programs of PATH. */
export function renderedIn(
  cwd: string,
  PATH: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Project> {
  const now = new Date('2026-11-30');
  return inspect({
    cwd,
    root: cwd,
    paths: [],
    render: 'auto',
    allowEmpty: true,
    env: { ...env, PATH },
    now,
  });
}

export function renderTree(
  files: Readonly<Record<string, string>>,
  PATH: string,
): Promise<Project> {
  return withTree(files, (folder) => renderedIn(folder, PATH));
}

/** Every object of a project, each once. */
export function objectsOf(project: Project): Document[] {
  const all = project.repository.environments.flatMap(({ documents }) => documents);
  return [...new Set(all.map(({ document }) => document))];
}

/** The objects of a kind. */
export function ofKind(project: Project, kind: string): Document[] {
  return objectsOf(project).filter(({ value }) => value['kind'] === kind);
}

/** The paths of all texts, numbers and truth values below a value. */
export function leaves(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** What stands at the place of a field, with the file. */
export function writtenAt(
  document: Document,
  path: Path,
  files: Readonly<Record<string, string>>,
): { file: string; text: string } {
  const { file, line, column, endLine, endColumn } = placeAt(document, path);
  const lines = (files[file] ?? '').split('\n');
  const text =
    line === endLine ? (lines[line - 1] ?? '').slice(column - 1, endColumn - 1) : '(several lines)';
  return { file, text };
}
