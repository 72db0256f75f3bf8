import type { Document } from '../manifest/document.js';
import { folderOf, partsOf, pathFrom } from '../foundation/paths.js';
import type { Tree } from './tree.js';
import { argoRelease, fluxRelease, type Release } from './chart-requests.js';
import {
  generated,
  mayBeLocal,
  renderTemplate,
  renderAll,
  type Parameters,
} from './application-set.js';
import { at, isMapping, listAt, textAt, type Mapping } from '../foundation/values.js';

/** What an Argo CD Application or a Flux Kustomization or HelmRelease takes from this tree. */
export interface GitopsSource {
  kind: 'argocd' | 'flux';
  /** `shop-prod`; not unique. */
  name: string;
  document: Document;
  path: string;
  /** What objects without a namespace get. */
  namespace: string | undefined;
  /** Whether it replaces the namespace of every object. */
  forcesNamespace: boolean;
  /** The cluster's name at its destination. */
  cluster: string | undefined;
  /** Which files of a plain folder it takes. */
  files: FileChoice;
  /** What it changes in a way that is not read: `patches`. */
  changes: string[];
  /** Where its path is that of a chart. */
  release: Release;
}

/** Which files of a folder a source takes. */
export interface FileChoice {
  /** What lies below it, too. */
  recursive: boolean;
  /** Globs of file names below the folder; undefined: every file. */
  include: string | undefined;
  exclude: string | undefined;
}

const everyFileBelow: FileChoice = { recursive: true, include: undefined, exclude: undefined };

/** What an ApplicationSet makes that only the cluster knows. */
export interface OpenSet {
  name: string;
  document: Document;
  /** Generators, for people. */
  generators: string[];
}

/** What the sources are looked for in. */
export interface GitopsContext {
  tree: Tree;
  /** Of the configuration; they are what a cluster generator finds. */
  clusters: readonly string[];
  /** The names of the repositories that this tree is a clone of; empty: not known. */
  repositories: readonly string[];
}

/** Whether an object says what is deployed where, and is itself for no proxy. */
export function isGitops({ value }: Document): boolean {
  if (groupIs(value, 'argoproj.io/')) return textAt(value, 'kind')?.startsWith('App') === true;
  return /\.toolkit\.fluxcd\.io\//.test(textAt(value, 'apiVersion') ?? '');
}

function groupIs(value: Mapping, prefix: string): boolean {
  return textAt(value, 'apiVersion')?.startsWith(prefix) ?? false;
}

/** The sources that name a path of the tree, in the order of the files. What names another repository is passed over. */
export function gitopsSources(
  documents: readonly Document[],
  context: GitopsContext,
): { sources: GitopsSource[]; open: OpenSet[] } {
  const own = ownRepositories(documents, context);
  const isOwn = (url: string | undefined) =>
    url === undefined || own.length === 0 || own.includes(repositoryName(url));
  const isOwnFlux = fluxRepositories(documents, isOwn);
  const open: OpenSet[] = [];
  const sources = documents.flatMap((document): GitopsSource[] => {
    const { value } = document;
    const kind = textAt(value, 'kind');
    if (groupIs(value, 'argoproj.io/')) {
      if (kind === 'Application') return fromApplication(value, document, context, isOwn);
      if (kind !== 'ApplicationSet') return [];
      const found = fromApplicationSet(document, context, isOwn);
      if (found.open) open.push(found.open);
      return found.sources;
    }
    if (kind === 'Kustomization' && groupIs(value, 'kustomize.toolkit.fluxcd.io/')) {
      return isOwnFlux(value, 'spec', 'sourceRef') ? fromFluxKustomization(document, context) : [];
    }
    if (kind === 'HelmRelease' && groupIs(value, 'helm.toolkit.fluxcd.io/')) {
      return isOwnFlux(value, 'spec', 'chart', 'spec', 'sourceRef')
        ? fromHelmRelease(document, context)
        : [];
    }
    return [];
  });
  return { sources, open };
}

/**
 * The names of this tree's repositories, of those that the sources name. Where they name none of them, nothing is known: a mirror may be
 * called otherwise.
 */
function ownRepositories(
  documents: readonly Document[],
  { repositories }: GitopsContext,
): string[] {
  if (repositories.length === 0) return [];
  const named = new Set(documents.flatMap(({ value }) => urlsIn(value)).map(repositoryName));
  return repositories.map(repositoryName).filter((name) => named.has(name));
}

