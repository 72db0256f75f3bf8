import { groupOf } from '../api/kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectIdentity,
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
  type ObjectKey,
  type PodPort,
} from '../cluster/cluster.js';
import { readSyncz, type Proxies } from './distribution.js';
import { isRecord } from './field-set.js';

/** istiod's port for metrics and questions. */
const debugPort = 15014;

/** More would take longer to ask than anybody waits. */
const mostIstiods = 20;

const timeoutMs = 10_000;
const mostBytes = 64 * 1024 * 1024;

/**
 * The istiods of a cluster, which are asked through `pods/portforward`: they answer questions of callers on their own loopback
 * address, and of others only if these have an identity of the mesh, so that the API server's proxy gets a 401.
 */
export interface Istiods {
  cluster: Cluster;
  pods: PodPort[];
}

/**
 * Those that run.
 *
 * @throws ClusterError where the account may not look, and where there are none
 */
export async function findIstiods(cluster: Cluster, namespace: string): Promise<Istiods> {
  const selection = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: 'app=istiod' };
  const all = await cluster.list(selection);
  const pods = all.filter(isReady).map(({ metadata: { name } }) => {
    return { namespace, name, port: debugPort };
  });
  if (pods.length === 0) {
    throw new ClusterError(
      'unexpected',
      `no istiod runs in the namespace ${namespace} of the cluster`,
    );
  }
  if (pods.length > mostIstiods) {
    throw new ClusterError('unexpected', `there are more than ${mostIstiods} istiods to ask`);
  }
  return { cluster, pods };
}

function isReady({ status }: KubernetesObject): boolean {
  const { conditions } = isRecord(status) ? status : {};
  const all: unknown[] = Array.isArray(conditions) ? conditions : [];
  return all.some(
    (each) => isRecord(each) && each['type'] === 'Ready' && each['status'] === 'True',
  );
}

/** Every proxy that is connected to one of them. */
export async function proxiesOf(istiods: Istiods): Promise<Proxies> {
  const lists = await Promise.all(
    istiods.pods.map(async (pod) => {
      const answer = await ask(istiods.cluster, pod, '/debug/syncz');
      try {
        return readSyncz(answer);
      } catch (error) {
        throw new ClusterError('unexpected', `istiod ${pod.name}: ${(error as Error).message}`);
      }
    }),
  );
  return new Map(lists.flat().map((proxy) => [proxy.id, proxy]));
}

/** What a cluster should hold after the writes. */
export interface WantedVersions {
  /** As the API server gave them back. */
  present: readonly KubernetesObject[];
  absent: readonly ObjectKey[];
}

/**
 * Which of what was written an istiod does not have yet, in words; undefined: all of them have all of it. Kinds of others than
 * Istio are not looked for.
 */
export async function missingIn(
  { cluster, pods }: Istiods,
  wanted: WantedVersions,
): Promise<string | undefined> {
  const missing = await Promise.all(
    pods.map(async (pod) => {
      const held = heldBy(await ask(cluster, pod, '/debug/configz'));
      const late = wanted.present.filter(isIstio).find((object) => {
        const version = held.get(objectIdentity(objectKeyOf(object)));
        return !isAtLeast(version, object.metadata.resourceVersion);
      });
      const left = wanted.absent.filter(isIstio).find((key) => held.has(objectIdentity(key)));
      if (late) return `istiod ${pod.name} does not have ${objectTitle(objectKeyOf(late))}`;
      return left && `istiod ${pod.name} still has ${objectTitle(left)}`;
    }),
  );
  return missing.find((each) => each !== undefined);
}

/** Whether istiod lists objects of the kind. */
export function isIstio({ apiVersion }: Pick<ObjectKey, 'apiVersion'>): boolean {
  return groupOf(apiVersion).endsWith('.istio.io');
}

/** The versions of the objects that an istiod lists. */
function heldBy(list: unknown): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  for (const each of Array.isArray(list) ? (list as unknown[]) : []) {
    if (!isRecord(each) || !isRecord(each['metadata'])) continue;
    const { apiVersion, kind, metadata } = each;
    const { name, namespace, resourceVersion } = metadata;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') continue;
    if (typeof name !== 'string' || typeof namespace !== 'string') continue;
    const key = { apiVersion, kind, namespace, name };
    held.set(objectIdentity(key), typeof resourceVersion === 'string' ? resourceVersion : '');
  }
  return held;
}

/** Versions of one cluster grow; where they are no numbers, only the same one will do. */
function isAtLeast(version: string | undefined, wanted: string | undefined): boolean {
  if (version === undefined || wanted === undefined) return false;
  if (version === wanted) return true;
  const isNumber = (text: string) => /^\d{1,20}$/.test(text);
  return isNumber(version) && isNumber(wanted) && BigInt(version) >= BigInt(wanted);
}

async function ask(cluster: Cluster, pod: PodPort, path: string): Promise<unknown> {
  const { status, body } = await cluster.getFromPod(pod, path, { timeoutMs, mostBytes });
  if (status !== 200) {
    throw new ClusterError('unexpected', `istiod ${pod.name} answers ${path} with ${status}`);
  }
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new ClusterError('unexpected', `the answer of istiod ${pod.name} is not JSON`);
  }
}
