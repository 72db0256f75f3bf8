import { objectKeyOf, objectTitle, type KubernetesObject } from '../cluster/cluster.js';
import { firstFew } from '../foundation/first-few.js';
import { percent } from '../foundation/percent.js';
import { plural } from '../foundation/plural.js';
import { shortHost } from '../mesh/host-name.js';
import { behaviourChanges, type BehaviourChange } from '../traffic/behaviour-change.js';
import { clusterChangeText } from './change-text.js';
import { clusterChanges, type ClusterChange } from './cluster-changes.js';
import { deployedTable, isPredictable, type ObjectForm, type Predicted } from './deployed-table.js';
import type { CheckedCluster, CheckedObject } from './gate.js';

/** Cases whose prediction with what a cluster has is worse than with what its manifests say. */
export interface Deviation {
  /** Compared with the manifests: `before` is by these. */
  changes: BehaviourChange[];
  /** The fields that differ, in sentences for people: which object in which cluster. */
  because: string[];
}

export interface DeviationOptions {
  fieldManager: string;
  /** What was applied before and is in no manifest any more is deleted. */
  prunes: boolean;
}

/**
 * Compares the prediction from one form of the objects with that of the manifests. Undefined: it is in no case worse, or there is
 * nothing to compare.
 *
 * @param form How the objects are (`before`), or how they will be (`after`).
 */
export function deviation(
  checked: readonly CheckedCluster[],
  predicted: Predicted,
  form: ObjectForm,
  { fieldManager, prunes }: DeviationOptions,
): Deviation | undefined {
  if (!isPredictable(checked)) return undefined;
  const because = checked.flatMap((each) => differences(each, form, fieldManager));
  if (because.length === 0) return undefined;
  const rows = (own: ObjectForm) =>
    deployedTable(checked, predicted, own, !prunes).map(({ prediction }) => prediction);
  const { changes } = behaviourChanges(
    rows(({ wanted }) => wanted),
    rows(form),
  );
  const worse = changes.filter(isWorse);
  return worse.length > 0 ? { changes: worse, because } : undefined;
}

/** Also a case that is lost, and one of which nobody can say any more how it ends. */
function isWorse({ kind, before, after }: BehaviourChange): boolean {
  if (kind === 'worse') return true;
  if (kind === 'removed') return before?.errors !== 1;
  return kind === 'other' && after?.errors === null && before?.errors !== null;
}

function differences(
  { cluster, objects }: CheckedCluster,
  form: ObjectForm,
  fieldManager: string,
): string[] {
  return objects.flatMap((each) => {
    const object = form(each);
    const title = objectTitle(objectKeyOf(each.wanted));
    if (!object) return [`${title} is not in cluster ${cluster.name}`];
    const after = each.after ?? object;
    const lasting = new Set(changesOf(each, after, fieldManager).map(clusterChangeText));
    return changesOf(each, object, fieldManager).map((change) => {
      const text = clusterChangeText(change);
      // What the apply takes away was in an earlier manifest: nobody else has set it.
      const isOld = change.manifest === undefined && change.by.length === 0 && !lasting.has(text);
      return `${title} in cluster ${cluster.name}: ${isOld ? `${change.path} is not in the manifest any more` : text}`;
    });
  });
}

/** How an object will be, or is, otherwise than its manifest says. */
export function changesOf(
  { wanted, owner }: CheckedObject,
  result: KubernetesObject | undefined,
  fieldManager: string,
): ClusterChange[] {
  // What a GitOps controller keeps, its own repository says.
  return result && owner === undefined ? clusterChanges(wanted, result, fieldManager) : [];
}

/**
 * What a deviation means, in sentences.
 *
 * @param intro Such as `After the apply`.
 */
export function deviationText({ changes, because }: Deviation, intro: string): string {
  const [first] = changes;
  const example = first ? `, such as ${caseText(first)}` : '';
  return (
    `${intro}, ${plural(changes.length, 'predicted case')} would be worse than by the manifests${example}. ` +
    `${firstFew(because, '; ')}.`
  );
}

function caseText({ before, after }: BehaviourChange): string {
  const row = after ?? before;
  if (!row) return '';
  const { host, port, client, scenario } = row;
  const errors = (share: number | null | undefined) =>
    share === undefined ? 'no route' : share === null ? 'not known' : `${percent(share)} errors`;
  const to = `${shortHost(host)}${port === null ? '' : `:${port}`}`;
  return (
    `${to} from ${client} with ${scenario} ` +
    `(${errors(before?.errorsMax ?? before?.errors)} → ${errors(after?.errorsMax ?? after?.errors)})`
  );
}
