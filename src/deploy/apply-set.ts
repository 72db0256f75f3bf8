import { createHash } from 'node:crypto';
import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster, KubernetesObject, ObjectKey } from '../cluster/cluster.js';
import type { DeployEnvironment } from './environment.js';

/**
 * What was applied together, by the convention of Kubernetes: every member has a label with the set's id, and a parent object
 * says where members are. Other tools that keep to it leave our objects alone, as we do theirs.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#applyset-kubernetes-io-id
 */
const memberLabel = 'applyset.kubernetes.io/part-of';
const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const groupKindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';
const namespacesAnnotation = 'applyset.kubernetes.io/additional-namespaces';
const tooling = 'mesh-failover/v1';
const namePrefix = 'mesh-failover-';

/** What a cluster says about a set. */
export interface ApplySet {
  id: string;
  /** Each as `KIND.GROUP`; of the core group the kind alone. */
  kinds: string[];
  namespaces: string[];
  /** Our own notes on the parent object. */
  notes: Record<string, string>;
}

type Named = Pick<DeployEnvironment, 'name' | 'namespace'>;

/** The key of the object that stands for the set. */
function parentOf({ namespace, name }: Named): ObjectKey {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: `${namePrefix}${name}` };
}

/** `applyset-<base64url(sha256(name.namespace.kind.group))>-v1`, as the convention wants it. */
function setId(environment: Named): string {
  const { name, namespace = '', kind } = parentOf(environment);
  const hash = createHash('sha256').update(`${name}.${namespace}.${kind}.`).digest('base64url');
  return `applyset-${hash}-v1`;
}

/** An object as a member of the set. */
export function asMember(
  object: KubernetesObject,
  environment: DeployEnvironment,
): KubernetesObject {
  const { labels, ...metadata } = object.metadata as KubernetesObject['metadata'] & {
    labels?: Record<string, string>;
  };
  const member = { ...labels, [memberLabel]: setId(environment) };
  return { ...object, metadata: { ...metadata, labels: member } };
}

/**
 * What the cluster says about the set; undefined: nothing was applied there yet.
 *
 * @throws ClusterError `owned` where another tool has put its set under the same name
 */
export async function readSet(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<ApplySet | undefined> {
  const key = parentOf(environment);
  const parent = await cluster.get(key);
  if (!parent) return undefined;
  const set = setOf(parent);
  if (set?.id !== setId(environment)) {
    const owner = textsOf(parent, 'annotations')[toolingAnnotation];
    throw new ClusterError(
      'owned',
      `cluster ${cluster.name}: the ConfigMap ${key.namespace ?? ''}/${key.name} is there, but not as the set of this ` +
        `environment${owner ? ` (it belongs to ${owner})` : ''}. Choose another deploy.environment or deploy.namespace`,
    );
  }
  return set;
}

/**
 * Every set of ours that is kept in a namespace, with the name of its environment.
 *
 * @throws ClusterError
 */
export async function readSets(
  cluster: Cluster,
  namespace: string,
): Promise<(ApplySet & { environment: string })[]> {
  const kind = { apiVersion: 'v1', kind: 'ConfigMap', namespace };
  const parents = await cluster.list({ ...kind, labelSelector: idLabel });
  return parents.flatMap((parent) => {
    const set = setOf(parent);
    const environment = parent.metadata.name.slice(namePrefix.length);
    return set?.id === setId({ name: environment, namespace }) ? [{ ...set, environment }] : [];
  });
}

/** Undefined: the parent of no set of ours. */
function setOf(parent: KubernetesObject): ApplySet | undefined {
  const annotations = textsOf(parent, 'annotations');
  const id = textsOf(parent, 'labels')[idLabel];
  const isOurs = annotations[toolingAnnotation]?.startsWith('mesh-failover/') === true;
  if (id === undefined || !isOurs) return undefined;
  const list = (text: string | undefined) => (text ?? '').split(',').filter(Boolean);
  return {
    id,
    kinds: list(annotations[groupKindsAnnotation]),
    namespaces: list(annotations[namespacesAnnotation]),
    notes: (parent['data'] ?? {}) as Record<string, string>,
  };
}

function textsOf(
  { metadata }: KubernetesObject,
  field: 'labels' | 'annotations',
): Partial<Record<string, string>> {
  return metadata[field] ?? {};
}

/** Writes the parent object; members that it does not cover must not be written before. */
export async function writeSet(
  cluster: Cluster,
  environment: DeployEnvironment,
  { kinds, namespaces, notes }: Omit<ApplySet, 'id'>,
  fieldManager: string,
): Promise<void> {
  const { apiVersion, kind, ...metadata } = parentOf(environment);
  const sorted = (all: readonly string[]) => [...new Set(all)].toSorted().join(',');
  const parent: KubernetesObject = {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      labels: { [idLabel]: setId(environment), 'app.kubernetes.io/managed-by': 'mesh-failover' },
      annotations: {
        [toolingAnnotation]: tooling,
        [groupKindsAnnotation]: sorted(kinds),
        [namespacesAnnotation]: sorted(
          namespaces.filter((each) => each !== '' && each !== environment.namespace),
        ),
      },
    },
    data: notes,
  };
  await cluster.serverSideApply(parent, { fieldManager, force: true });
}

/** Which objects of a cluster are members of the environment's set. */
export function memberSelector(environment: DeployEnvironment): string {
  const ids = idsOf(environment);
  return ids.length === 1 ? `${memberLabel}=${ids.join()}` : `${memberLabel} in (${ids.join()})`;
}

/** Whether an object carries the label of the set, or of the one that it was before the environment was renamed. */
export function isMember(object: KubernetesObject, environment: DeployEnvironment): boolean {
  const id = memberOf(object);
  return id !== undefined && idsOf(environment).includes(id);
}

/** The id of the set that an object is a member of; undefined: of none. */
export function memberOf(object: KubernetesObject): string | undefined {
  return textsOf(object, 'labels')[memberLabel];
}

/** The ids of the sets whose members are this environment's. */
export function idsOf({ name, namespace, previous }: DeployEnvironment): string[] {
  const names = previous === undefined ? [name] : [name, previous];
  return names.map((each) => setId({ name: each, namespace }));
}
