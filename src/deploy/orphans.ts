import { ClusterError } from '../cluster/cluster-error.js';
import { objectKeyOf, objectTitle, type KubernetesObject } from '../cluster/cluster.js';
import { readSets } from './apply-set.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import type { DeployEnvironment } from './environment.js';
import type { CheckedCluster } from './gate.js';
import { ownerOf, ownerText } from './object-owner.js';
import { pruneCandidates } from './prune.js';

const mostNamed = 5;

/**
 * What a new name of the environment leaves behind: another one of the same repository, in clusters that this one has never
 * been applied to. Each a sentence.
 *
 * @param owners Who this is; without any nothing is known.
 */
export async function orphanWarnings(
  checked: readonly CheckedCluster[],
  environment: DeployEnvironment,
  owners: readonly string[],
): Promise<string[]> {
  const fresh = checked.filter(({ set, isSetKnown, error }) => isSetKnown && !set && !error);
  if (owners.length === 0) return [];
  const found = await concurrently(fresh, clustersAtOnce, async ({ cluster, objects }) => {
    try {
      const { namespace } = environment;
      const sets = await readSets(cluster, namespace);
      const own = sets.filter(({ notes }) => owners.includes(notes['owner'] ?? ''));
      return await concurrently(own, 1, async (set) => {
        const other = { name: set.environment, namespace };
        const left = await pruneCandidates(cluster, [set], objects, other);
        const names = left.length === 0 ? '' : ` Of that, no manifest has ${listOf(left)}.`;
        return (
          `In cluster ${cluster.name} this repository has applied the environment ${other.name}, and never ` +
          `${environment.name}.${names} If it was renamed, set deploy.previousEnvironment to ${JSON.stringify(other.name)}.`
        );
      });
    } catch (error) {
      // It is a hint: the plan stands without it.
      if (error instanceof ClusterError) return [];
      throw error;
    }
  });
  return found.flat();
}

/** Objects that were this environment's until another one took them over, and that are left to it; each a sentence. */
export function lostWarnings(checked: readonly CheckedCluster[]): string[] {
  return checked.flatMap(({ cluster, lost }) =>
    lost.map((object) => {
      const by = ownerText(ownerOf(object) ?? {});
      return `In cluster ${cluster.name} ${by} has taken over ${titleOf(object)}, which is left to it.`;
    }),
  );
}

function listOf(objects: readonly KubernetesObject[]): string {
  const names = objects.slice(0, mostNamed).map(titleOf).join(', ');
  const more = objects.length - mostNamed;
  return more > 0 ? `${names} and ${more} more` : names;
}

function titleOf(object: KubernetesObject): string {
  return objectTitle(objectKeyOf(object));
}
