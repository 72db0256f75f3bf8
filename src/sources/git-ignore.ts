import { lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ignore from 'ignore';
import type { Ignore } from 'ignore';
import { isThere, nameBelow } from './names.js';

/** Bytes of a `.gitignore` that is read; a larger one is none that a person wrote. */
const largestIgnoreFile = 1024 * 1024;

interface IgnoreFile {
  folder: string;
  patterns: Ignore;
}

/** The `.gitignore` files that hold for a folder, the nearest first. */
export class GitIgnore {
  static readonly none = new GitIgnore([]);
  readonly #files: readonly IgnoreFile[];

  private constructor(files: readonly IgnoreFile[]) {
    this.#files = files;
  }

  /**
   * Collects the files from a folder up to its repository's root, or, without a repository, to the
   * working folder. A folder that is itself ignored, but was asked for, is read as if the files
   * above it were not there.
   */
  static for(folder: string, cwd: string): GitIgnore {
    let above = GitIgnore.none;
    for (const parent of foldersAbove(folder, cwd)) {
      if (above.ignores(parent, true)) above = GitIgnore.none;
      above = above.enter(parent);
    }
    if (above.ignores(folder, true)) above = GitIgnore.none;
    return above.enter(folder);
  }

  /** The files that hold for a folder below. */
  enter(folder: string): GitIgnore {
    const above = this.ignores(folder, true) ? this.#files : readmitted(this.#files, folder);
    const text = readIgnoreFile(join(folder, '.gitignore'));
    if (text === undefined) return above === this.#files ? this : new GitIgnore(above);
    const patterns = ignore({ ignorecase: false }).add(text);
    return new GitIgnore([{ folder, patterns }, ...above]);
  }

  /** Whether git would leave out a path; its folders are known not to be left out. */
  ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, patterns } of this.#files) {
      const below = nameBelow(path, folder);
      if (below === '' || !ignore.isPathValid(below)) continue;
      const { ignored, unignored } = patterns.test(isFolder ? `${below}/` : below);
      if (ignored) return true;
      if (unignored) return false;
    }
    return false;
  }
}

/** A nearer file may take a folder back that one further up leaves out: then it does not leave out what is in the folder, either. */
function readmitted(files: readonly IgnoreFile[], folder: string): readonly IgnoreFile[] {
  const isLeftOut = ({ folder: above, patterns }: IgnoreFile) => {
    const below = nameBelow(folder, above);
    return below !== '' && ignore.isPathValid(below) && patterns.test(`${below}/`).ignored;
  };
  if (!files.some(isLeftOut)) return files;
  return files.map((file) => {
    if (!isLeftOut(file)) return file;
    const name = nameBelow(folder, file.folder).replace(/[\\*?[\]!#\s]/g, '\\$&');
    const patterns = ignore({ ignorecase: false }).add(file.patterns).add(`!/${name}/`);
    return { folder: file.folder, patterns };
  });
}

/** The folders above one whose files hold for it, from the outermost inwards. */
function foldersAbove(folder: string, cwd: string): string[] {
  const above: string[] = [];
  let current = folder;
  while (!isThere(join(current, '.git'))) {
    const parent = dirname(current);
    if (parent === current) {
      const fromCwd = above.indexOf(cwd);
      return fromCwd === -1 ? [] : above.slice(fromCwd);
    }
    above.unshift(parent);
    current = parent;
  }
  return above;
}

/** A file that cannot be read ignores nothing, as for git; nor is a link followed. */
function readIgnoreFile(path: string): string | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile() || stats.size > largestIgnoreFile) return undefined;
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
