import type { ClusterProblem } from '../cluster/cluster-error.js';
import { objectTitle } from '../cluster/cluster.js';
import type { ApplyOptions } from './apply-options.js';
import { ownerRefusal } from './environment-owner.js';
import { deployOptionTerms, type DeployTerms } from './deploy-terms.js';
import type { DeployEnvironment } from './environment.js';
import { foreignRefusals } from './foreign-objects.js';
import { hasChange, type CheckedCluster } from './gate.js';
import { sameClusters } from './same-server.js';

type RefusalOptions = Partial<
  Pick<ApplyOptions, 'others' | 'owners' | 'prune' | 'takeOver' | 'terms'>
> & {
  environment: DeployEnvironment;
};

/** Why nothing may be written; each a sentence. */
export async function refusalsOf(
  checked: readonly CheckedCluster[],
  {
    environment,
    others = [],
    owners = [],
    prune,
    takeOver = false,
    terms = deployOptionTerms,
  }: RefusalOptions,
): Promise<string[]> {
  const names = new Set([...checked.map(({ cluster }) => cluster.name), ...others.map(nameOf)]);
  const reached = checked.filter(({ reachable }) => reachable).map(({ cluster }) => cluster);
  return [
    ...(await sameClusters(reached)).map(asSentence),
    ...checked.flatMap((each) => problemsOf(each, terms)),
    ...checked.flatMap(ownedBy),
    ...(takeOver ? [] : checked.flatMap((each) => swapped(each, names, terms))),
    ...(takeOver ? [] : checked.flatMap((each) => othersIn(each, environment, owners, terms))),
    ...(prune ? checked.flatMap((each) => pruneRefusals(each, prune.limit, terms)) : []),
  ];
}

/** One sentence per cluster that stands in the way. */
function problemsOf({ cluster, error, objects }: CheckedCluster, terms: DeployTerms): string[] {
  if (error)
    return [
      `${asSentence(inCluster(cluster.name, error.message))}${optionFor(error.problem, terms)}`,
    ];
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

const rolesPage = 'https://github.com/mesh-failover/mesh-failover/blob/main/docs/rbac/README.md';

/** A message that says where. */
export function inCluster(cluster: string, message: string): string {
  return message.includes(`cluster ${cluster}`) ? message : `cluster ${cluster}: ${message}`;
}

/**
 * A cluster that the last run knew under the name of another one of the configuration: contexts that are mixed up would send each
 * cluster the manifests of the other.
 */
function swapped(
  { cluster, set }: CheckedCluster,
  names: ReadonlySet<string>,
  { takeOver }: DeployTerms,
): string[] {
  const before = set?.notes['cluster'];
  if (before === undefined || before === cluster.name || !names.has(before)) return [];
  return [
    `Cluster ${cluster.name} leads to ${cluster.server}, which the last run knew as ${before}, another cluster of the ` +
      `configuration. Check clusters[].context and clusters[].kubeconfig. If the clusters were renamed: ${takeOver}.`,
  ];
}

function nameOf({ name }: { name: string }): string {
  return name;
}

/** What helps, behind the reason. */
function optionFor(problem: ClusterProblem | undefined, terms: DeployTerms): string {
  if (problem === 'conflict') return ` To take them over: ${terms.forceConflicts}.`;
  if (problem === 'forbidden') return ` The roles that an account needs: ${rolesPage}`;
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
  // A name such as `system:serviceaccount:…` is written as it is.
  const isName = /^[a-z][\w-]*[:@/.]\S/.test(text);
  const capital = isName ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$|https:\S+$/.test(capital) ? capital : `${capital}.`;
}
