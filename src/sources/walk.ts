import type { Dirent } from 'node:fs';
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { cannotRead } from './file-problem.js';
import { GitIgnore } from './git-ignore.js';
import type { PassedOverReason } from '../foundation/finding.js';
import type { PassedOverPlace, TrackedFiles } from './passed-over.js';
import { notRegular } from './read-file.js';

/** Why a link is not followed. */
export const leadsOut =
  'a symbolic link that leads out of the working folder, so it is not followed; ' +
  'name its target itself, or remove it';

/** A file that a walk found. */
export interface WalkedFile {
  /** By the way that the walk took. */
  path: string;
  /** With all links resolved. */
  realPath: string;
}

/** What a walk is to do. */
export interface Walk {
  /** The folder to begin with; it exists. */
  root: string;
  /** Real paths of folders that links may lead into. */
  within: readonly string[];
  /** The working folder, up to which `.gitignore` files count where there is no repository. */
  cwd: string;
  /** Whether a file is wanted. */
  wants(path: string): boolean;
  /** Whether a folder may have wanted files in it. */
  enters(path: string): boolean;
  /** Files that are wanted although a pattern of `.gitignore` matches them. */
  tracked?: TrackedFiles | undefined;
  /** Called for what cannot or must not be read; `isFolder`: what may be there is known to be no manifest by its own name. */
  problem(path: string, message: string, isFolder?: boolean): void;
  /** Called for what is there and is not read. */
  passOver(place: PassedOverPlace): void;
}

interface Folder {
  path: string;
  realPath: string;
  ignored: GitIgnore;
}

/**
 * Finds the files below a folder, but for what git ignores, `node_modules` and dot folders, which are reported. Links
 * are followed as far as `within` allows, and each folder is entered once. Pipes and devices are problems. Synchronous, as reading is.
 */
export function walk(options: Walk): WalkedFile[] {
  const walker = new Walker(options);
  const realPath = realpathSync.native(options.root);
  walker.enter({
    path: options.root,
    realPath,
    ignored: GitIgnore.for(options.root, options.cwd),
  });
  return walker.files;
}

class Walker {
  readonly files: WalkedFile[] = [];
  readonly #options: Walk;
  readonly #entered = new Set<string>();
  /** Links to folders wait until the end, so that what is reachable without them has its own name. */
  readonly #links: Folder[] = [];

  constructor(options: Walk) {
    this.#options = options;
  }

  enter(root: Folder): void {
    this.#links.push(root);
    for (let next = this.#links.shift(); next; next = this.#links.shift()) {
      const waiting = [next];
      for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
        if (this.#entered.has(folder.realPath)) continue;
        this.#entered.add(folder.realPath);
        waiting.push(...this.#read(folder));
      }
    }
  }

  /** Reads one folder; returns those in it. */
  #read(folder: Folder): Folder[] {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder.path, { withFileTypes: true });
    } catch (error) {
      this.#options.problem(folder.path, cannotRead(error));
      return [];
    }
    const folders: Folder[] = [];
    for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
      const path = inFolder(folder.path, entry.name);
      const realPath =
        folder.realPath === folder.path ? path : inFolder(folder.realPath, entry.name);
      if (entry.isSymbolicLink()) {
        this.#link(path, folder);
      } else if (entry.isDirectory()) {
        if (!this.#options.enters(path)) continue;
        const reason = this.#reason(path, entry.name, folder);
        if (reason === undefined) {
          folders.push({ path, realPath, ignored: folder.ignored.enter(path) });
        } else if (entry.name !== '.git') {
          this.#options.passOver({ path, isFolder: true, reason });
        }
      } else if (this.#options.wants(path)) {
        if (this.#isIgnored(path, folder)) {
          this.#options.passOver({ path, isFolder: false, reason: 'git-ignored' });
        } else if (!entry.isFile()) {
          this.#options.problem(path, notRegular);
        } else {
          this.files.push({ path, realPath });
        }
      }
    }
    return folders;
  }

  #link(path: string, folder: Folder): void {
    const name = path.slice(path.lastIndexOf(sep) + 1);
    const isWanted = this.#options.wants(path);
    const isIgnored = this.#isIgnored(path, folder);
    const isEntered = this.#options.enters(path) && this.#reason(path, name, folder) === undefined;
    if (!isEntered && (!isWanted || isIgnored)) {
      if (isWanted) this.#options.passOver({ path, isFolder: false, reason: 'git-ignored' });
      return;
    }
    let target: string;
    let isFolder: boolean;
    let isRegular: boolean;
    try {
      target = realpathSync.native(path);
      const stats = statSync(target);
      isFolder = stats.isDirectory();
      isRegular = stats.isFile();
      if (!isFolder && !isWanted) return;
    } catch (error) {
      if (isWanted) this.#options.problem(path, cannotRead(error));
      return;
    }
    if (!this.#options.within.some((root) => isPathWithin(target, root))) {
      this.#options.problem(path, leadsOut, isFolder);
    } else if (!isFolder) {
      if (isIgnored) this.#options.passOver({ path, isFolder: false, reason: 'git-ignored' });
      else if (!isRegular) this.#options.problem(path, notRegular);
      else this.files.push({ path, realPath: target });
    } else if (isEntered) {
      this.#links.push({ path, realPath: target, ignored: folder.ignored.enter(path) });
    }
  }

  #isIgnored(path: string, folder: Folder): boolean {
    return folder.ignored.ignores(path, false) && this.#options.tracked?.files.has(path) !== true;
  }

  /** Why a folder is not entered; undefined: it is. */
  #reason(path: string, name: string, folder: Folder): PassedOverReason | undefined {
    if (name.startsWith('.')) return 'dot-folder';
    if (name === 'node_modules') return 'node_modules';
    const isIgnored = folder.ignored.ignores(path, true);
    return isIgnored && this.#options.tracked?.folders.has(path) !== true
      ? 'git-ignored'
      : undefined;
  }
}

/** As `join`, for a folder that is written as it should be. */
function inFolder(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

/** Whether a path is a folder or below it; both without links. */
export function isPathWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The order of code units, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
