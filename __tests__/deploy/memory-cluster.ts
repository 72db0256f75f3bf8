import { type ClusterError } from '../../src/cluster/cluster-error.js';
import type {
  Applied,
  ApplyOptions,
  Cluster,
  KubernetesObject,
  ListSelection,
  ObjectKey,
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

  async get(key: ObjectKey): Promise<KubernetesObject | undefined> {
    this.#ask(`get ${key.kind}`);
    return this.objects.get(title(key));
  }

  async list({ kind, namespace }: ListSelection): Promise<KubernetesObject[]> {
    this.#ask(`list ${kind}`);
    return [...this.objects.values()].filter(
      (object) =>
        object.kind === kind &&
        (namespace === undefined || object.metadata.namespace === namespace),
    );
  }

  async serverSideApply(object: KubernetesObject, options: ApplyOptions): Promise<Applied> {
    this.#ask(`${options.dryRun ? 'dry-run' : 'apply'} ${object.kind}`);
    const key = title({ ...object, ...object.metadata });
    const before = this.objects.get(key);
    const isSame = JSON.stringify(before?.['spec']) === JSON.stringify(object['spec']);
    if (before && isSame) return { object: before, warnings: [] };
    const resourceVersion = String(++this.#version);
    const after = { ...object, metadata: { ...object.metadata, resourceVersion } };
    if (!options.dryRun) this.objects.set(key, after);
    return { object: after, warnings: [] };
  }

  async delete(key: ObjectKey): Promise<boolean> {
    return this.objects.delete(title(key));
  }

  #ask(request: string): void {
    this.journal.push(`${this.name} ${request}`);
    const error = this.fault(`${this.name} ${request}`);
    if (error) throw error;
  }
}

function title({ kind, namespace, name }: Omit<ObjectKey, 'apiVersion'>): string {
  return `${kind} ${namespace}/${name}`;
}
