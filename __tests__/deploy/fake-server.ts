import { apiResourceOf } from '../../src/cluster/resource-path.js';
import { ClusterError, type FieldConflict } from '../../src/cluster/cluster-error.js';
import {
  objectIdentity,
  objectKeyOf,
  objectTitle,
  type Access,
  type Applied,
  type Cluster,
  type CreateOptions,
  type DeleteOptions,
  type KubernetesObject,
  type ListSelection,
  type ManagedFields,
  type ObjectKey,
  type PatchOptions,
  type ServedKind,
  type ServerSideApplyOptions,
} from '../../src/cluster/cluster.js';
import { copyOf, deletePath, fieldsV1Of, isRecord, leavesOf, pathsOf, setPath } from './fields.js';

/** What happens to a request: an error in place of its answer, or something that somebody else does just before it. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- what only looks on gives nothing
type Fault = (request: string, server: FakeServer) => ClusterError | undefined | void;

const clusterKinds = ['Namespace', 'ClusterRole'];
const noChange = '2026-11-30T00:00:00Z';

/**
 * An API server in memory, as far as deployments depend on it: versions of objects, generations, field managers with conflicts
 * (maps are merged, lists are one field), preconditions, finalizers and namespaces. The real one: `__tests__/real/deploy`.
 */
export class FakeServer implements Cluster {
  readonly server: string;
  identity: string;
  /** Requests as `a apply VirtualService default/web`; what only reads begins with `get` or `list`. */
  readonly journal: string[] = [];
  readonly objects = new Map<string, KubernetesObject>();
  /** Groups that are served, with their versions; a kind of another group is not served. */
  readonly groups = new Map([
    ['', ['v1']],
    ['networking.istio.io', ['v1', 'v1beta1']],
    ['gateway.networking.k8s.io', ['v1']],
    ['apps', ['v1']],
    ['coordination.k8s.io', ['v1']],
  ]);
  fault: Fault = () => undefined;
  /** Whether the caller has a permission. */
  allows: (access: Access) => boolean = () => true;
  /** What webhooks and defaults make of what is written. */
  admit: (object: KubernetesObject) => KubernetesObject = (object) => object;
  warnings: string[] = [];
  /** What the control plane writes about a new generation. */
  report: (object: KubernetesObject) => unknown = () => undefined;
  #version = 0;
  #uid = 0;

