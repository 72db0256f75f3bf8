import { folderOf, baseName, partsOf } from '../foundation/paths.js';
import type { SendsKind } from '../config/sent-kinds.js';
import type { ParsedFile } from './parsed-file.js';

/** The files of a tree, by path and by folder. */
export class Tree {
  readonly files: readonly ParsedFile[];
  readonly #byPath = new Map<string, ParsedFile>();
  readonly #root: Folder = { path: '.', files: [], folders: new Map() };
  readonly #byFolder = new Map<string, Folder>([['.', this.#root]]);

  /** @param sends As for `UnitSettings`. */
  constructor(
    files: readonly ParsedFile[],
    readonly sends?: SendsKind | undefined,
  ) {
    this.files = files;
    for (const file of files) {
      this.#byPath.set(file.file, file);
      this.#enter(folderOf(file.file)).files.push(file);
    }
  }

  file(path: string): ParsedFile | undefined {
    return this.#byPath.get(path);
  }

  folder(path: string): Folder | undefined {
    return this.#byFolder.get(path);
  }

  /** Every folder, parents before what is in them. */
  folders(): Folder[] {
    const found: Folder[] = [this.#root];
    for (const folder of found) found.push(...folder.folders.values());
    return found;
  }

  /** The files in a folder and below it. */
  filesBelow(path: string): ParsedFile[] {
    const start = this.folder(path);
    if (!start) return [];
    const folders = [start];
    for (const folder of folders) folders.push(...folder.folders.values());
    return folders.flatMap(({ files }) => files);
  }

  /** The folders that a glob of `*` and `?` names; `**` means any depth. */
  foldersMatching(glob: string): Folder[] {
    let found = [this.#root];
    for (const part of partsOf(glob)) {
      if (part === '**') {
        for (const folder of found) found.push(...folder.folders.values());
        found = [...new Set(found)];
        continue;
      }
      const matches = partMatcher(part);
      found = found.flatMap(({ folders }) =>
        [...folders.values()].filter(({ path }) => matches(baseName(path))),
      );
    }
    return found;
  }

  #enter(path: string): Folder {
    const known = this.#byFolder.get(path);
    if (known) return known;
    let folder = this.#root;
    for (const part of partsOf(path)) {
      let next = folder.folders.get(part);
      if (!next) {
        const own = folder.path === '.' ? part : `${folder.path}/${part}`;
        next = { path: own, files: [], folders: new Map() };
        folder.folders.set(part, next);
        this.#byFolder.set(own, next);
      }
      folder = next;
    }
    this.#byFolder.set(path, folder);
    return folder;
  }
}

export interface Folder {
  path: string;
  /** Those directly in it. */
  files: ParsedFile[];
  folders: Map<string, Folder>;
}

function partMatcher(part: string): (name: string) => boolean {
  if (!/[*?]/.test(part)) return (name) => name === part;
  return (name) => matchesWildcard(name, part);
}

/** Matches `*` and `?` in linear time for each `*`, without a regular expression. */
export function matchesWildcard(name: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let retry = 0;
  while (at < name.length) {
    if (next < pattern.length && pattern[next] === '*') {
      star = next++;
      retry = at;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === name[at])) {
      next += 1;
      at += 1;
    } else if (star !== -1) {
      next = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}
