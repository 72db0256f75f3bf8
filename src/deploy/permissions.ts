import type { Access, Cluster, KubernetesObject } from '../cluster/cluster.js';
import { groupOf } from '../api/kinds.js';
import { addTo } from '../foundation/add-to.js';
import { fullKind } from '../config/sent-kinds.js';
import { concurrently } from './concurrently.js';
import type { DeployEnvironment } from './environment.js';

/** Update and delete are for the way back. */
const verbs = ['get', 'list', 'create', 'patch', 'update', 'delete'];
const reviewsAtOnce = 8;

/**
 * The permissions that a deployment lacks, each as a sentence; asked for before the first write, since half of a rollback is
 * worse than none.
 */
export async function missingPermissions(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  environment: DeployEnvironment,
): Promise<string[]> {
  const kinds = new Map<string, KubernetesObject[]>();
  for (const object of objects) addTo(kinds, fullKind(object), object);
  const ofKinds = await concurrently([...kinds.values()], reviewsAtOnce, async (all) => {
    const [first] = all;
    if (!first) return [];
    const { resource } = await cluster.servedAs(first);
    const namespaces = new Set(all.map(({ metadata }) => metadata.namespace));
    return missing(cluster, { group: groupOf(first.apiVersion), resource }, verbs, [...namespaces]);
  });
  const { namespace } = environment;
  const ofState = await Promise.all([
    missing(cluster, { group: '', resource: 'configmaps' }, verbs, [namespace]),
    missing(
      cluster,
      { group: 'coordination.k8s.io', resource: 'leases' },
      ['get', 'create', 'update'],
      [namespace],
    ),
  ]);
  return [...ofKinds, ...ofState].flat();
}

/** Who has a permission everywhere is not asked for every namespace. */
async function missing(
  cluster: Cluster,
  resource: Pick<Access, 'group' | 'resource'>,
  wanted: readonly string[],
  namespaces: readonly (string | undefined)[],
): Promise<string[]> {
  const denied = async (namespace: string | undefined, from: readonly string[]) => {
    const where = namespace === undefined ? {} : { namespace };
    const answers = await concurrently(from, reviewsAtOnce, (verb) =>
      cluster.may({ verb, ...resource, ...where }),
    );
    return from.filter((_, index) => answers[index] === false);
  };
  if (namespaces.length === 0) return [];
  const left = namespaces.length > 1 ? await denied(undefined, wanted) : wanted;
  const sentences: string[] = [];
  for (const namespace of namespaces) {
    const verbsThere = await denied(namespace, left);
    if (verbsThere.length === 0) continue;
    const name = resource.resource + (resource.group && `.${resource.group}`);
    const where =
      namespace === undefined ? 'in the whole cluster' : `in the namespace ${namespace}`;
    sentences.push(`${verbsThere.join(', ')} ${name} ${where}`);
  }
  return sentences;
}
