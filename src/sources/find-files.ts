import { isManifestName } from '../units/folder-names.js';
import { realpathSync, statSync, type Stats } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { ReadProblem } from '../manifest/document.js';
import { UserError } from '../foundation/errors.js';
import { cannotRead, errorCode, fileProblem } from './file-problem.js';
import { isThere, nameBelow } from './names.js';
import { notRegular } from './read-file.js';
import { trimEndings } from '../foundation/trim-endings.js';
import { compare, isPathWithin, leadsOut, walk } from './walk.js';
import type { Walk, WalkedFile } from './walk.js';
import type { PassedOverPlace, TrackedFiles } from './passed-over.js';

/** A file to read. */
export interface FoundFile {
  /** Absolute; undefined: standard input. */
  path: string | undefined;
  /** As in `Document.file`. */
  file: string;
  /** As in `ReadProblem.named`. */
  named: boolean;
}

/** What was found: the files in the order of their names, standard input first. */
export interface Found {
  files: FoundFile[];
  problems: ReadProblem[];
  /** What is below the paths and is not read, in the order of the names. */
  passedOver: PassedOverPlace[];
  /** The real paths of the files. */
  real: ReadonlySet<string>;
  /** Real paths of the folders that links may lead into. */
  within: string[];
  /** Globs that match no file, unless git tracks one that its patterns match. */
  unmatched: string[];
}

/** How standard input is called in output. */
export const stdinName = '<stdin>';

/**
 * Finds the files behind PATHs: files (whatever their name), folders, globs, `-` for standard
 * input; relative ones count from `cwd`. Each file is found once, however many ways lead to it.
 *
 * @param tracked What git tracks among the files that its patterns match; undefined: not known, the patterns decide.
 * @throws UserError for a path that is not there, and for a glob that matches nothing (but see `unmatched`).
 */
export function findFiles(paths: readonly string[], cwd: string, tracked?: TrackedFiles): Found {
  const finder = new Finder(cwd, realpathSync.native(cwd), tracked);
  for (const path of paths) finder.add(path);
  return finder.found();
}

/** The folder that a glob is looked for in; a path without wildcards is its own. */
export function globBase(path: string): string {
  const { base, isGlob } = picomatch.scan(path);
  return isGlob ? base : path;
}

/** The name of a path in output: relative to the working folder, with `/`. */
export function displayName(path: string, cwd: string): string {
  return nameBelow(path, cwd) || '.';
}

class Finder {
  readonly #cwd: string;
  readonly #realCwd: string;
  readonly #files = new Map<string, WalkedFile & { named: boolean }>();
  readonly #problems = new Map<string, ReadProblem>();
  readonly #passedOver = new Map<string, PassedOverPlace>();
  readonly #within: Set<string>;
  readonly #unmatched: string[] = [];
  readonly #tracked: TrackedFiles | undefined;
  #stdin = false;

  constructor(cwd: string, realCwd: string, tracked: TrackedFiles | undefined) {
    this.#cwd = cwd;
    this.#realCwd = realCwd;
    this.#within = new Set([realCwd]);
    this.#tracked = tracked;
  }

