import { ClusterError } from '../cluster/cluster-error.js';
import { objectTitle, type Cluster, type KubernetesObject } from '../cluster/cluster.js';
import { idsOf, isMember, memberOf, readSets } from './apply-set.js';
import type { DeployEnvironment } from './environment.js';
import { isOf, ownerOf, ownerText, type KnownOwner, type ObjectOwner } from './object-owner.js';

interface Looked {
  before: KubernetesObject | undefined;
}

/** The objects that belong to another environment, with what is known of it. */
export async function foreignOwners<T extends Looked>(
  cluster: Cluster,
  objects: readonly T[],
  environment: DeployEnvironment,
): Promise<Map<T, KnownOwner>> {
  const foreign = new Map<T, KnownOwner>();
  const silent: { each: T; id: string }[] = [];
  for (const each of objects) {
    const { before } = each;
    if (!before || !isForeign(before, environment)) continue;
    const owner = ownerOf(before);
    const id = memberOf(before);
    if (owner && (id === undefined || idsOf(asEnvironment(owner)).includes(id))) {
      foreign.set(each, owner);
    } else if (id !== undefined) silent.push({ each, id });
  }
  if (silent.length === 0) return foreign;
  const known = await ownersOfSets(cluster, environment.namespace);
  for (const { each, id } of silent) foreign.set(each, known.get(id) ?? {});
  return foreign;
}

/** Whether an object belongs to another environment: by its set, or where it has none by who wrote it. */
export function isForeign(object: KubernetesObject, environment: DeployEnvironment): boolean {
  if (memberOf(object) !== undefined) return !isMember(object, environment);
  const owner = ownerOf(object);
  if (!owner || isOf(owner, environment)) return false;
  const { previous, namespace } = environment;
  return previous === undefined || !isOf(owner, { name: previous, namespace });
}

/** What another environment has taken from this one and no manifest states. */
export function lostAmong(
  objects: readonly KubernetesObject[],
  stated: readonly Looked[],
  environment: DeployEnvironment,
): KubernetesObject[] {
  const known = new Set(stated.map(({ before }) => before));
  return objects.filter(
    (object) =>
      ownerOf(object)?.takenFrom === environment.name &&
      isForeign(object, environment) &&
      !known.has(object),
  );
}

/**
 * Why objects are not taken from their environment; each a sentence.
 *
 * @param takeOver What takes them all the same.
 */
export function foreignRefusals(
  cluster: string,
  objects: readonly { object: Parameters<typeof objectTitle>[0]; foreign?: Foreign }[],
  takeOver: string,
): string[] {
  const groups = new Map<string, { foreign: KnownOwner; titles: string[] }>();
  for (const { object, foreign } of objects) {
    if (!foreign) continue;
    const text = ownerText(foreign);
    const group = groups.get(text) ?? { foreign, titles: [] };
    group.titles.push(objectTitle(object));
    groups.set(text, group);
  }
  return [...groups].map(([text, { foreign, titles }]) => {
    const more = titles.length > 1 ? ` and ${titles.length - 1} more` : '';
    const { environment } = foreign;
    const renamed =
      environment === undefined
        ? ''
        : ` If the environment was only renamed, set deploy.previousEnvironment to ${JSON.stringify(environment)}.`;
    return (
      `In cluster ${cluster} ${titles[0] ?? ''}${more} belongs to ${text}.${renamed} ` +
      `To take it from there: ${takeOver}.`
    );
  });
}

type Foreign = KnownOwner | undefined;

/** What the parents of the sets say, by the sets' ids: for objects of versions that left no mark of their own. */
async function ownersOfSets(cluster: Cluster, namespace: string): Promise<Map<string, KnownOwner>> {
  try {
    const sets = await readSets(cluster, namespace);
    return new Map(
      sets.map(({ id, environment, notes }) => {
        const { owner, run, by, appliedAt: at } = notes;
        return [id, { environment, owner, run, by, at }];
      }),
    );
  } catch (error) {
    // Whose they are is said as well as it can be; that they are not ours is certain.
    if (error instanceof ClusterError && error.problem === 'forbidden') return new Map();
    throw error;
  }
}

function asEnvironment({ environment, namespace }: ObjectOwner): DeployEnvironment {
  return { name: environment, namespace };
}
