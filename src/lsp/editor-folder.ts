import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readsFile } from '../config/read-paths.js';
import { ConfigurationError, UserError, type ConfigurationProblem } from '../foundation/errors.js';
import { isManifest, type Project } from '../project/project.js';
import { inspectAgain } from '../work/inspect.js';

/**
 * One folder of an editor: what is on disk, and over it the texts that are open and not saved. A configuration counts once it is
 * saved.
 */
export class EditorFolder {
  /** Absolute. */
  readonly folder: string;
  readonly #open = new Map<string, string>();
  #saved: Project | undefined;
  #current: Project | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Reads what is on disk; files that have not changed are not read again. Where the configuration cannot be read, what was known
   * stays.
   *
   * @returns What is wrong with the configuration.
   */
  async read(): Promise<readonly ConfigurationProblem[]> {
    try {
      // Nothing is started for a folder that is only looked at.
      const options = { cwd: this.folder, paths: [], allowEmpty: true, render: 'off' as const };
      this.#saved = await inspectAgain(options, this.#saved);
      this.#current = undefined;
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      if (!(error instanceof UserError)) throw error;
      return [{ file: 'mesh-failover.yaml', line: 1, column: 1, message: error.message }];
    }
  }

  /** @param text Undefined: the file is closed, and what is on disk counts. */
  set(file: string, text: string | undefined): void {
    if (text === undefined) this.#open.delete(file);
    else this.#open.set(file, text);
    this.#current = undefined;
  }

  /** As it is on disk; undefined before it has been read. */
  get saved(): Project | undefined {
    return this.#saved;
  }

  /** With the texts that are open. */
  get current(): Project | undefined {
    if (!this.#saved) return undefined;
    return (this.#current ??= withOpen(this.#saved, this.#open));
  }

  /** The name of a file, relative to the folder, with `/`; undefined for one that is elsewhere. */
  nameOf(uri: string): string | undefined {
    if (!uri.startsWith('file:')) return undefined;
    const path = relative(this.folder, fileURLToPath(uri));
    return path === '' || path.startsWith('..') ? undefined : path.split(sep).join('/');
  }

  uriOf(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }
}

function withOpen(saved: Project, open: ReadonlyMap<string, string>): Project {
  const isRead = readsFile(saved.config);
  const texts = [...open].filter(
    ([file, text]) => isManifest.test(file) && isRead(file) && saved.files.get(file)?.text !== text,
  );
  return texts.length > 0 ? saved.withFiles(new Map(texts)) : saved;
}
