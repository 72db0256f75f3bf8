import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isPathWithin } from '../sources/walk.js';
import type { RenderLimits } from './limits.js';
import { RenderRefusal } from './refusal.js';

/** A path of the workspace: what it is, with all links resolved. */
export interface FoundPath {
  /** From the root of the workspace, with `/`; `.` for the root itself. */
  path: string;
  type: 'file' | 'folder';
}

/** Of larger files the text is not kept. */
const largestText = 4 * 1024 * 1024;

/** The files that one program may read, as they are in the workspace when it is started; nothing leads out of it. */
export class WorkTree {
  /** The root of the workspace, with all links resolved. */
  readonly root: string;
  /** The texts of the files that were copied, by their paths from the root. */
  readonly texts = new Map<string, string>();
  readonly #copy: string;
  readonly #limits: Pick<RenderLimits, 'inputFiles' | 'inputBytes'>;
  readonly #copied = new Set<string>();
  #bytes = 0;
  /** Folders that were looked into, and what is in them. */
  #seen = 0;

  /**
   * @param root The root of the workspace, absolute.
   * @param copy An empty folder.
   */
  constructor(root: string, copy: string, limits: Pick<RenderLimits, 'inputFiles' | 'inputBytes'>) {
    this.root = realpathSync.native(root);
    this.#copy = copy;
    this.#limits = limits;
  }

  /**
   * What is at a path; undefined: nothing.
   *
   * @param path From the root, with `/`.
   * @throws RenderRefusal where it leads out of the workspace, by `..` or by a link.
   */
  find(path: string): FoundPath | undefined {
    const absolute = resolve(this.root, path);
    if (!isPathWithin(absolute, this.root))
      throw new RenderRefusal(`${path} leads out of the workspace`);
    let real: string;
    try {
      real = realpathSync.native(absolute);
    } catch {
      return undefined;
    }
    if (!isPathWithin(real, this.root)) {
      throw new RenderRefusal(`${path} is or leads through a symbolic link out of the workspace`);
    }
    const stats = lstatSync(real);
    const own = relative(this.root, real).split(sep).join('/') || '.';
    if (stats.isDirectory()) return { path: own, type: 'folder' };
    if (stats.isFile()) return { path: own, type: 'file' };
    throw new RenderRefusal(`${path} is no regular file`);
  }

  /** The names in a folder. */
  namesIn({ path }: FoundPath): string[] {
    const names = readdirSync(join(this.root, path)).sort();
    // Links that lead back make of a few folders any number of them.
    this.#seen += 1 + names.length;
    if (this.#seen > 4 * this.#limits.inputFiles) {
      throw new RenderRefusal('its files are too many or too large');
    }
    return names;
  }

  /**
   * Copies a file.
   *
   * @param to Where it is in the copy; default: where it is in the workspace.
   * @returns Its text; empty for what is no UTF-8.
   * @throws RenderRefusal where there are too many files or bytes.
   */
  copy({ path }: FoundPath, to = path): string {
    const known = this.#copied.has(to) ? this.texts.get(path) : undefined;
    if (known !== undefined) return known;
    const bytes = this.#read(path);
    this.#copied.add(to);
    this.#bytes += bytes.length;
    const { inputFiles, inputBytes } = this.#limits;
    if (this.#copied.size > inputFiles || this.#bytes > inputBytes) {
      throw new RenderRefusal('its files are too many or too large');
    }
    const target = join(this.#copy, to);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes, { flag: 'w' });
    const text = bytes.includes(0) ? '' : bytes.toString('utf8');
    if (bytes.length <= largestText) this.texts.set(path, text);
    return text;
  }

  /** Never waits for a pipe, never follows a link, never reads more than there is room for. */
  #read(path: string): Buffer {
    let file: number | undefined;
    try {
      const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
      file = openSync(join(this.root, path), flags);
      const stats = fstatSync(file);
      if (!stats.isFile()) throw new RenderRefusal(`${path} is no regular file`);
      if (stats.size > this.#limits.inputBytes) throw new RenderRefusal(`${path} is too large`);
      return readFileSync(file);
    } catch (error) {
      if (error instanceof RenderRefusal) throw error;
      throw new RenderRefusal(`${path} cannot be read`);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** Writes a file of ours into the copy. */
  write(to: string, text: string): void {
    const target = join(this.#copy, to);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
