import { dirname } from 'node:path';
import process from 'node:process';
import type { ReadProblem } from '../manifest/document.js';
import { pathMatcher } from '../config/path-matcher.js';
import { UserError } from '../foundation/errors.js';
import { nothingPassedOver, type PassedOver } from '../foundation/finding.js';
import { displayName, findFiles, type Found } from './find-files.js';
import { lookInto, type LookBudget } from './look-into.js';
import type { PassedOverPlace, TrackedFiles } from './passed-over.js';
import type { Source } from '../manifest/parse.js';
import { readTextFile, readTextStream } from './read-file.js';

/** Where to read. */
export interface SourceOptions {
  /** The working folder, absolute. */
  cwd: string;
  /** For git; default: that of the process. */
  env?: NodeJS.ProcessEnv | undefined;
  /** What `-` is read from. */
  stdin?: NodeJS.ReadableStream | undefined;
  /** Globs and folders of files to leave out, relative to the working folder. */
  exclude?: readonly string[];
  /** For looking through what is passed over. */
  budget?: LookBudget;
}

/** The texts of files, and the files that could not be read. */
export interface Sources {
  /** In the order of their names, standard input first; a file that was found but could not be read is its problem. */
  files: (Source | ReadProblem)[];
  /** What was not opened at all. */
  problems: readonly ReadProblem[];
  /** What is below the paths and was not read, although it holds objects. */
  passedOver: PassedOver;
}

/** Files that are named in each group of what is passed over. */
const mostExamples = 5;

/**
 * Reads the files behind PATHs (see `findFiles`). Files that git tracks are read even if a pattern of `.gitignore` matches them.
 *
 * @throws UserError for a path that does not exist; what cannot be read becomes a problem.
 */
export async function readSources(
  paths: readonly string[],
  { cwd, env = process.env, stdin, exclude = [], budget }: SourceOptions,
): Promise<Sources> {
  const found = await findTracked(paths, cwd, env);
  const files: (Source | ReadProblem)[] = [];
  const excluded = exclude.map(pathMatcher);
  const places: PassedOverPlace[] = [...found.passedOver];
  for (const { path, file, named } of found.files) {
    if (excluded.some((matches) => matches(file))) {
      if (path !== undefined) places.push({ path, isFolder: false, reason: 'excluded' });
      continue;
    }
    const read = path === undefined ? await readStdin(stdin) : readTextFile(path);
    if ('problem' in read) {
      const { problem: message, range, istio, unread } = read;
      files.push({
        ...{ kind: 'unreadable', file, range, message, named, istio },
        ...(unread ? { unread } : {}),
      });
    } else {
      files.push({ file, named, text: read.text });
    }
  }
  const passedOver = await lookThrough(places, found, { cwd, env, exclude: excluded, budget });
  return { files, problems: found.problems, passedOver };
}

/** Finds the files; git is asked only where one of its patterns matches. */
async function findTracked(
  paths: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Found> {
  const found = findFiles(paths, cwd);
  const ignored = found.passedOver.filter(({ reason }) => reason === 'git-ignored');
  if (ignored.length === 0) return found;
  const tracked = await tracking(ignored, env);
  return tracked.files.size > 0 || found.unmatched.length > 0
    ? findFiles(paths, cwd, tracked)
    : found;
}

async function tracking(
  places: readonly PassedOverPlace[],
  env: NodeJS.ProcessEnv,
): Promise<TrackedFiles> {
  // What starts git is loaded by those runs that need it.
  const { trackedFiles } = await import('./git/tracked-files.js');
  return trackedFiles(
    places.map(({ path }) => path),
    env,
  );
}

interface LookFor {
  cwd: string;
  env: NodeJS.ProcessEnv;
  exclude: readonly ((file: string) => boolean)[];
  budget: LookBudget | undefined;
}

/**
 * Counts the files with objects in what is passed over. Where that is too much to look through, what git tracks of it is looked at
 * once more: nobody's change may hide an object behind a large folder.
 */
async function lookThrough(
  places: readonly PassedOverPlace[],
  { real: read, within }: Found,
  { cwd, env, exclude, budget }: LookFor,
): Promise<PassedOver> {
  if (places.length === 0) return nothingPassedOver;
  const options = { within, read, ...(budget ? { budget } : {}) };
  let look = lookInto(places, options);
  if (look.isCut) {
    const tracked = await tracking(places, env);
    const reasons = new Map(places.map(({ path, reason }) => [path, reason]));
    const own = [...tracked.files].map((path): PassedOverPlace => {
      let above = path;
      while (!reasons.has(above) && above !== dirname(above)) above = dirname(above);
      return { path, isFolder: false, reason: reasons.get(above) ?? 'git-ignored' };
    });
    const second = lookInto(own, options);
    const known = new Set(look.found.map(({ path }) => path));
    const found = [...look.found, ...second.found.filter(({ path }) => !known.has(path))];
    look = { found, isCut: second.isCut || tracked.files.size === 0 };
  }
  const groups = new Map<PassedOver['byReason'][number]['reason'], string[]>();
  for (const { path, reason } of look.found) {
    const file = displayName(path, cwd);
    const actual = exclude.some((matches) => matches(file)) ? 'excluded' : reason;
    const known = groups.get(actual);
    if (known) known.push(file);
    else groups.set(actual, [file]);
  }
  return {
    files: look.found.length,
    byReason: [...groups].map(([reason, own]) => ({
      reason,
      files: own.length,
      examples: own.toSorted().slice(0, mostExamples),
    })),
    complete: !look.isCut,
  };
}

function readStdin(stdin: SourceOptions['stdin']): ReturnType<typeof readTextStream> {
  if (!stdin) throw new UserError('-: there is no standard input; name a file');
  return readTextStream(stdin);
}
