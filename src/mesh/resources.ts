import type { Document } from '../manifest/document.js';
import { conform, isMapping } from './conform.js';
import type { Kind, Resource } from './resource.js';
import { shapes } from './shapes.js';

/** The objects of the manifests, by kind, in the order in which they were read. */
export type Resources = { [K in Kind]: Resource<K>[] };

const GROUPS: Record<Kind, string> = {
  Gateway: 'networking.istio.io/',
  VirtualService: 'networking.istio.io/',
  DestinationRule: 'networking.istio.io/',
  ServiceEntry: 'networking.istio.io/',
  WorkloadEntry: 'networking.istio.io/',
  Service: 'v1',
  Deployment: 'apps/',
  StatefulSet: 'apps/',
  HorizontalPodAutoscaler: 'autoscaling/',
};

export function isKind(kind: unknown): kind is Kind {
  return typeof kind === 'string' && Object.hasOwn(GROUPS, kind);
}

/**
 * The object that a document holds; undefined for a kind that the model does not read, and for one
 * without a name or a spec.
 *
 * @param cluster The one cluster whose folder the document lies in; undefined: every cluster.
 */
export function resourceOf(document: Document, cluster: string | undefined): Resource | undefined {
  const { kind, apiVersion, spec } = document.value;
  if (!isKind(kind) || typeof apiVersion !== 'string') return undefined;
  if (!apiVersion.startsWith(GROUPS[kind]) || !isMapping(spec)) return undefined;
  const metadata = isMapping(document.value['metadata']) ? document.value['metadata'] : {};
  const { name, namespace, creationTimestamp } = metadata;
  if (typeof name !== 'string' || name === '') return undefined;
  const conformed = conform(spec, shapes[kind], ['spec']);
  return {
    kind,
    apiVersion,
    name,
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
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
  const sorted: Resources = {
    Gateway: [],
    VirtualService: [],
    DestinationRule: [],
    Service: [],
    ServiceEntry: [],
    WorkloadEntry: [],
    Deployment: [],
    StatefulSet: [],
    HorizontalPodAutoscaler: [],
  };
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
