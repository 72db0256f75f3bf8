import type { ReadProblem } from '../manifest/document.js';
import { pathMatcher } from '../config/path-matcher.js';
import { UserError } from '../foundation/errors.js';
import { findFiles } from './find-files.js';
import type { Source } from '../manifest/parse.js';
import { readTextFile, readTextStream } from './read-file.js';

/** Where to read. */
export interface ReadOptions {
  /** The working folder, absolute. */
  cwd: string;
  /** What `-` is read from. */
  stdin?: NodeJS.ReadableStream | undefined;
  /** Globs and folders of files to leave out, relative to the working folder. */
  exclude?: readonly string[];
}

/** The texts of files, and the files that could not be read. */
export interface Sources {
  /** In the order of their names, standard input first; a file that was found but could not be read is its problem. */
  files: (Source | ReadProblem)[];
  /** What was not opened at all. */
  problems: readonly ReadProblem[];
}

/**
 * Reads the files behind PATHs (see `findFiles`).
 *
 * @throws UserError for a path that does not exist; what cannot be read becomes a problem.
 */
export async function readSources(
  paths: readonly string[],
  { cwd, stdin, exclude = [] }: ReadOptions,
): Promise<Sources> {
  const found = findFiles(paths, cwd);
  const sources: Sources = { files: [], problems: found.problems };
  const excluded = exclude.map(pathMatcher);
  for (const { path, file, named } of found.files) {
    if (excluded.some((matches) => matches(file))) continue;
    const read = path === undefined ? await readStdin(stdin) : readTextFile(path);
    if ('problem' in read) {
      const { problem: message, range, istio } = read;
      sources.files.push({ kind: 'unreadable', file, range, message, named, istio });
    } else {
      sources.files.push({ file, named, text: read.text });
    }
  }
  return sources;
}

function readStdin(stdin: ReadOptions['stdin']): ReturnType<typeof readTextStream> {
  if (!stdin) throw new UserError('-: there is no standard input; name a file');
  return readTextStream(stdin);
}
