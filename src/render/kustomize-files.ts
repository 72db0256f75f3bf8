import { isMapping } from '../foundation/values.js';
import { readWrittenValues } from '../manifest/written-value.js';
import { isRemote, pathFrom } from '../foundation/paths.js';
import { RenderRefusal } from './refusal.js';
import type { FoundPath, WorkTree } from './work-tree.js';

/** Kustomizations in kustomizations that are followed. */
const deepest = 100;

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Keys whose texts are paths or addresses, in lower case: kustomize reads its fields in any. */
const pathKeys = new Set([
  ...['resources', 'bases', 'components', 'crds', 'configurations', 'generators'],
  ...['transformers', 'validators', 'path', 'paths', 'files', 'envs', 'env'],
  ...['patchesstrategicmerge', 'patches', 'openapi', 'valuesfile', 'additionalvaluesfiles'],
]);

/** Keys of those that lead to objects which may name files themselves: configurations of generators and transformers. */
const configKeys = new Set(['generators', 'transformers', 'validators']);

/** Keys whose entries may be kustomizations of their own. */
const folderKeys = new Set(['resources', 'bases', 'components', ...configKeys]);

/** What makes kustomize start Helm, which it does only if it is told to. */
const helmKeys = new Set(['helmcharts', 'helmchartinflationgenerator', 'helmglobals']);

/**
 * Copies what kustomize reads for the kustomization in a folder, and nothing else. Everything that it would fetch from another
 * machine, and everything that leads out of the workspace, is refused before it is started.
 *
 * @param folder From the root of the workspace.
 * @throws RenderRefusal
 */
export function copyKustomization(folder: string, tree: WorkTree): void {
  const found = tree.find(folder);
  if (found?.type !== 'folder') throw new RenderRefusal(`${folder} is no folder`);
  new Copier(tree).kustomization(found, [], false);
}

class Copier {
  readonly #tree: WorkTree;
  readonly #visited = new Set<string>();

  constructor(tree: WorkTree) {
    this.#tree = tree;
  }

  /** @param isConfig Its objects configure generators or transformers. */
  kustomization(folder: FoundPath, above: readonly string[], isConfig: boolean): void {
    const { path } = folder;
    const key = `${path} ${String(isConfig)}`;
    // Of a circle kustomize itself tells.
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    if (above.length >= deepest) throw new RenderRefusal(`${path} is included too deeply`);
    const present = names.flatMap((name) => this.#plain(pathFrom(path, name)) ?? []);
    if (present.length === 0) throw new RenderRefusal(`there is no kustomization in ${path}`);
    for (const file of present) {
      for (const value of this.#values(file)) {
        this.#walk(value, { folder: path, above: [...above, path], isConfig }, '', false);
      }
    }
  }

  /** The documents of a file that says what kustomize reads. */
  #values(file: FoundPath): unknown[] {
    return valuesOf(this.#tree.copy(file), file.path);
  }

  /** Goes through everything that a kustomization or a configuration says. */
  #walk(value: unknown, at: Place, key: string, isConfig: boolean): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#walk(item, at, key, isConfig);
    } else if (isMapping(value)) {
      for (const [name, item] of Object.entries(value)) {
        const own = name.toLowerCase();
        if (helmKeys.has(own)) {
          throw new RenderRefusal(`${at.folder} has ${name}, for which kustomize would start Helm`);
        }
        // Of a mapping below `openapi` or `patches`, its own keys tell.
        this.#walk(item, at, own, isConfig || configKeys.has(own));
      }
    } else if (typeof value === 'string' && pathKeys.has(key)) {
      this.#named(value, at, key, isConfig);
    }
  }

  #named(text: string, at: Place, key: string, isConfig: boolean): void {
    if (text.includes('\n')) {
      // The text of a patch or object itself; of a configuration it may name files.
      if (isConfig) for (const value of valuesOf(text, at.folder)) this.#config(value, at);
      return;
    }
    // `files` of a generator may be `key=file`.
    const separator = key === 'files' ? text.indexOf('=') : -1;
    const path = text.slice(separator + 1);
    refuseRemote(path);
    if (path === '') return;
    if (path.startsWith('/')) throw new RenderRefusal(`${path} is an absolute path`);
    const found = this.#plain(pathFrom(at.folder, path));
    // What is not there kustomize would look for elsewhere, as another machine's.
    if (!found) {
      if (folderKeys.has(key))
        throw new RenderRefusal(`${path}, which ${at.folder} names, is not there`);
      return;
    }
    if (found.type === 'folder') {
      if (folderKeys.has(key)) this.kustomization(found, at.above, at.isConfig || isConfig);
      return;
    }
    if (!isConfig && !(at.isConfig && key === 'resources')) this.#tree.copy(found);
    else for (const value of this.#values(found)) this.#config(value, at);
  }

  /** A configuration names files from the folder of the kustomization that names it. */
  #config(value: unknown, at: Place): void {
    this.#walk(value, at, '', true);
  }

  /** A path with no link on the way: kustomize takes a link for what it leads to, so that other paths would count. */
  #plain(path: string): FoundPath | undefined {
    const found = this.#tree.find(path);
    if (found && found.path !== path) {
      throw new RenderRefusal(`${path} is or leads through a symbolic link`);
    }
    return found;
  }
}

interface Place {
  folder: string;
  above: readonly string[];
  isConfig: boolean;
}

/** What cannot be read as kustomize reads it may hide anything. */
function valuesOf(text: string, name: string): unknown[] {
  return readWrittenValues(text).map((one) => {
    if ('fault' in one) throw new RenderRefusal(`${name} cannot be read: ${one.fault}`);
    return one.value;
  });
}

/**
 * Addresses of other machines.
 * Source: sigs.k8s.io/kustomize/api 0.21 internal/git/repospec.go extractHost, internal/loader/fileloader.go.
 */
function refuseRemote(path: string): void {
  const isAddress =
    isRemote(path) ||
    /:\/\/|::|\?/.test(path) ||
    /^[a-z][a-z0-9-]*@/i.test(path) ||
    /^(?:[a-z0-9-]+@)?github\.com[/:]/i.test(path);
  if (isAddress) throw new RenderRefusal(`${path} is on another machine, and nothing is fetched`);
}