  add(path: string): void {
    if (path === '-') {
      this.#stdin = true;
      return;
    }
    if (path === '') throw new UserError('a path is empty: name a file, a folder or a glob');
    const absolute = resolve(this.#cwd, path);
    let stats: Stats;
    try {
      stats = statSync(absolute);
    } catch (error) {
      this.#missing(path, absolute, error);
      return;
    }
    if (this.#leadsOut(absolute)) this.#problem(absolute, leadsOut, true);
    else if (stats.isDirectory()) this.#folder(absolute);
    else if (stats.isFile()) this.#file(absolute);
    else this.#problem(absolute, notRegular, true);
  }

  found(): Found {
    const files = [...this.#files.values()]
      .map(({ path, named }): FoundFile => ({ path, file: displayName(path, this.#cwd), named }))
      .sort((a, b) => compare(a.file, b.file));
    if (this.#stdin) files.unshift({ path: undefined, file: stdinName, named: true });
    const problems = [...this.#problems.values()].sort((a, b) => compare(a.file, b.file));
    const passedOver = [...this.#passedOver.values()]
      // Another path may lead to it, or be what is passed over.
      .filter(({ path, isFolder }) => isFolder || !this.#has(path))
      .sort((a, b) => compare(a.path, b.path));
    return {
      ...{ files, problems, passedOver },
      real: new Set(this.#files.keys()),
      within: [...this.#within],
      unmatched: this.#unmatched,
    };
  }

  #missing(path: string, absolute: string, error: unknown): void {
    const code = errorCode(error);
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
    if (!isMissing) {
      this.#problem(absolute, cannotRead(error), true);
      return;
    }
    if (isThere(absolute))
      throw new UserError(`${path}: a symbolic link to something that is not there`);
    if (!picomatch.scan(path).isGlob) {
      throw new UserError(`${path}: no such file or folder; check the path`);
    }
    this.#glob(path);
  }

  /**
   * A name in the working folder that stands for something elsewhere: who named it in a workflow does not
   * know that a pull request made a link of it.
   */
  #leadsOut(path: string): boolean {
    return isPathWithin(path, this.#cwd) && !isPathWithin(realpathSync.native(path), this.#realCwd);
  }

  #file(path: string): void {
    this.#keep({ path, realPath: realpathSync.native(path) }, true);
  }

  #folder(root: string): void {
    this.#walk(root, { wants: isManifestName, enters: () => true });
  }

  #glob(pattern: string): void {
    const { base, glob, negated } = picomatch.scan(pattern);
    if (negated) {
      throw new UserError(
        `${pattern}: a path cannot be left out with !; name what to read, or use .gitignore`,
      );
    }
    const root = resolve(this.#cwd, base);
    const before = this.#problems.size;
    const count = isFolder(root) ? this.#walk(root, globChoice(wholeFolder(glob), root)) : 0;
    if (count > 0 || this.#problems.size > before) return;
    const mayBeTracked = [...this.#passedOver.values()].some(
      ({ reason }) => reason === 'git-ignored',
    );
    if (mayBeTracked && this.#tracked === undefined) {
      this.#unmatched.push(pattern);
    } else {
      throw new UserError(`${pattern}: no file matches; check the glob`);
    }
  }

  /** Returns how many files were found, those included that are known already. */
  #walk(root: string, choice: Choice): number {
    const realRoot = realpathSync.native(root);
    this.#within.add(realRoot);
    const files = walk({
      ...choice,
      root,
      cwd: this.#cwd,
      within: [this.#realCwd, realRoot],
      tracked: this.#tracked,
      problem: (path, message, isFolder) => {
        this.#problem(path, message, path === root, isFolder);
      },
      passOver: (place) => {
        this.#passedOver.set(place.path, place);
      },
    });
    for (const file of files) this.#keep(file, false);
    return files.length;
  }

  /** Of several names of one file, the real one is shown, or else the first. */
  #keep(file: WalkedFile, named: boolean): void {
    const known = this.#files.get(file.realPath);
    if (!known) {
      this.#files.set(file.realPath, { ...file, named });
      return;
    }
    known.named ||= named;
    const rank = (path: string) => (this.#isReal(path, file.realPath) ? 0 : 1);
    const order = rank(file.path) - rank(known.path) || compare(file.path, known.path);
    if (order < 0) known.path = file.path;
  }

  #isReal(path: string, realPath: string): boolean {
    return join(this.#realCwd, relative(this.#cwd, path)) === realPath;
  }

  #has(path: string): boolean {
    return [path, join(this.#realCwd, relative(this.#cwd, path))].some((one) =>
      this.#files.has(one),
    );
  }

  /** @param isFolder A link to a folder elsewhere: nothing that is applied follows it. */
  #problem(path: string, message: string, named: boolean, isFolder = false): void {
    const file = displayName(path, this.#cwd);
    const { unread, ...rest } = fileProblem(file, message, named);
    this.#problems.set(file, isFolder ? rest : { ...rest, ...(unread ? { unread } : {}) });
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

/** A glob that ends with a slash means what is in the folders. */
function wholeFolder(glob: string): string {
  return glob.endsWith('/') ? `${trimEndings(glob, '/')}/**/*` : glob;
}

type Choice = Pick<Walk, 'wants' | 'enters'>;

/**
 * What a glob picks below a folder: manifests, and other files only if it spells out their
 * extension; of a folder that it matches the manifests, as a shell's glob names the folder.
 */
function globChoice(glob: string, root: string): Choice {
  const matches = picomatch(glob, { nonegate: true });
  const spellsExtension = /^\.[a-z0-9]+$/i.test(extname(glob));
  // Only a glob of plain segments tells how deep it can match.
  const depth = /\*\*|[{(\\]/.test(glob) ? Infinity : glob.split('/').length;
  const below = (path: string) => relative(root, path).split(sep);
  const matchesFolder = (segments: string[]) =>
    segments.some((_, index) => matches(segments.slice(0, index + 1).join('/')));
  return {
    wants(path) {
      const segments = below(path);
      if (isManifestName(path)) return matchesFolder(segments);
      return spellsExtension && matches(segments.join('/'));
    },
    enters(path) {
      const segments = below(path);
      return segments.length < depth || matchesFolder(segments);
    },
  };
}
