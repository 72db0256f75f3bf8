import { apiResourceOf } from '../../src/cluster/resource-path.js';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import type {
  Applied,
  ServerSideApplyOptions,
  Cluster,
  KubernetesObject,
  ListSelection,
  ObjectKey,
  ServedKind,
} from '../../src/cluster/cluster.js';

/** A cluster in memory that writes down what it was asked, in a journal that clusters may share. */
export class MemoryCluster implements Cluster {
  readonly server: string;
  identity: string;
  readonly objects = new Map<string, KubernetesObject>();
  #version = 0;

  constructor(
    readonly name: string,
    readonly journal: string[] = [],
    /** Fails the requests for which it gives an error: `a dry-run VirtualService`. */
    private readonly fault: (request: string) => ClusterError | undefined = () => undefined,
  ) {
    this.server = `https://${name}`;
    this.identity = this.server;
  }

  async version(): Promise<string> {
    this.#ask('version');
    return 'v1.36.0';
  }

  async servedAs({ kind }: Pick<ObjectKey, 'kind'>): Promise<ServedKind> {
    return { resource: apiResourceOf(kind), isNamespaced: kind !== 'Namespace' };
  }

  async versionsOf(): Promise<string[]> {
    return ['v1'];
  }

  async get(key: ObjectKey): Promise<KubernetesObject | undefined> {
    this.#ask(`get ${key.kind}`);
    return this.objects.get(title(key));
  }

  async list({ kind, namespace, labelSelector = '' }: ListSelection): Promise<KubernetesObject[]> {
    this.#ask(`list ${kind}`);
    return [...this.objects.values()].filter(
      (object) =>
        object.kind === kind &&
        (namespace === undefined || object.metadata.namespace === namespace) &&
        hasLabels(object, labelSelector),
    );
  }

  async create(object: KubernetesObject): Promise<KubernetesObject> {
    this.#ask(`create ${object.kind}`);
    const key = title({ ...object, ...object.metadata });
    if (this.objects.has(key)) throw new ClusterError('exists', `${key} is there already`);
    const resourceVersion = String(++this.#version);
    const after = { ...object, metadata: { ...object.metadata, resourceVersion } };
    this.objects.set(key, after);
    return after;
  }

  async patch(key: ObjectKey, patch: Record<string, unknown>): Promise<KubernetesObject> {
    this.#ask(`patch ${key.kind}`);
    const before = this.objects.get(title(key));
    if (!before) throw new ClusterError('unexpected', `${title(key)} is not there`);
    const wanted = (patch['metadata'] as { resourceVersion?: string } | undefined)?.resourceVersion;
    if (wanted !== undefined && wanted !== before.metadata.resourceVersion) {
      throw new ClusterError('changed', `${title(key)} is another`);
    }
    const after = merged(before, patch) as KubernetesObject;
    after.metadata = { ...after.metadata, resourceVersion: String(++this.#version) };
    this.objects.set(title(key), after);
    return after;
  }

  async serverSideApply(
    object: KubernetesObject,
    options: ServerSideApplyOptions,
  ): Promise<Applied> {
    this.#ask(`${options.dryRun ? 'dry-run' : 'apply'} ${object.kind}`);
    const key = title({ ...object, ...object.metadata });
    const before = this.objects.get(key);
    const isSame = ['spec', 'data', 'binaryData'].every(
      (field) => JSON.stringify(before?.[field]) === JSON.stringify(object[field]),
    );
    if (before && isSame) return { object: before, isNew: false, warnings: [] };
    const resourceVersion = String(++this.#version);
    const after = { ...object, metadata: { ...object.metadata, resourceVersion } };
    if (!options.dryRun) this.objects.set(key, after);
    return { object: after, isNew: !before, warnings: [] };
  }

  async delete(key: ObjectKey): Promise<boolean> {
    return this.objects.delete(title(key));
  }

  replace = notUsed;
  may = notUsed;
  getFromPod = notUsed;
  abortRequests = (): void => undefined;

  #ask(request: string): void {
    this.journal.push(`${this.name} ${request}`);
    const error = this.fault(`${this.name} ${request}`);
    if (error) throw error;
  }
}

/** Equalities, and labels that are there: `app=web,tier`. */
function hasLabels({ metadata }: KubernetesObject, selector: string): boolean {
  const labels = (metadata['labels'] ?? {}) as Record<string, string>;
  const wanted = selector.split(',').filter(Boolean);
  return wanted.every((term) => {
    const [name = '', value] = term.split('=');
    return value === undefined ? Object.hasOwn(labels, name) : labels[name] === value;
  });
}

/** RFC 7386. */
function merged(before: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof before === 'object' && before !== null && !Array.isArray(before);
  const result: Record<string, unknown> = isObject ? { ...before } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = merged(result[field], value);
  }
  return result;
}

function title({ kind, namespace, name }: Omit<ObjectKey, 'apiVersion'>): string {
  return `${kind} ${namespace}/${name}`;
}

function notUsed(): never {
  throw new Error('not used here');
}
