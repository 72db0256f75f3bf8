import type { KubernetesObject } from '../cluster/cluster.js';
import type { DeployEnvironment } from './environment.js';
import { isRecord } from './field-set.js';

/** Who wrote an object last: one run of one environment. Kept on the object itself. */
export interface ObjectOwner {
  /** The environment's name. */
  environment: string;
  /** Where the environment keeps its records. */
  namespace: string;
  /** The repository, or who `deploy.owner` says; undefined: not known. */
  owner?: string | undefined;
  run: string;
  /** Who started the run. */
  by: string;
  /** When the run started, in ISO 8601. */
  at: string;
  /** The environment that the object was taken over from with this write. */
  takenFrom?: string | undefined;
}

/** What is known of an owner. */
export type KnownOwner = { [K in keyof ObjectOwner]?: ObjectOwner[K] | undefined };

/** Holds an `ObjectOwner` as JSON. */
const ownerAnnotation = 'mesh-failover/owner';

/** Our own annotations are shorter by far; what somebody else wrote there shall cost nothing. */
const longestText = 4096;

type Annotations = Record<string, string>;

/** Whose write an object is; undefined: nobody's, or that of a version that did not say so. */
export function ownerOf(object: KubernetesObject | undefined): ObjectOwner | undefined {
  const text: unknown = annotationsOf(object)?.[ownerAnnotation];
  if (typeof text !== 'string' || text.length > longestText) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The object as it is written by this owner. */
export function withOwner(object: KubernetesObject, owner: ObjectOwner): KubernetesObject {
  return annotated(object, JSON.stringify(owner));
}

/** What is wanted, as far as only its content counts: the owner is as it is in the cluster. */
export function withOwnerFrom(
  wanted: KubernetesObject,
  live: KubernetesObject | undefined,
): KubernetesObject {
  const text = annotationsOf(live)?.[ownerAnnotation];
  return text === undefined ? wanted : annotated(wanted, text);
}

/** An object that says nothing about its owner: what a manifest says that was taken from a cluster means nothing. */
export function withoutOwner(object: KubernetesObject): KubernetesObject {
  const { [ownerAnnotation]: owner, ...annotations } = annotationsOf(object) ?? {};
  if (owner === undefined) return object;
  const { annotations: _, ...metadata } = object.metadata;
  const isEmpty = Object.keys(annotations).length === 0;
  return { ...object, metadata: { ...metadata, ...(!isEmpty && { annotations }) } };
}

/** Whether two objects carry the same run's write, or neither any. */
export function isSameWrite(one: ObjectOwner | undefined, other: ObjectOwner | undefined): boolean {
  return (
    one?.run === other?.run &&
    one?.environment === other?.environment &&
    one?.namespace === other?.namespace
  );
}

/** Whether an owner is a run of this environment. */
export function isOf({ environment, namespace }: ObjectOwner, own: DeployEnvironment): boolean {
  return environment === own.name && namespace === own.namespace;
}

/** `the environment shop of github.com/o/r (run R, started T by X)`, with what is known. */
export function ownerText({ environment, owner, run, by, at }: KnownOwner): string {
  const whose = owner === undefined ? '' : ` of ${owner}`;
  const details = [
    ...(run === undefined ? [] : [`run ${run}`]),
    ...(at === undefined ? [] : [`started ${at}${by === undefined ? '' : ` by ${by}`}`]),
  ].join(', ');
  const name =
    environment === undefined ? 'another set of objects' : `the environment ${environment}`;
  return `${name}${whose}${details ? ` (${details})` : ''}`;
}

function annotated(object: KubernetesObject, text: string): KubernetesObject {
  const annotations = { ...annotationsOf(object), [ownerAnnotation]: text };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function annotationsOf(object: KubernetesObject | undefined): Annotations | undefined {
  const annotations = object?.metadata['annotations'];
  return isRecord(annotations) ? (annotations as Annotations) : undefined;
}

function isOwner(value: unknown): value is ObjectOwner {
  return (
    isRecord(value) &&
    ['environment', 'namespace', 'run', 'by', 'at'].every(
      (key) => typeof value[key] === 'string',
    ) &&
    ['owner', 'takenFrom'].every((key) => ['string', 'undefined'].includes(typeof value[key]))
  );
}