  constructor(
    readonly name: string,
    namespaces: readonly string[] = ['kube-system', 'default', 'mesh-failover', 'shop'],
  ) {
    this.server = `https://${name}.example.com`;
    this.identity = `${this.server} ca`;
    for (const each of namespaces) {
      this.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: each } }, 'setup');
    }
  }

  /** Somebody writes a whole object, by `kubectl replace` or as a controller. */
  put(object: KubernetesObject, manager: string): KubernetesObject {
    const before = this.objects.get(keyOf(object));
    return this.#store(withUpdate(before, object, manager), before);
  }

  /** Somebody changes an object that is there. */
  edit(key: Omit<ObjectKey, 'apiVersion'>, patch: Record<string, unknown>, manager: string): void {
    const before = this.find(key);
    if (!before) throw new Error(`${objectTitle(key)} is not there`);
    this.put(merged(before, patch) as KubernetesObject, manager);
  }

  /** An object, whatever its group. */
  find({ kind, namespace, name }: Omit<ObjectKey, 'apiVersion'>): KubernetesObject | undefined {
    return [...this.objects.values()].find(
      (object) =>
        object.kind === kind &&
        object.metadata.namespace === namespace &&
        object.metadata.name === name,
    );
  }

  /** What has been written, without the program's own records and locks. */
  writes(): string[] {
    return this.journal.filter(
      (line) =>
        !/^(?:get|list|version|may|dry-run) ?/.test(line) &&
        !/ConfigMap|Lease|Namespace/.test(line),
    );
  }

  async version(): Promise<string> {
    this.#ask('version');
    return 'v1.36.0';
  }

  async servedAs({
    apiVersion,
    kind,
  }: Pick<ObjectKey, 'apiVersion' | 'kind'>): Promise<ServedKind> {
    this.#served({ apiVersion, kind });
    return { resource: apiResourceOf(kind), isNamespaced: !clusterKinds.includes(kind) };
  }

  async versionsOf(group: string): Promise<string[]> {
    return this.groups.get(group) ?? [];
  }

  async get(key: ObjectKey): Promise<KubernetesObject | undefined> {
    this.#ask(`get ${objectTitle(key)}`);
    this.#served(key);
    return copyOf(this.objects.get(objectIdentity(key)));
  }

  async list(selection: ListSelection): Promise<KubernetesObject[]> {
    const { kind, namespace, labelSelector = '' } = selection;
    this.#ask(`list ${kind} ${namespace ?? ''}${labelSelector && ` ${labelSelector}`}`.trim());
    this.#served(selection);
    const prefix = objectIdentity({ ...selection, namespace: '', name: '' }).trimEnd();
    return [...this.objects]
      .filter(
        ([key, { metadata }]) =>
          key.startsWith(`${prefix} `) &&
          (namespace === undefined || metadata.namespace === namespace) &&
          hasLabels(metadata['labels'], labelSelector),
      )
      .map(([, object]) => copyOf({ ...object, apiVersion: selection.apiVersion }));
  }

  async create(
    object: KubernetesObject,
    { fieldManager }: CreateOptions = { fieldManager: 'unknown' },
  ): Promise<KubernetesObject> {
    this.#ask(`create ${titleOf(object)}`);
    this.#checkNamespace(object);
    if (this.objects.has(keyOf(object))) {
      throw new ClusterError('exists', `${titleOf(object)} is there already`);
    }
    return copyOf(this.#store(withUpdate(undefined, this.admit(object), fieldManager), undefined));
  }

  async replace(
    object: KubernetesObject,
    { fieldManager }: CreateOptions,
  ): Promise<KubernetesObject> {
    this.#ask(`replace ${titleOf(object)}`);
    const before = this.objects.get(keyOf(object));
    const { resourceVersion, uid } = object.metadata;
    const isOther =
      (resourceVersion && resourceVersion !== before?.metadata.resourceVersion) ||
      (uid && uid !== before?.metadata.uid);
    if (!before || isOther) throw new ClusterError('changed', `${titleOf(object)} is another`);
    return copyOf(this.#store(withUpdate(before, object, fieldManager), before));
  }

  async patch(
    key: ObjectKey,
    patch: Record<string, unknown>,
    { fieldManager }: PatchOptions,
  ): Promise<KubernetesObject> {
    this.#ask(`patch ${objectTitle(key)}`);
    const before = this.objects.get(objectIdentity(key));
    if (!before) throw new ClusterError('unexpected', `${objectTitle(key)} is not there`);
    const { resourceVersion, managedFields } = (patch['metadata'] ??
      {}) as KubernetesObject['metadata'];
    if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion) {
      throw new ClusterError('changed', `${objectTitle(key)} is another`);
    }
    const after = merged(before, patch) as KubernetesObject;
    const owned = managedFields
      ? // One empty entry takes all of them away.
        managedFields.filter(({ manager }) => manager)
      : withUpdate(before, after, fieldManager).metadata.managedFields;
    return copyOf(this.#store(withOwners(after, owned ?? []), before));
  }

  async serverSideApply(
    object: KubernetesObject,
    { fieldManager, force = false, dryRun = false }: ServerSideApplyOptions,
  ): Promise<Applied> {
    this.#ask(`${dryRun ? 'dry-run' : 'apply'} ${titleOf(object)}`);
    this.#served(object);
    this.#checkNamespace(object);
    const before = this.objects.get(keyOf(object));
    checkSeen(object, before);
    const after = applied(before, this.admit(object), { fieldManager, force, own: object });
    const isNew = !before;
    const { warnings } = this;
    if (before && isSame(before, after)) return { object: copyOf(before), isNew, warnings };
    if (!dryRun) return { object: copyOf(this.#store(after, before)), isNew, warnings };
    const metadata = { ...after.metadata, uid: before?.metadata.uid ?? 'uid-dry-run' };
    return { object: { ...after, metadata }, isNew, warnings };
  }

  async delete(key: ObjectKey, { uid, resourceVersion }: DeleteOptions = {}): Promise<boolean> {
    this.#ask(`delete ${objectTitle(key)}`);
    const object = this.objects.get(objectIdentity(key));
    if (!object) return false;
    const { metadata } = object;
    const isOther =
      (uid !== undefined && uid !== metadata.uid) ||
      (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion);
    if (isOther) throw new ClusterError('changed', `${objectTitle(key)} is another`);
    const finalizers = metadata['finalizers'];
    if (!Array.isArray(finalizers) || finalizers.length === 0) {
      return this.objects.delete(objectIdentity(key));
    }
    this.#store({ ...object, metadata: { ...metadata, deletionTimestamp: noChange } }, object);
    return true;
  }

  async may(access: Access): Promise<boolean> {
    this.#ask(`may ${access.verb} ${access.resource} ${access.namespace ?? ''}`.trim());
    return this.allows(access);
  }

  getFromPod(): never {
    throw new ClusterError('forbidden', 'nobody may ask pods here');
  }

  abortRequests(): void {
    this.journal.push('abort');
  }

  #ask(request: string): void {
    this.journal.push(request);
    const error = this.fault(request, this);
    if (error) throw error;
  }

  #served({ apiVersion, kind }: Pick<ObjectKey, 'apiVersion' | 'kind'>): void {
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    if (this.groups.get(group)?.includes(version)) return;
    throw new ClusterError(
      'not-served',
      `cluster ${this.name} does not serve ${kind} in ${apiVersion}`,
    );
  }

  #checkNamespace({ metadata: { namespace } }: KubernetesObject): void {
    if (namespace === undefined || this.find({ kind: 'Namespace', name: namespace })) return;
    throw new ClusterError(
      'namespace',
      `the namespace ${namespace} is not in cluster ${this.name}`,
    );
  }

  #store(object: KubernetesObject, before: KubernetesObject | undefined): KubernetesObject {
    const old = before?.metadata;
    const isOtherContent = !before || contentText(before) !== contentText(object);
    const generation = (old?.generation ?? 0) + Number(isOtherContent);
    const metadata = {
      ...object.metadata,
      uid: old?.uid ?? `uid-${this.name}-${++this.#uid}`,
      creationTimestamp:
        old?.['creationTimestamp'] ??
        `2026-11-30T00:00:${String(this.#uid % 60).padStart(2, '0')}Z`,
      resourceVersion: String(++this.#version),
      generation,
    };
    const stored: KubernetesObject = { ...object, metadata };
    const status = isOtherContent ? this.report(stored) : undefined;
    if (status !== undefined) stored['status'] = status;
    this.objects.set(keyOf(stored), stored);
    return stored;
  }
}

