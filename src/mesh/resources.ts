import { conform, isMapping } from '../api/conform.js';
import { isModelled, kindOf, modelledKinds, type Kind } from '../api/kinds.js';
import type { PlacedDocument } from './placed-document.js';
import type { Resource } from './resource.js';

/** The objects of the manifests, by kind, in the order in which they were read. */
export type Resources = { [K in Kind]: Resource<K>[] };

/**
 * The object that a document holds; undefined for a kind that the model does not read, and for one
 * without a name or a spec.
 */
export function resourceOf(placed: PlacedDocument): Resource | undefined {
  const { document, cluster, namespace, isNamespaceKnown, unit, clusterDomain, effects } = placed;
  const { apiVersion, spec } = document.value;
  const known = kindOf(document.value);
  if (!isModelled(known) || !isMapping(spec)) return undefined;
  const metadata = isMapping(document.value['metadata']) ? document.value['metadata'] : {};
  const { name, creationTimestamp } = metadata;
  if (typeof name !== 'string' || name === '') return undefined;
  const conformed = conform(spec, known.shape, ['spec']);
  return {
    kind: known.id,
    apiVersion: String(apiVersion),
    name,
    namespace,
    isNamespaceKnown,
    unit,
    clusterDomain,
    isPatched: effects !== undefined,
    labels: textsOf(metadata['labels']),
    annotations: textsOf(metadata['annotations']),
    creationTimestamp: typeof creationTimestamp === 'string' ? creationTimestamp : undefined,
    spec: conformed.value as Resource['spec'],
    dropped: conformed.dropped,
    document,
    cluster,
  };
}

/** Sorts resources into their kinds. */
export function byKind(resources: Iterable<Resource>): Resources {
  const sorted = Object.fromEntries(
    modelledKinds.map((kind) => [kind, []]),
  ) as unknown as Resources;
  for (const resource of resources) (sorted[resource.kind] as Resource[]).push(resource);
  return sorted;
}

/** Most objects have neither labels nor annotations. */
const none: Readonly<Record<string, string>> = Object.freeze({});

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isMapping(value)) return none;
  const entries = Object.entries(value);
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.length === entries.length
    ? (value as Record<string, string>)
    : Object.fromEntries(texts);
}
