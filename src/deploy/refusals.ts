import type { ClusterProblem } from '../cluster/cluster-error.js';
import { objectTitle } from '../cluster/cluster.js';
import type { ApplyOptions } from './apply-options.js';
import { ownerRefusal } from './environment-owner.js';
import { deployOptionTerms, type DeployTerms } from './deploy-terms.js';
import type { DeployEnvironment } from './environment.js';
import { foreignRefusals } from './foreign-objects.js';
import { hasChange, type CheckedCluster } from './gate.js';
import { sameClusters } from './same-server.js';

type RefusalOptions = Partial<Pick<ApplyOptions, 'owners' | 'prune' | 'takeOver' | 'terms'>> & {
  environment: DeployEnvironment;
};

/** Why nothing may be written; each a sentence. */
export async function refusalsOf(
  checked: readonly CheckedCluster[],
  { environment, owners = [], prune, takeOver = false, terms = deployOptionTerms }: RefusalOptions,
): Promise<string[]> {
  const reached = checked.filter(({ reachable }) => reachable).map(({ cluster }) => cluster);
  return [
    ...(await sameClusters(reached)).map(asSentence),
    ...checked.flatMap((each) => problemsOf(each, terms)),
    ...checked.flatMap(ownedBy),
    ...(takeOver ? [] : checked.flatMap((each) => othersIn(each, environment, owners, terms))),
    ...(prune ? checked.flatMap((each) => pruneRefusals(each, prune.limit, terms)) : []),
  ];
}

/** One sentence per cluster that stands in the way. */
function problemsOf({ cluster, error, objects }: CheckedCluster, terms: DeployTerms): string[] {
  if (error) return [asSentence(error.message)];
  const failed = objects.filter((each) => each.error);
  const kinds = new Map(failed.map((each) => [each.error?.problem, each]));
  if (failed.length === 0) return [];
  const reasons = [...kinds.values()].map(({ object, error }) => {
    const { problem, message = '' } = error ?? {};
    return `${objectTitle(object)}: ${asSentence(message)}${optionFor(problem, terms)}`;
  });
  return [
    `Cluster ${cluster.name} would refuse ${failed.length} of ${objects.length} objects, such as ${reasons.join(' ')}`,
  ];
}

/** What helps, behind the reason. */
function optionFor(problem: ClusterProblem | undefined, terms: DeployTerms): string {
  if (problem === 'conflict') return ` To take them over: ${terms.forceConflicts}.`;
  return problem === 'namespace' ? ` To have it created: ${terms.createNamespaces}.` : '';
}

function ownedBy({ cluster, objects }: CheckedCluster): string[] {
  const owned = objects.filter((each) => each.owner !== undefined && hasChange(each));
  const [first] = owned;
  if (!first) return [];
  const others = owned.length > 1 ? ` and ${owned.length - 1} more` : '';
  return [
    `In cluster ${cluster.name} ${first.owner ?? ''} keeps ${objectTitle(first.object)}${others} as its own repository says, and would ` +
      'undo this apply. Change it there; use "check" on the rendered manifests of that repository, and "plan --exit-code" ' +
      'as a gate that every cluster is at this revision.',
  ];
}

/** What belongs to somebody else, by the environment and by objects. */
function othersIn(
  { cluster, objects, set }: CheckedCluster,
  environment: DeployEnvironment,
  owners: readonly string[],
  { takeOver }: DeployTerms,
): string[] {
  const where = { cluster: cluster.name, environment: environment.name };
  const refusal = ownerRefusal(where, set, owners, takeOver);
  // Who has no business in the environment need not know about its objects.
  if (refusal !== undefined) return [refusal];
  return foreignRefusals(cluster.name, objects, takeOver);
}

function pruneRefusals(
  { cluster, objects, prune }: CheckedCluster,
  limit: number,
  { pruneLimit }: DeployTerms,
): string[] {
  if (prune.length === 0) return [];
  if (objects.length === 0) {
    return [
      `No manifest is left for cluster ${cluster.name}, and pruning would delete all ${prune.length} objects of its set. ` +
        'If that is meant, delete them by hand.',
    ];
  }
  if (prune.length <= limit) return [];
  return [
    `Pruning would delete ${prune.length} objects in cluster ${cluster.name}, more than the limit of ${limit}. ` +
      `If that is meant, raise it with ${pruneLimit}.`,
  ];
}

export function asSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