/** Which object a server-side apply has to meet. A version alone is no reason not to create what is not there. */
function checkSeen(
  { kind, metadata: { name, namespace, uid, resourceVersion } }: KubernetesObject,
  before: KubernetesObject | undefined,
): void {
  const title = `${kind} ${namespace ?? ''}/${name}`;
  if (!before && uid) throw new ClusterError('changed', `${title}: uid mismatch`);
  if (before && uid && uid !== before.metadata.uid) {
    throw new ClusterError('invalid', `${title}: metadata.uid: field is immutable`);
  }
  if (before && resourceVersion && resourceVersion !== before.metadata.resourceVersion) {
    throw new ClusterError('changed', `${title} is another`);
  }
}

/** What server-side apply makes of an object. */
function applied(
  before: KubernetesObject | undefined,
  object: KubernetesObject,
  {
    fieldManager,
    force,
    own: sent,
  }: { fieldManager: string; force: boolean; own: KubernetesObject },
): KubernetesObject {
  const wanted = leavesOf(sent);
  const isOwn = (entry: ManagedFields) =>
    entry.manager === fieldManager && entry.operation === 'Apply';
  const all = before?.metadata.managedFields ?? [];
  const live = before ? leavesOf(before) : new Map<string, unknown>();
  const conflicts: FieldConflict[] = all
    .filter((entry) => !isOwn(entry))
    .flatMap((entry) =>
      pathsOf(entry)
        .filter((path) => wanted.has(path) && !isEqual(live.get(path), wanted.get(path)))
        .map((path) => ({
          manager: entry.manager,
          field: `.${(JSON.parse(path) as string[]).join('.')}`,
        })),
    );
  if (conflicts.length > 0 && !force) {
    const [first] = conflicts;
    const text = `${first?.manager ?? ''} owns ${first?.field ?? ''}`;
    throw new ClusterError('conflict', text, conflicts);
  }
  const lost = new Set(conflicts.map(({ field }) => JSON.stringify(field.slice(1).split('.'))));
  const others = all.filter((entry) => !isOwn(entry)).map((entry) => without(entry, lost));
  const stillOwned = new Set(others.flatMap(pathsOf));
  const result = copyOf(before ?? { ...object, metadata: onlyNames(object) });
  for (const path of all.filter(isOwn).flatMap(pathsOf)) {
    if (!wanted.has(path) && !stillOwned.has(path)) deletePath(result, path);
  }
  for (const [path, value] of leavesOf(object)) setPath(result, path, value);
  const { apiVersion } = object;
  result.apiVersion = apiVersion;
  const entry = {
    ...{ manager: fieldManager, operation: 'Apply', apiVersion, time: noChange },
    fieldsV1: fieldsV1Of(wanted.keys()),
  };
  return withOwners(
    result,
    [...others, entry].filter((each) => pathsOf(each).length > 0),
  );
}

