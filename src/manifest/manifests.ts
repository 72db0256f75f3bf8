import type { Manifests, ReadProblem } from './document.js';
import { UserError } from './errors.js';
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

/** Files that are read at the same time; more only keeps more texts in memory. */
const concurrency = 16;

/**
 * Reads the manifests behind PATHs (see `findFiles`). The order of everything returned depends on
 * the names of the files alone. Throws `UserError` for a path that is not there; what cannot be
 * read becomes a problem.
 */
export async function readManifests(
  paths: readonly string[],
  options: ReadOptions,
): Promise<Manifests> {
  const found = await findFiles(paths, options.cwd);
  const collector = new Collector(found.problems);
  for (let start = 0; start < found.files.length; start += concurrency) {
    const batch = found.files.slice(start, start + concurrency);
    const texts = await Promise.all(batch.map((file) => readText(file, options)));
    batch.forEach((file, index) => {
      const text = texts[index];
      if (text) collector.add(file, text);
    });
  }
  return collector.manifests();
}

async function readText(
  { path, file }: FoundFile,
  { stdin, replaced }: ReadOptions,
): Promise<FileText> {
  const text = replaced?.get(file);
  if (text !== undefined) return { text };
  if (path !== undefined) return readTextFile(path);
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
