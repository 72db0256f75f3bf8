import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { objectTitle } from '../cluster/cluster.js';
import { groupOf, istioGroup } from '../api/kinds.js';
import { evacuatedRule } from '../mesh/evacuated-rule.js';
import type { DeployObject } from './deploy-object.js';
import { deployOptionTerms, type DeployTerms } from './deploy-terms.js';
import type { DeployEnvironment } from './environment.js';
import { evacuationIn, evacuationText, isExpired, type Evacuation } from './evacuation.js';

/** What a run shall make of the evacuation that it finds: the one that holds afterwards, or why it does nothing. */
export type EvacuationOrder = (
  now: Evacuation | undefined,
) => { to: Evacuation | undefined } | { refusal: string };

/** Objects as they are sent while a region is taken out. */
export interface UnderEvacuation {
  /** The evacuation that the clusters are in, expired or not; undefined: none. */
  now: Evacuation | undefined;
  /** The one that they will be in. */
  next: Evacuation | undefined;
  /** Only what the change concerns, where there is an order. */
  objects: DeployObject[];
  /** With an order: the same objects as they must be in the clusters before. */
  present: DeployObject[];
  /** Why nothing may be written; each a sentence. */
  refusals: string[];
}

interface Options {
  clusters: readonly Cluster[];
  environment: DeployEnvironment;
  /** Default: what is in force holds on, and ends where it has expired. */
  order?: EvacuationOrder | undefined;
  /** Default: now. */
  date?: Date | undefined;
  terms?: DeployTerms;
}

/**
 * Looks in the clusters for an evacuation, and gives the objects of manifests as they are sent with it: what is evacuated stays
 * so, whatever is applied meanwhile.
 */
export async function underEvacuation(
  manifests: readonly DeployObject[],
  options: Options,
): Promise<UnderEvacuation> {
  const { clusters, environment, order, date = new Date(), terms = deployOptionTerms } = options;
  const now = await evacuationIn(clusters, environment).catch((error: unknown) => {
    if (error instanceof ClusterError) return error;
    throw error;
  });
  if (now instanceof ClusterError) {
    const none = { now: undefined, next: undefined, present: [] };
    return { ...none, objects: order ? [] : [...manifests], refusals: [now.message] };
  }
  const asked = order ? order(now) : { to: now && !isExpired(now, date) ? now : undefined };
  if ('refusal' in asked) {
    return { now, next: now, objects: [], present: [], refusals: [asked.refusal] };
  }
  const { to: next } = asked;
  const after = manifests.map((each) => formOf(each, next));
  if (!order) {
    const refusals = after.flatMap(({ problem }) =>
      problem === undefined || !next
        ? []
        : [`${evacuationText(next)}, and ${problem}. To end it first: ${terms.restore}.`],
    );
    return { now, next, objects: after.map(({ object }) => object), present: [], refusals };
  }
  const before = manifests.map((each) => formOf(each, now));
  const isConcerned = (_: unknown, index: number) =>
    before[index]?.object !== manifests[index] || after[index]?.object !== manifests[index];
  return {
    ...{ now, next },
    objects: after.filter(isConcerned).map(({ object }) => object),
    present: before.filter(isConcerned).map(({ object }) => object),
    refusals: [...after, ...before].flatMap(({ problem }) =>
      problem === undefined ? [] : [`${problem}.`],
    ),
  };
}

/** An object as it is during an evacuation: the same one where that does not concern it. */
function formOf(
  object: DeployObject,
  evacuation: Evacuation | undefined,
): { object: DeployObject; problem?: string } {
  const { kind, value } = object;
  const isRule = kind === 'DestinationRule' && groupOf(String(value['apiVersion'])) === istioGroup;
  if (!evacuation || !isRule) return { object };
  try {
    const evacuated = evacuatedRule(value, evacuation);
    return { object: evacuated ? { ...object, value: evacuated } : object };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      object,
      problem: `${objectTitle(object)} (${object.file}) cannot be evacuated: ${why}`,
    };
  }
}

/** What people must know of an evacuation beside a plan or an apply of the manifests; each a sentence. */
export function evacuationNotes(
  { now, next }: Pick<UnderEvacuation, 'now' | 'next'>,
  { restore }: DeployTerms = deployOptionTerms,
): string[] {
  if (next) {
    return [
      `${evacuationText(next)}. What is applied meanwhile keeps it so, and it is no drift. To end it: ${restore}.`,
    ];
  }
  if (!now) return [];
  return [
    `The evacuation of ${now.region} by the run ${now.run} of ${now.by} ended at ${now.until}: the next apply restores the region, as does ${restore}.`,
  ];
}
