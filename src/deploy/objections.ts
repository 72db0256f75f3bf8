import { objectKeyOf, objectTitle } from '../cluster/cluster.js';
import { firstFew } from '../foundation/first-few.js';
import { unlessAccepted, type Objections } from './accepted.js';
import type { Predicted } from './deployed-table.js';
import { clusterChangeText } from './change-text.js';
import { deployOptionTerms, type DeployTerms } from './deploy-terms.js';
import { changesOf, deviation, deviationText } from './deviations.js';
import type { CheckedCluster } from './gate.js';
import { missingNeeds, type NeedOptions } from './missing-needs.js';

export interface ObjectionOptions extends NeedOptions {
  /** Goes on where the clusters will behave worse than the manifests say. */
  acceptChanges: boolean;
  fieldManager: string;
  /** What predictions are made from; undefined: there are none. */
  predicted: Predicted | undefined;
  /** Default: those of the command line. */
  terms?: DeployTerms | undefined;
}

/** What speaks against a deployment beyond what the API servers refuse: afterwards requests would fail that should not. */
export async function objectionsTo(
  checked: readonly CheckedCluster[],
  options: ObjectionOptions,
): Promise<Objections> {
  const { missing, unknown } = await missingNeeds(checked, options);
  const { predicted, acceptChanges, fieldManager, terms = deployOptionTerms } = options;
  const worse = predicted && deviation(checked, predicted, ({ after }) => after, options);
  const texts = [...missing, ...(worse ? [deviationText(worse, 'After the apply')] : [])];
  const { refusals, warnings } = unlessAccepted(texts, acceptChanges, terms.acceptChanges);
  const rewritten = worse ? [] : checked.flatMap((each) => rewrittenIn(each, fieldManager));
  return { refusals, warnings: [...unknown, ...rewritten, ...warnings] };
}

/** What a cluster makes of manifests on the way in; each a sentence. What others have set beside them is theirs. */
function rewrittenIn({ cluster, objects }: CheckedCluster, fieldManager: string): string[] {
  const all = objects.flatMap((each) =>
    changesOf(each, each.after, fieldManager)
      .filter(({ by }) => by.length === 0)
      .map((change) => `${objectTitle(objectKeyOf(each.wanted))}: ${clusterChangeText(change)}`),
  );
  if (all.length === 0) return [];
  return [`Cluster ${cluster.name} changes what it is given: ${firstFew(all)}.`];
}
