import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster, KubernetesObject, ObjectKey } from '../cluster/cluster.js';
import { concurrently } from './concurrently.js';

/** Above this many namespaces one list of all of them is cheaper. */
const namespacesOneByOne = 8;
const listsAtOnce = 8;

/** What is in a cluster of the kinds and in the namespaces of some objects. */
export class Snapshot {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #errors = new Map<string, ClusterError>();

  /** @throws ClusterError if the whole cluster cannot be read; what concerns a kind alone is told by `errorOf`. */
  static async take(cluster: Cluster, wanted: readonly KubernetesObject[]): Promise<Snapshot> {
    const snapshot = new Snapshot();
    const lists = new Map<string, { apiVersion: string; kind: string; namespaces: Set<string> }>();
    for (const { apiVersion, kind, metadata } of wanted) {
      const key = `${apiVersion} ${kind}`;
      const list = lists.get(key) ?? { apiVersion, kind, namespaces: new Set() };
      list.namespaces.add(metadata.namespace ?? '');
      lists.set(key, list);
    }
    await concurrently([...lists.values()], listsAtOnce, async ({ namespaces, ...kind }) => {
      try {
        for (const object of await listIn(cluster, kind, [...namespaces])) {
          snapshot.#objects.set(keyText(object), object);
        }
      } catch (error) {
        if (!(error instanceof ClusterError) || error.isClusterWide) throw error;
        snapshot.#errors.set(`${kind.apiVersion} ${kind.kind}`, error);
      }
    });
    return snapshot;
  }

  get(object: KubernetesObject): KubernetesObject | undefined {
    return this.#objects.get(keyText(object));
  }

  /** Everything that was found. */
  all(): Iterable<KubernetesObject> {
    return this.#objects.values();
  }

  /** Why objects of that kind could not be read. */
  errorOf({ apiVersion, kind }: KubernetesObject): ClusterError | undefined {
    return this.#errors.get(`${apiVersion} ${kind}`);
  }
}

async function listIn(
  cluster: Cluster,
  kind: Pick<ObjectKey, 'apiVersion' | 'kind'>,
  namespaces: readonly string[],
): Promise<KubernetesObject[]> {
  // Objects of the cluster itself.
  if (namespaces.every((namespace) => namespace === '')) return cluster.list(kind);
  if (namespaces.length > namespacesOneByOne) {
    try {
      return await cluster.list(kind);
    } catch (error) {
      if (!(error instanceof ClusterError) || error.problem !== 'forbidden') throw error;
    }
  }
  const lists = await concurrently(namespaces, listsAtOnce, (namespace) =>
    cluster.list({ ...kind, namespace }),
  );
  return lists.flat();
}

function keyText({ apiVersion, kind, metadata }: KubernetesObject): string {
  return [apiVersion, kind, metadata.namespace, metadata.name].join(' ');
}
