import { baseName, folderOf, pathFrom, partsOf } from '../foundation/paths.js';
import { matchesWildcard, type Tree } from './tree.js';
import { at, isMapping, listAt, textAt } from '../foundation/values.js';

/** What a generator of an ApplicationSet gives to the template: texts by their names, such as `path.basename`. */
export type Parameters = ReadonlyMap<string, string>;

export interface GeneratorContext {
  tree: Tree;
  /** Of the configuration. */
  clusters: readonly string[];
  /** Of the ApplicationSet. */
  template: unknown;
}

/** More than these make no sense, and a matrix multiplies them. */
const mostElements = 2000;

/** Matrices in matrices that are followed. */
const deepest = 3;

/** What a generator makes: the elements that it certainly has, and what of it is known in the clusters or elsewhere only. */
export interface Generated {
  parameters: Parameters[];
  /** Names of generators: `git.files`. */
  unknown: string[];
}

/** The generators whose elements do not follow from the folders of the tree and the configuration. */
const unknownGenerators = [
  'merge',
  'scmProvider',
  'pullRequest',
  'clusterDecisionResource',
  'plugin',
];

/** The elements of a generator: of lists, git directories and clusters, and of a matrix of these. */
export function generated(generator: unknown, context: GeneratorContext, depth = 0): Generated {
  // A selector leaves out some of the elements, by labels that are known in the cluster.
  const isSelected = at(generator, 'selector') !== undefined;
  const unknown = (name: string): Generated => ({ parameters: [], unknown: [name] });
  const list = at(generator, 'list');
  if (isMapping(list)) {
    const isOpen = isSelected || at(list, 'elementsYaml') !== undefined;
    return isOpen ? unknown('list') : { parameters: fromList(list), unknown: [] };
  }
  const git = at(generator, 'git');
  if (isMapping(git)) {
    const directories = at(git, 'directories');
    const files = at(git, 'files');
    if (isSelected) return unknown(files === undefined ? 'git' : 'git.files');
    if (Array.isArray(directories)) {
      return { parameters: withValues(fromFolders(directories, context.tree), git), unknown: [] };
    }
    const parameters = Array.isArray(files) ? fromFiles(files, context.tree) : [];
    // Files that are not there may be in another repository, or left out of what is read.
    return parameters.length > 0
      ? { parameters: withValues(parameters, git), unknown: [] }
      : unknown(files === undefined ? 'git' : 'git.files');
  }
  const clusters = at(generator, 'clusters');
  if (isMapping(clusters)) {
    return { parameters: withValues(fromClusters(context), clusters), unknown: [] };
  }
  const matrix = at(generator, 'matrix');
  if (isMapping(matrix)) return product(listAt(matrix, 'generators'), context, depth);
  const name = unknownGenerators.find((one) => at(generator, one) !== undefined);
  return name === undefined ? { parameters: [], unknown: [] } : unknown(name);
}

function product(factors: readonly unknown[], context: GeneratorContext, depth: number): Generated {
  const [first, second] = factors;
  // The second one may be made from the elements of the first.
  const isNested = JSON.stringify(second ?? null).includes('{{');
  if (factors.length !== 2 || depth >= deepest || isNested) {
    return { parameters: [], unknown: ['matrix'] };
  }
  const left = generated(first, context, depth + 1);
  const right = generated(second, context, depth + 1);
  const unknown = [...left.unknown, ...right.unknown].map((name) => `matrix of ${name}`);
  if (unknown.length > 0) return { parameters: [], unknown: unknown.slice(0, 1) };
  const parameters: Parameters[] = [];
  for (const one of left.parameters) {
    for (const other of right.parameters) {
      if (parameters.length >= mostElements) return { parameters, unknown };
      parameters.push(new Map([...one, ...other]));
    }
  }
  return { parameters, unknown };
}

function fromList(list: unknown): Parameters[] {
  return listAt(list, 'elements')
    .slice(0, mostElements)
    .map((element) => new Map(flatten(element)));
}

/** Whether a path of a template can mean a folder of the tree, whatever its parameters are. */
export function mayBeLocal(template: unknown, tree: Tree): boolean {
  const sources = [at(template, 'spec', 'source'), ...listAt(template, 'spec', 'sources')];
  return sources.some((source) => {
    const path = textAt(source, 'path');
    if (path === undefined || textAt(source, 'chart') !== undefined) return false;
    const plain = pathFrom('.', path.replace(/\{\{.{0,200}?\}\}/g, '*'));
    // A parameter alone may be a path of any depth.
    if (plain === '*') return tree.files.length > 0;
    return plain !== '.' && tree.foldersMatching(plain).length > 0;
  });
}

/** Nested keys are joined by dots, as templates name them. */
function flatten(value: unknown, prefix = '', depth = 0): [string, string][] {
  if (!isMapping(value) || depth > 5) return [];
  return Object.entries(value).flatMap(([key, item]): [string, string][] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof item === 'string') return [[name, item]];
    if (typeof item === 'number' || typeof item === 'boolean') return [[name, String(item)]];
    return flatten(item, name, depth + 1);
  });
}

