import type { Access, Cluster } from '../cluster/cluster.js';
import { apiResourceOf } from '../cluster/resource-path.js';
import { concurrently } from './concurrently.js';
import { apiGroupOf } from './deploy-order.js';
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
  objects: readonly { kind: string; namespace: string }[],
  environment: DeployEnvironment,
): Promise<string[]> {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const ofKinds = await concurrently(kinds, reviewsAtOnce, async (kind) => {
    const namespaces = new Set(objects.filter((each) => each.kind === kind).map(namespaceOf));
    return missing(cluster, { group: apiGroupOf(kind), resource: apiResourceOf(kind) }, verbs, [
      ...namespaces,
    ]);
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
  namespaces: readonly string[],
): Promise<string[]> {
  const denied = async (namespace: string | undefined, from: readonly string[]) => {
    const where = namespace === undefined ? {} : { namespace };
    const answers = await concurrently(from, reviewsAtOnce, (verb) =>
      cluster.may({ verb, ...resource, ...where }),
    );
    return from.filter((_, index) => answers[index] === false);
  };
  const [only] = namespaces;
  const left = namespaces.length > 1 ? await denied(undefined, wanted) : wanted;
  if (left.length === 0 || only === undefined) return [];
  const sentences: string[] = [];
  for (const namespace of namespaces) {
    const verbsThere = await denied(namespace, left);
    if (verbsThere.length === 0) continue;
    const name = resource.resource + (resource.group && `.${resource.group}`);
    sentences.push(`${verbsThere.join(', ')} ${name} in the namespace ${namespace}`);
  }
  return sentences;
}

function namespaceOf({ namespace }: { namespace: string }): string {
  return namespace;
}