function urlsIn(value: unknown): string[] {
  const spec = at(value, 'spec');
  const owners = [spec, at(spec, 'template', 'spec')];
  const sources = owners.flatMap((one) => [at(one, 'source'), ...listAt(one, 'sources')]);
  return [
    ...sources.flatMap((source) => textAt(source, 'repoURL') ?? []),
    ...[textAt(spec, 'url')].filter((url) => url !== undefined),
  ];
}

/** The last part of an address: a fork has the same one. */
function repositoryName(url: string): string {
  const plain = url
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf(':')) + 1).toLowerCase();
}

/** Whether a reference of Flux leads to this repository, as far as the objects of the tree say. */
function fluxRepositories(
  documents: readonly Document[],
  isOwn: (url: string | undefined) => boolean,
): (value: unknown, ...path: string[]) => boolean {
  const urls = new Map<string, string[]>();
  for (const { value } of documents) {
    const kind = textAt(value, 'kind');
    const url = textAt(value, 'spec', 'url');
    if (!groupIs(value, 'source.toolkit.fluxcd.io/') || url === undefined) continue;
    const key = `${kind ?? ''}/${textAt(value, 'metadata', 'name') ?? ''}`;
    urls.set(key, [...(urls.get(key) ?? []), url]);
  }
  return (value, ...path) => {
    const kind = textAt(value, ...path, 'kind') ?? 'GitRepository';
    const key = `${kind}/${textAt(value, ...path, 'name') ?? ''}`;
    const own = urls.get(key);
    // What is not in the tree, such as Flux's own, may be this repository.
    if (own === undefined) return true;
    return kind === 'GitRepository' && own.some(isOwn);
  };
}

function fromApplication(
  value: unknown,
  document: Document,
  context: GitopsContext,
  isOwn: (url: string | undefined) => boolean,
): GitopsSource[] {
  const spec = at(value, 'spec');
  const sources =
    at(spec, 'sources') === undefined ? [at(spec, 'source')] : listAt(spec, 'sources');
  const name = textAt(value, 'metadata', 'name') ?? 'application';
  return sources.flatMap((source): GitopsSource[] => {
    const path = localPath(textAt(source, 'path'), context);
    if (path === undefined || textAt(source, 'chart') !== undefined) return [];
    if (!isOwn(textAt(source, 'repoURL'))) return [];
    const forced = textAt(source, 'kustomize', 'namespace');
    return [
      {
        kind: 'argocd',
        name,
        document,
        path,
        namespace: forced ?? textAt(spec, 'destination', 'namespace'),
        forcesNamespace: forced !== undefined,
        cluster: clusterOf(at(spec, 'destination')),
        files: {
          recursive: at(source, 'directory', 'recurse') === true,
          include: textAt(source, 'directory', 'include'),
          exclude: textAt(source, 'directory', 'exclude'),
        },
        changes: ['namePrefix', 'nameSuffix', 'patches', 'components', 'replicas'].filter((key) =>
          isGiven(at(source, 'kustomize', key)),
        ),
        release: argoRelease(source, name, path),
      },
    ];
  });
}

/** One Application for each element that its generators certainly have. */
function fromApplicationSet(
  document: Document,
  context: GitopsContext,
  isOwn: (url: string | undefined) => boolean,
): { sources: GitopsSource[]; open: OpenSet | undefined } {
  const spec = at(document.value, 'spec');
  const template = at(spec, 'template');
  if (!isMapping(template)) return { sources: [], open: undefined };
  const made = listAt(spec, 'generators').map((generator) =>
    generated(generator, { ...context, template }),
  );
  const setName = textAt(document.value, 'metadata', 'name');
  const sources = made.flatMap(({ parameters }) =>
    parameters.flatMap((one: Parameters) => {
      const path = renderTemplate(textAt(template, 'spec', 'source', 'path') ?? '', one);
      const rendered = renderAll(template, one);
      if (path === undefined || !isMapping(rendered)) return [];
      const named = textAt(rendered, 'metadata', 'name') ?? setName;
      // A cluster generator whose clusters are not known leaves the place of their names empty.
      const value = { ...rendered, metadata: { name: named?.replace(/^-+|-+$/g, '') } };
      return fromApplication(value, document, context, isOwn).map((source) =>
        at(spec, 'templatePatch') === undefined
          ? source
          : { ...source, changes: [...source.changes, 'templatePatch'] },
      );
    }),
  );
  const generators = [...new Set(made.flatMap(({ unknown }) => unknown))];
  const urls = [at(template, 'spec', 'source'), ...listAt(template, 'spec', 'sources')];
  const isOpen =
    generators.length > 0 &&
    urls.some((source) => isOwn(textAt(source, 'repoURL'))) &&
    mayBeLocal(template, context.tree);
  return {
    sources,
    open: isOpen ? { name: setName ?? 'set', document, generators } : undefined,
  };
}

