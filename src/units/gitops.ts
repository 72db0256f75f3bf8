import type { Document } from '../manifest/document.js';
import { folderOf, partsOf, pathFrom } from './paths.js';
import type { Tree } from './tree.js';
import { generatedParameters, render, renderAll, type Parameters } from './application-set.js';
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
  /** Of a plain folder: what lies below it, too. */
  recursive: boolean;
  /** What it changes in a way that is not read: `patches`. */
  changes: string[];
}

/** What the sources are looked for in. */
export interface GitopsContext {
  tree: Tree;
  /** Of the configuration; they are what a cluster generator finds. */
  clusters: readonly string[];
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
): GitopsSource[] {
  return documents.flatMap((document) => {
    const { value } = document;
    const kind = textAt(value, 'kind');
    if (groupIs(value, 'argoproj.io/')) {
      if (kind === 'Application') return fromApplication(value, document, context);
      if (kind === 'ApplicationSet') return fromApplicationSet(document, context);
      return [];
    }
    if (kind === 'Kustomization' && groupIs(value, 'kustomize.toolkit.fluxcd.io/')) {
      return fromFluxKustomization(document, context);
    }
    if (kind === 'HelmRelease' && groupIs(value, 'helm.toolkit.fluxcd.io/')) {
      return fromHelmRelease(document, context);
    }
    return [];
  });
}

function fromApplication(
  value: unknown,
  document: Document,
  context: GitopsContext,
): GitopsSource[] {
  const spec = at(value, 'spec');
  const sources =
    at(spec, 'sources') === undefined ? [at(spec, 'source')] : listAt(spec, 'sources');
  const name = textAt(value, 'metadata', 'name') ?? 'application';
  return sources.flatMap((source): GitopsSource[] => {
    const path = localPath(textAt(source, 'path'), context);
    if (path === undefined || textAt(source, 'chart') !== undefined) return [];
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
        recursive: at(source, 'directory', 'recurse') === true,
        changes: ['namePrefix', 'nameSuffix', 'patches', 'components', 'replicas'].filter((key) =>
          isGiven(at(source, 'kustomize', key)),
        ),
      },
    ];
  });
}

/** One Application for each element that its generators certainly have. */
function fromApplicationSet(document: Document, context: GitopsContext): GitopsSource[] {
  const spec = at(document.value, 'spec');
  const template = at(spec, 'template');
  if (!isMapping(template)) return [];
  const parameters = listAt(spec, 'generators').flatMap((generator) =>
    generatedParameters(generator, { ...context, template }),
  );
  return parameters.flatMap((one: Parameters) => {
    const path = render(textAt(template, 'spec', 'source', 'path') ?? '', one);
    const rendered = renderAll(template, one);
    if (path === undefined || !isMapping(rendered)) return [];
    const named =
      textAt(rendered, 'metadata', 'name') ?? textAt(document.value, 'metadata', 'name');
    // A cluster generator whose clusters are not known leaves the place of their names empty.
    const value = { ...rendered, metadata: { name: named?.replace(/^-+|-+$/g, '') } };
    return fromApplication(value, document, context).map((source) =>
      at(spec, 'templatePatch') === undefined
        ? source
        : { ...source, changes: [...source.changes, 'templatePatch'] },
    );
  });
}

function fromFluxKustomization(document: Document, context: GitopsContext): GitopsSource[] {
  const { value } = document;
  const spec = at(value, 'spec');
  const path = localPath(textAt(spec, 'path'), context);
  if (path === undefined) return [];
  const namespace = textAt(spec, 'targetNamespace');
  return [
    {
      kind: 'flux',
      name: textAt(value, 'metadata', 'name') ?? 'kustomization',
      document,
      path,
      namespace,
      forcesNamespace: namespace !== undefined,
      cluster: textAt(spec, 'kubeConfig', 'secretRef', 'name')?.replace(/-kubeconfig$/, ''),
      recursive: true,
      changes: ['patches', 'components', 'namePrefix', 'nameSuffix'].filter((key) =>
        isGiven(at(spec, key)),
      ),
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
  return [
    {
      kind: 'flux',
      name: textAt(value, 'metadata', 'name') ?? 'release',
      document,
      path,
      namespace: textAt(spec, 'targetNamespace') ?? textAt(value, 'metadata', 'namespace'),
      forcesNamespace: false,
      cluster: textAt(spec, 'kubeConfig', 'secretRef', 'name')?.replace(/-kubeconfig$/, ''),
      recursive: false,
      changes: [],
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
export function labelsOf(sources: readonly GitopsSource[]): (string | undefined)[] {
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