/** An object as a manager writes it as a whole: what it changes is its own, and nobody else's any more. */
function withUpdate(
  before: KubernetesObject | undefined,
  object: KubernetesObject,
  manager: string,
): KubernetesObject {
  const live = before ? leavesOf(before) : new Map<string, unknown>();
  const now = leavesOf(object);
  const changed = new Set(
    [...now].filter(([path, value]) => !isEqual(live.get(path), value)).map(([path]) => path),
  );
  const gone = [...live.keys()].filter((path) => !now.has(path));
  const all = (before?.metadata.managedFields ?? []).map((entry) =>
    without(entry, new Set([...changed, ...gone])),
  );
  const isOwn = (entry: ManagedFields) => entry.manager === manager && entry.operation === 'Update';
  const paths = [...all.filter(isOwn).flatMap(pathsOf), ...changed];
  const { apiVersion } = object;
  const entry = {
    manager,
    operation: 'Update',
    apiVersion,
    time: noChange,
    fieldsV1: fieldsV1Of(paths),
  };
  return withOwners(
    object,
    [...all.filter((each) => !isOwn(each)), entry].filter((each) => pathsOf(each).length > 0),
  );
}

function without(entry: ManagedFields, lost: ReadonlySet<string>): ManagedFields {
  return { ...entry, fieldsV1: fieldsV1Of(pathsOf(entry).filter((path) => !lost.has(path))) };
}

function withOwners(object: KubernetesObject, managedFields: ManagedFields[]): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

function onlyNames({
  metadata: { name, namespace },
}: KubernetesObject): KubernetesObject['metadata'] {
  return { name, ...(namespace !== undefined && { namespace }) };
}

function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return isEqual(leavesText(a), leavesText(b));
}

function leavesText(object: KubernetesObject): unknown {
  const owners = (object.metadata.managedFields ?? []).map((entry) => [
    entry.manager,
    entry.operation,
    entry['fieldsV1'],
  ]);
  return [[...leavesOf(object)].sort(), owners];
}

function contentText({ metadata: _, status: __, ...rest }: KubernetesObject): string {
  return JSON.stringify([...leavesOf({ ...rest, metadata: { name: '' } })].sort());
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Equalities, labels that are there, and sets of values: `app=web,tier,zone in (a,b)`. */
function hasLabels(labels: unknown, selector: string): boolean {
  const own = isRecord(labels) ? labels : {};
  const terms = selector.match(/[^,(]+(?:\([^)]*\))?/g) ?? [];
  return terms.every((term) => {
    const [, key = '', values] = /^(\S+) in \(([^)]*)\)$/.exec(term) ?? [];
    if (values !== undefined) return values.split(',').includes(String(own[key]));
    const [name = '', value] = term.split('=');
    return value === undefined ? Object.hasOwn(own, name) : own[name] === value;
  });
}

/** RFC 7386. */
function merged(before: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(before) ? { ...before } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = merged(result[field], value);
  }
  return result;
}

function keyOf(object: KubernetesObject): string {
  return objectIdentity(objectKeyOf(object));
}

function titleOf(object: KubernetesObject): string {
  return objectTitle(objectKeyOf(object));
}