/** The globs of a git generator: of what it takes, and of what it leaves out. */
function globsOf(entries: readonly unknown[]): { taken: string[]; excluded: string[] } {
  const taken: string[] = [];
  const excluded: string[] = [];
  for (const entry of entries) {
    const path = textAt(entry, 'path');
    if (path !== undefined) {
      (at(entry, 'exclude') === true ? excluded : taken).push(pathFrom('.', path));
    }
  }
  return { taken, excluded };
}

function fromFolders(directories: readonly unknown[], tree: Tree): Parameters[] {
  const { taken, excluded } = globsOf(directories);
  const folders = new Set(
    taken.flatMap((glob) => tree.foldersMatching(glob)).map(({ path }) => path),
  );
  return [...folders]
    .filter((path) => path !== '.' && !excluded.some((glob) => matchesPath(path, glob)))
    .slice(0, mostElements)
    .map((path) => new Map(pathParameters(path)));
}

/** An element for each mapping in the files; its keys are parameters beside those of the path. */
function fromFiles(entries: readonly unknown[], tree: Tree): Parameters[] {
  const { taken, excluded } = globsOf(entries);
  const files = new Map(
    taken
      .flatMap((glob) => {
        const matches = (name: string) => matchesWildcard(name, baseName(glob));
        const folders = tree.foldersMatching(folderOf(glob));
        return folders.flatMap((folder) =>
          folder.files.filter(({ file }) => matches(baseName(file))),
        );
      })
      .map((file) => [file.file, file]),
  );
  const meant = [...files.values()].filter(
    ({ file }) => !excluded.some((glob) => matchesPath(file, glob)),
  );
  // What holds no mapping, such as a bare list, has elements that are not known here.
  if (meant.some(({ documents }) => documents.length === 0)) return [];
  return meant
    .flatMap(({ file, documents }) =>
      documents.map(
        ({ value }) =>
          new Map([
            ...flatten(value),
            ...pathParameters(folderOf(file)),
            ['path.filename', baseName(file)],
            ['path.filenameNormalized', normalized(baseName(file))],
          ]),
      ),
    )
    .slice(0, mostElements);
}

function pathParameters(path: string): [string, string][] {
  const segments = partsOf(path).map((part, index): [string, string] => [`path[${index}]`, part]);
  return [
    ['path', path],
    ['path.path', path],
    ['path.basename', baseName(path)],
    ['path.basenameNormalized', normalized(baseName(path))],
    ...segments,
  ];
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]/g, '-');
}

function matchesPath(path: string, glob: string): boolean {
  const parts = partsOf(path);
  const patterns = partsOf(glob);
  return (
    parts.length === patterns.length &&
    parts.every((part, index) => matchesWildcard(part, patterns[index] ?? ''))
  );
}

/**
 * Those of the configuration. Where it has none, the folders that the template's path can mean: an ApplicationSet with the
 * path `apps/{{name}}` is for the clusters that have such a folder.
 */
function fromClusters({ tree, clusters, template }: GeneratorContext): Parameters[] {
  const names =
    clusters.length > 0 ? clusters : namesInPath(tree, textAt(template, 'spec', 'source', 'path'));
  return names.slice(0, mostElements).map(
    (name) =>
      new Map([
        ['name', name],
        ['nameNormalized', normalized(name)],
      ]),
  );
}

function namesInPath(tree: Tree, path: string | undefined): string[] {
  const parts = partsOf(pathFrom('.', path ?? '.'));
  const index = parts.findIndex((part) => /^\{\{-?\s*\.?name\s*-?\}\}$/.test(part));
  // Without the cluster's name in it, the path is the same for each.
  if (index === -1) return parts.some((part) => part.includes('{{')) ? [] : [''];
  const glob = parts.map((part) => (part.includes('{{') ? '*' : part)).slice(0, index + 1);
  return tree.foldersMatching(glob.join('/')).map((folder) => baseName(folder.path));
}

/** `values` of a generator are texts, which may name its other parameters. */
function withValues(all: readonly Parameters[], generator: unknown): Parameters[] {
  const values = flatten(at(generator, 'values'));
  if (values.length === 0) return [...all];
  return all.map((one) => {
    const own = values.flatMap(([key, text]): [string, string][] => {
      const rendered = renderTemplate(text, one);
      return rendered === undefined ? [] : [[`values.${key}`, rendered]];
    });
    return new Map([...one, ...own]);
  });
}

/** A template with its parameters; undefined if it names one that is not known, or calls a function. */
export function renderTemplate(text: string, parameters: Parameters): string | undefined {
  const missing: string[] = [];
  const rendered = text.replace(/\{\{-?\s*(.{0,200}?)\s*-?\}\}/g, (_, expression: string) => {
    const index = /^index \.path\.segments (\d+)$/.exec(expression);
    const name = index ? `path[${String(index[1])}]` : expression.replace(/^\./, '');
    const value = parameters.get(name);
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  return missing.length === 0 ? rendered : undefined;
}

/** Every text of a value rendered; texts that cannot be rendered are left out. */
export function renderAll(value: unknown, parameters: Parameters, depth = 0): unknown {
  if (typeof value === 'string') return renderTemplate(value, parameters);
  if (depth > 20) return undefined;
  if (Array.isArray(value)) return value.map((item) => renderAll(item, parameters, depth + 1));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, renderAll(item, parameters, depth + 1)]),
  );
}
