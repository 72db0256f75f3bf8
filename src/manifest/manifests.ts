import type { Manifests, ReadProblem } from './document.js';
import { UserError } from '../foundation/errors.js';
import { findFiles } from './find-files.js';
import type { FoundFile } from './find-files.js';
import { parseManifest } from './parse.js';
import type { Parsed } from './parse.js';
import { readTextFile, readTextStream } from './read-file.js';
import type { FileText } from './read-file.js';
import { compare } from './walk.js';

/** Where to read. */
export interface ReadOptions {
  /** The working folder, absolute. */
  cwd: string;
  /** What `-` stands for. */
  stdin?: NodeJS.ReadableStream;
  /** Texts by `Document.file`, in place of what those files hold. */
  replaced?: ReadonlyMap<string, string>;
}

/**
 * Reads the manifests behind PATHs (see `findFiles`). The order of everything returned depends on
 * the names of the files alone. Throws `UserError` for a path that is not there; what cannot be
 * read becomes a problem.
 */
export async function readManifests(
  paths: readonly string[],
  options: ReadOptions,
): Promise<Manifests> {
  const { files, problems } = findFiles(paths, options.cwd);
  const collector = new Collector(problems);
  for (const found of files) {
    const { path, file } = found;
    const replaced = options.replaced?.get(file);
    if (replaced !== undefined) collector.add(found, { text: replaced });
    else if (path !== undefined) collector.add(found, readTextFile(path));
    else collector.add(found, await readStdin(options));
  }
  return collector.manifests();
}

function readStdin({ stdin }: ReadOptions): Promise<FileText> {
  if (!stdin) throw new UserError('-: there is no standard input; name a file');
  return readTextStream(stdin);
}

class Collector {
  readonly #problems: ReadProblem[];
  readonly #parsed: Parsed[] = [];
  readonly #texts = new Map<string, string>();
  #files = 0;

  constructor(problems: readonly ReadProblem[]) {
    this.#problems = [...problems];
  }

  add({ file, named }: FoundFile, read: FileText): void {
    this.#files += 1;
    if ('problem' in read) {
      const { problem: message, range, istio } = read;
      this.#problems.push({ kind: 'unreadable', file, range, message, named, istio });
      return;
    }
    const parsed = parseManifest({ file, named, text: read.text });
    this.#parsed.push(parsed);
    if (parsed.documents.length > 0 || parsed.problems.length > 0) this.#texts.set(file, read.text);
  }

  manifests(): Manifests {
    const total = (count: (parsed: Parsed) => number) =>
      this.#parsed.reduce((sum, parsed) => sum + count(parsed), 0);
    return {
      documents: this.#parsed.flatMap(({ documents }) => documents),
      problems: [...this.#problems, ...this.#parsed.flatMap(({ problems }) => problems)].sort(
        byPlace,
      ),
      files: this.#files,
      count: total(({ count }) => count),
      skipped: total(({ skipped }) => skipped),
      text: (file) => this.#texts.get(file),
    };
  }
}

function byPlace(a: ReadProblem, b: ReadProblem): number {
  return compare(a.file, b.file) || a.range.line - b.range.line || a.range.column - b.range.column;
}
