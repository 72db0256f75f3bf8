import { isMapping } from '../foundation/values.js';
import { domainOf, type Config } from '../config/config.js';
import { pathMatcher } from '../config/path-matcher.js';
import type { FieldEffects } from '../foundation/field-effects.js';
import type { Document } from '../manifest/document.js';

/** A document, and where its object goes: the clusters that get it and the namespace that it has there. */
export interface PlacedDocument {
  document: Document;
  /** The name of the only cluster that gets it; undefined: each cluster. */
  cluster: string | undefined;
  /** The effective one: what deploys the object may replace the one that its manifest names. */
  namespace: string;
  /** Where the names of the cluster's Services end, after `svc`. */
  clusterDomain: string;
  /** Whether that namespace is certain: written in the manifest, or given by what deploys it. */
  isNamespaceKnown: boolean;
  /** The id of the deployment unit that it is in. */
  unit: string;
  /** What deploys the object may change of it: the cluster gets something else than this text. Undefined: nothing. */
  effects: FieldEffects | undefined;
}

/** The namespace of an object for which nothing says one, as kubectl takes it. */
export const unnamedNamespace = 'default';

/** Places documents by the `paths` of the configuration's clusters, and by their own namespaces alone. */
export function placeByPaths(config: Config, documents: readonly Document[]): PlacedDocument[] {
  const clusterOf = clusterFolders(config);
  const clusterDomain = domainOf(config);
  return documents.map((document) => ({
    document,
    clusterDomain,
    cluster: clusterOf(document.file),
    namespace: writtenNamespace(document) ?? unnamedNamespace,
    isNamespaceKnown: true,
    unit: '',
    effects: undefined,
  }));
}

function writtenNamespace({ value }: Document): string | undefined {
  const metadata = isMapping(value['metadata']) ? value['metadata'] : {};
  const { namespace } = metadata;
  return typeof namespace === 'string' && namespace !== '' ? namespace : undefined;
}

/** Finds the cluster whose `paths` hold a file; the longest path wins. */
function clusterFolders({ clusters = [] }: Config): (file: string) => string | undefined {
  const folders = clusters
    .flatMap(({ name, paths = [] }) => paths.map((path) => ({ name, path })))
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ name, path }) => ({ name, contains: pathMatcher(path) }));
  return (file) => folders.find(({ contains }) => contains(file))?.name;
}