function fromFluxKustomization(document: Document, context: GitopsContext): GitopsSource[] {
  const { value } = document;
  const spec = at(value, 'spec');
  const path = localPath(textAt(spec, 'path'), context);
  if (path === undefined) return [];
  const namespace = textAt(spec, 'targetNamespace');
  const name = textAt(value, 'metadata', 'name') ?? 'kustomization';
  return [
    {
      kind: 'flux',
      name,
      document,
      path,
      namespace,
      forcesNamespace: namespace !== undefined,
      cluster: textAt(spec, 'kubeConfig', 'secretRef', 'name')?.replace(/-kubeconfig$/, ''),
      files: everyFileBelow,
      changes: ['patches', 'components', 'namePrefix', 'nameSuffix'].filter((key) =>
        isGiven(at(spec, key)),
      ),
      release: fluxRelease({}, name),
    },
  ];
}

function fromHelmRelease(document: Document, context: GitopsContext): GitopsSource[] {
  const { value } = document;
  const spec = at(value, 'spec');
  const chart = textAt(spec, 'chart', 'spec', 'chart');
  // The name of a chart in a repository of charts has no slash.
  if (chart?.includes('/') !== true) return [];
  const path = localPath(chart, context);
  if (path === undefined) return [];
  const name = textAt(value, 'metadata', 'name') ?? 'release';
  return [
    {
      kind: 'flux',
      name,
      document,
      path,
      namespace: textAt(spec, 'targetNamespace') ?? textAt(value, 'metadata', 'namespace'),
      forcesNamespace: false,
      cluster: textAt(spec, 'kubeConfig', 'secretRef', 'name')?.replace(/-kubeconfig$/, ''),
      files: { ...everyFileBelow, recursive: false },
      changes: [],
      release: fluxRelease(spec, name),
    },
  ];
}

/** A folder of the tree below its root: the root itself says nothing about whose repository is meant. */
function localPath(path: string | undefined, { tree }: GitopsContext): string | undefined {
  if (path === undefined) return undefined;
  const found = pathFrom('.', path);
  return found === '.' || tree.folder(found) === undefined ? undefined : found;
}

/** The cluster that Argo CD itself runs in has no name that says anything. */
function clusterOf(destination: unknown): string | undefined {
  const name = textAt(destination, 'name');
  if (name !== undefined) return name === 'in-cluster' ? undefined : name;
  const server = textAt(destination, 'server');
  if (server === undefined || /kubernetes\.default\.svc/.test(server)) return undefined;
  return server.replace(/^https?:\/\//, '').replace(/[/:].*$/, '');
}

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

/**
 * What tells sources of one path apart: their clusters, or else the first folders in which their files differ, or else
 * their names. Undefined where there is only one.
 */
export function distinguishingNames(sources: readonly GitopsSource[]): (string | undefined)[] {
  if (sources.length < 2) return [undefined];
  const clusters = sources.map(({ cluster }) => cluster);
  if (isDistinct(clusters)) return clusters;
  const folders = sources.map(({ document }) => partsOf(folderOf(document.file)));
  const shortest = Math.min(...folders.map(({ length }) => length));
  for (let depth = 0; depth < shortest; depth += 1) {
    const parts = folders.map((folder) => folder[depth]);
    if (isDistinct(parts)) return parts;
  }
  const names = sources.map(({ name }) => name);
  return isDistinct(names) ? names : sources.map((_, index) => String(index + 1));
}

function isDistinct(texts: readonly (string | undefined)[]): boolean {
  return texts.every((text) => text !== undefined) && new Set(texts).size === texts.length;
}
