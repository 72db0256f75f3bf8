import type { Cluster } from '../cluster/cluster.js';
import { objectTitle } from '../cluster/cluster.js';
import { firstFew } from '../foundation/first-few.js';
import { unlessAccepted, type Objections } from './accepted.js';
import type { ApplyInput, ApplyOptions } from './apply-options.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import { deployOrder } from './deploy-order.js';
import { forecast } from './evacuation-forecast.js';
import { fieldChanges } from './field-changes.js';
import { checkCluster, hasChange, type CheckedCluster } from './gate.js';
import { asSentence } from './refusals.js';
import { evacuationNotes, type UnderEvacuation } from './under-evacuation.js';

/**
 * What an evacuation means for an apply: of the manifests, that it holds on; of an evacuation itself, why it should not be. It
 * changes weights and nothing else, so that everything it writes must be in the clusters as the manifests say.
 */
export async function objectionsToEvacuation(
  checked: readonly CheckedCluster[],
  under: UnderEvacuation,
  { evacuation, predicted, onForecast }: ApplyInput,
  options: ApplyOptions,
): Promise<Objections> {
  const { terms, acceptChanges } = options;
  if (!evacuation) return { refusals: [], warnings: evacuationNotes(under, terms) };
  if (under.refusals.length > 0) return { refusals: [], warnings: [] };
  const differing = await concurrently(checked, clustersAtOnce, (each) =>
    differencesIn(each, under, options),
  );
  const refusals = differing.flat();
  const found = predicted && forecast(checked, predicted, under);
  if (found) onForecast?.(found);
  if (refusals.length > 0 || !found) return { refusals, warnings: [] };
  const texts = found.objections.map((text) => (text.endsWith('?') ? text : `${text}.`));
  return unlessAccepted(texts, acceptChanges, terms.acceptChanges);
}

/** Where a cluster does not hold what the manifests say, with the evacuation that is in force; each a sentence. */
async function differencesIn(
  { cluster, error, objects }: CheckedCluster,
  { present }: UnderEvacuation,
  options: ApplyOptions,
): Promise<string[]> {
  // What is wrong with the cluster is said of the change itself.
  if (error ?? objects.some((each) => each.error)) return [];
  const now = await look(cluster, present, options);
  if (now.error) return [asSentence(now.error.message)];
  const others = now.objects.filter((each) => each.error ?? hasChange(each));
  if (others.length > 0) {
    const texts = others.map(({ object, before, after }) => {
      const [first] = before && after ? fieldChanges(before, after) : [];
      const what = before ? (first ? ` (${first.path})` : '') : ' (it is not there)';
      return `${objectTitle(object)}${what}`;
    });
    return [
      `Cluster ${cluster.name} does not hold what the manifests say: ${firstFew(texts)}. ` +
        'Apply them first, or use the manifests that were applied.',
    ];
  }
  const version = (each: CheckedCluster['objects'][number] | undefined) =>
    each?.before?.metadata.resourceVersion;
  const moved = now.objects.find((each, index) => version(each) !== version(objects[index]));
  if (!moved) return [];
  return [
    `Somebody else is changing ${objectTitle(moved.object)} in cluster ${cluster.name}; run it again.`,
  ];
}

function look(
  cluster: Cluster,
  present: UnderEvacuation['present'],
  options: ApplyOptions,
): Promise<CheckedCluster> {
  const objects = deployOrder(present, cluster.name);
  return checkCluster(cluster, objects, { ...options, progress: () => {} });
}
