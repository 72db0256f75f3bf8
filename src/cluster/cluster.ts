import { groupOf } from '../api/kinds.js';

/** Names one object of a cluster. Without a namespace: an object of the cluster itself. */
export interface ObjectKey {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
  [field: string]: unknown;
}

export interface ObjectMetadata {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  managedFields?: ManagedFields[];
  [field: string]: unknown;
}

/** Which fields a manager owns, as the API server keeps it. */
export interface ManagedFields {
  manager: string;
  operation: string;
  apiVersion?: string;
  subresource?: string;
  time?: string;
  [field: string]: unknown;
}

export interface ServerSideApplyOptions {
  fieldManager: string;
  /** Everything is done except the writing. */
  dryRun?: boolean;
  /** Takes fields over from the managers that own them. */
  force?: boolean;
}

export interface DeleteOptions {
  dryRun?: boolean;
  /** Only if it is still this object. */
  uid?: string;
  /** Only if nobody has changed it since. */
  resourceVersion?: string;
}

/** Which objects of a kind; without a namespace: those of all namespaces, or of the cluster itself. */
export interface ListSelection {
  apiVersion: string;
  kind: string;
  namespace?: string;
  /** As kubectl takes it: `app=web,tier!=db`. */
  labelSelector?: string;
  /** Metadata alone: much less to send for nodes and pods. The rest is missing in what is given back. */
  metadataOnly?: boolean;
}

export interface PatchOptions {
  fieldManager: string;
  /** A part of the object with an endpoint of its own, such as `scale` or `status`. */
  subresource?: string;
  dryRun?: boolean;
}

export interface CreateOptions {
  fieldManager: string;
  dryRun?: boolean;
}

/** What somebody may want to do, as RBAC puts it. */
export interface Access {
  verb: string;
  /** `''` for the core group. */
  group: string;
  /** The plural. */
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

/** How a cluster serves a kind. */
export interface ServedKind {
  /** The plural in paths and permissions. */
  resource: string;
  isNamespaced: boolean;
}

/** A port of a pod. */
export interface PodPort {
  namespace: string;
  name: string;
  port: number;
}

export interface PodRequestLimits {
  /** How long it may take, from the connection to the last byte. */
  timeoutMs: number;
  /** Of the answer's body. */
  mostBytes: number;
}

export interface Applied {
  /** The object as the API server has it now (or would have it). */
  object: KubernetesObject;
  /** The object was not there before. */
  isNew: boolean;
  /** What the API server warns about, for people. */
  warnings: string[];
}

/**
 * One cluster, as the rest of the program sees it. Every method fails with a `ClusterError` that a person can act on.
 * Requests time out, and are repeated a few times when the API server asks for it.
 */
export interface Cluster {
  /** Its name in our configuration. */
  readonly name: string;
  /** The API server's address, without credentials. */
  readonly server: string;
  /** The same for two clusters that are reached as the same API server: its address and its certificate authority. */
  readonly identity: string;
  /** Fails if the cluster cannot be reached. The API server's version; undefined if we may not know it. */
  version(): Promise<string | undefined>;
  /**
   * How the cluster serves a kind, in whatever version. Of kinds in the registry it is known without a request.
   *
   * @throws ClusterError `not-served`
   */
  servedAs(kind: Pick<ObjectKey, 'apiVersion' | 'kind'>): Promise<ServedKind>;
  /** The versions in which the cluster serves an API group, the best one first; empty: in none. */
  versionsOf(group: string): Promise<string[]>;
  /** Undefined if there is no such object. */
  get(key: ObjectKey): Promise<KubernetesObject | undefined>;
  /** All of them, however many requests that takes, in the API server's order. */
  list(selection: ListSelection): Promise<KubernetesObject[]>;
  /** The object as the API server has it then; fails with `exists` if there is one of that name. */
  create(object: KubernetesObject, options?: CreateOptions): Promise<KubernetesObject>;
  /**
   * Changes the fields that the patch names (a JSON merge patch: null removes one), and gives the object, or the subresource, as
   * it is then. With `metadata.resourceVersion` in the patch it fails with `changed` if somebody was faster.
   */
  patch(
    key: ObjectKey,
    patch: Record<string, unknown>,
    options: PatchOptions,
  ): Promise<KubernetesObject>;
  /** With a resourceVersion in the object: fails with `changed` where the object is another one by now. */
  serverSideApply(object: KubernetesObject, options: ServerSideApplyOptions): Promise<Applied>;
  /** Puts the whole object in place of what is there; with a resourceVersion as for `serverSideApply`. */
  replace(object: KubernetesObject, options: CreateOptions): Promise<KubernetesObject>;
  /** False if there was no such object. */
  delete(key: ObjectKey, options?: DeleteOptions): Promise<boolean>;
  /** Whether we have a permission (SelfSubjectAccessReview). */
  may(access: Access): Promise<boolean>;
  /**
   * GETs a path from what listens on a port of a pod, as if from within the pod (`pods/portforward`).
   *
   * @throws ClusterError `forbidden` where the account may not, `unreachable` where nothing answers
   */
  getFromPod(
    pod: PodPort,
    path: string,
    limits: PodRequestLimits,
  ): Promise<{ status: number; body: string }>;
  /** Ends every request that is under way: it fails with `unreachable`, and what became of it is not known. */
  abortRequests(): void;
}

export function objectKeyOf(object: KubernetesObject): ObjectKey {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}

/** Tells objects of one cluster apart, in whatever version they are read: kinds of two groups may have one name. */
export function objectIdentity({ apiVersion, kind, namespace = '', name }: ObjectKey): string {
  return [groupOf(apiVersion), kind, namespace, name].join(' ');
}

/** `Gateway default/public-gateway`, for messages; `Namespace shop` for what is in no namespace. */
export function objectTitle({ kind, namespace, name }: Omit<ObjectKey, 'apiVersion'>): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
