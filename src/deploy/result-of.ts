import type { ClusterError } from '../cluster/cluster-error.js';
import {
  objectIdentity,
  objectKeyOf,
  objectTitle,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { firstFew } from '../foundation/first-few.js';
import type { ApplyResult, ClusterResult, ObjectOutcome, ObjectResult } from './apply-result.js';
import type { Debt } from './debts.js';
import type { DeployTerms } from './deploy-terms.js';
import type { Evacuation } from './evacuation.js';
import type { CheckedCluster, CheckedObject } from './gate.js';
import type { GateResult } from './gate-result.js';
import type { UnsentObject } from './unsent-object.js';
import { asSentence } from './refusals.js';
import { isBack, type Restored } from './restore.js';
import { isTerminating, terminatingText } from './terminating.js';
import type { Verification } from './verify.js';
import type { Verified } from './verified.js';
import type { Written } from './write-cluster.js';

/** What was done to one cluster. */
export interface ClusterRun {
  checked: CheckedCluster;
  written: readonly Written[];
  error?: ClusterError;
  /** A request was ended before its answer came: what became of it may show later. */
  isCut?: boolean;
  verification?: Verification;
  /** Who has confirmed it; undefined: nothing was written there, or nobody was to be asked. */
  verified?: Verified;
}

export interface RunOutcome {
  checked: readonly CheckedCluster[];
  dryRun: boolean;
  prunes: boolean;
  /** Only a part of the set was looked at: what is left of it is no matter of this run. Default: all of it. */
  isPart?: boolean;
  /** The evacuation that the clusters are in afterwards, as far as the run comes to its end. */
  evacuation?: Evacuation | undefined;
  terms: DeployTerms;
  warnings: string[];
  notSent?: readonly UnsentObject[] | undefined;
  debts: Debt[];
  /** Why nothing was written; undefined or empty: nothing was in the way. */
  refusals?: string[];
  /** Undefined: nothing was written; empty: nothing was to be. */
  runs?: readonly ClusterRun[];
  /** What was asked between the waves of clusters. */
  gates?: readonly GateResult[];
  /** No other run was under way, where that could be asked. */
  isAlone?: boolean;
  run?: string;
  stateFile?: string;
  /** Why the run ended before its end. */
  failure?: string;
  /** By cluster, if it was rolled back. */
  restored?: ReadonlyMap<string, readonly Restored[]>;
}

/** Puts together what the checks, the writes and the rollback gave. */
export function applyResultOf(all: RunOutcome): ApplyResult {
  const { checked, dryRun, run, stateFile, warnings, debts, notSent = [] } = all;
  const clusters = checked.map((each) => clusterResult(each, all));
  const outcome = outcomeOf(all);
  return {
    version: 1,
    dryRun,
    outcome,
    message: messageOf(outcome, clusters, all),
    ...(run !== undefined && { run }),
    ...(stateFile !== undefined && { stateFile }),
    warnings,
    ...(all.evacuation && { evacuation: all.evacuation }),
    notSent: [...notSent],
    ...(all.gates && all.gates.length > 0 && { gates: [...all.gates] }),
    debts,
    clusters,
    summary: summaryOf(clusters),
  };
}

function outcomeOf({ refusals, failure, restored, runs }: RunOutcome): ApplyResult['outcome'] {
  if (refusals?.length) return 'refused';
  if (failure === undefined) return runs ? 'applied' : 'checked';
  if (!restored) return 'stopped';
  return [...restored.values()].flat().every(isBack) ? 'rolled-back' : 'incomplete';
}

function clusterResult(checked: CheckedCluster, all: RunOutcome): ClusterResult {
  const { cluster, error, reachable, serverVersion } = checked;
  const run = all.runs?.find((each) => each.checked === checked);
  const restored = new Map(
    all.restored?.get(cluster.name)?.map((each) => [objectIdentity(each.key), each]),
  );
  const problem = error ?? run?.error;
  const isWhole = problem !== undefined && !run?.written.some((each) => each.error === problem);
  const objects = [
    ...checked.objects.map((each) => {
      const written = run?.written.find(({ subject }) => subject === each);
      return objectResult(
        each,
        written,
        error,
        all,
        restored.get(objectIdentity(objectKeyOf(each.wanted))),
      );
    }),
    ...checked.prune.flatMap((each) => {
      if (!all.prunes) return all.isPart ? [] : [unstatedResult(each)];
      const written = run?.written.find(({ subject }) => subject === each);
      return [pruneResult(each, written, all, restored.get(objectIdentity(objectKeyOf(each))))];
    }),
  ];
  return {
    cluster: cluster.name,
    reachable,
    server: cluster.server,
    ...(serverVersion !== undefined && { serverVersion }),
    ...(isWhole && { problem: problem.problem, message: problem.message }),
    ...(run?.verification && { verification: run.verification }),
    ...(run?.verified && { verified: run.verified }),
    objects,
  };
}

function objectResult(
  checked: CheckedObject,
  written: Written | undefined,
  clusterError: ClusterError | undefined,
  { dryRun, runs }: RunOutcome,
  restored: Restored | undefined,
): ObjectResult {
  const { kind, namespace, name, file, line, column } = checked.object;
  const place = { kind, namespace, name, file, line, column };
  const more = {
    ...(checked.warnings.length > 0 && { warnings: checked.warnings }),
    ...rolledBack(restored),
  };
  const error = written?.error ?? checked.error ?? clusterError;
  if (error) return { ...place, result: 'failed', ...reasonOf(error), ...more };
  const isUnchanged = checked.change === 'none' && (dryRun || runs !== undefined);
  const result =
    written?.result ?? (isUnchanged ? 'unchanged' : dryRun ? predicted(checked) : 'skipped');
  const isOwnership = result === 'configured' && checked.change === 'ownership';
  return { ...place, result, ...(isOwnership && { message: ownershipMessage }), ...more };
}

function pruneResult(
  object: KubernetesObject,
  written: Written | undefined,
  { dryRun }: RunOutcome,
  restored: Restored | undefined,
): ObjectResult {
  const result = written?.result ?? (dryRun ? 'pruned' : 'skipped');
  const { message } = written ?? {};
  const reason = written?.error
    ? reasonOf(written.error)
    : message === undefined
      ? {}
      : { message };
  return { ...identityOf(object), result, ...reason, ...rolledBack(restored) };
}

/** What a change of the manifests has left behind. */
function unstatedResult(object: KubernetesObject): ObjectResult {
  const state = isTerminating(object) ? `, and ${terminatingText(object)}` : '';
  return {
    ...identityOf(object),
    result: 'unstated',
    message: `in the set, in no manifest any more${state}`,
  };
}

const ownershipMessage = 'its content stays as it is; only the field manager is recorded';

function reasonOf({ problem, message, conflicts }: ClusterError) {
  return { problem, message, ...(conflicts.length > 0 && { conflicts }) };
}

function rolledBack(restored: Restored | undefined): Pick<ObjectResult, 'rolledBack'> {
  if (!restored) return {};
  const { outcome, message } = restored;
  return { rolledBack: { outcome, ...(message !== undefined && { message }) } };
}

function predicted({ change }: CheckedObject): ObjectOutcome {
  if (change === 'create') return 'created';
  return change === 'none' ? 'unchanged' : 'configured';
}

function summaryOf(clusters: readonly ClusterResult[]): ApplyResult['summary'] {
  const summary = {
    created: 0,
    configured: 0,
    unchanged: 0,
    pruned: 0,
    unstated: 0,
    terminating: 0,
    failed: 0,
    skipped: 0,
  };
  for (const { result } of clusters.flatMap(({ objects }) => objects)) summary[result]++;
  return summary;
}

function messageOf(
  outcome: ApplyResult['outcome'],
  clusters: readonly ClusterResult[],
  { refusals = [], failure = '', stateFile, runs, isAlone, terms }: RunOutcome,
): string {
  const stopped = asSentence(failure);
  switch (outcome) {
    case 'applied':
      if (runs?.length === 0) {
        return [
          `${clusters.length === 1 ? 'The cluster is' : 'Every cluster is'} as the manifests say already${isAlone ? ', and no other run is under way' : ''}.`,
          ...unstatedAmong(clusters, terms),
        ].join(' ');
      }
      return [
        `Applied to ${clusters.length === 1 ? 'the cluster' : 'every cluster'}.`,
        ...unverifiedAmong(clusters),
        ...clusters.flatMap(terminatingIn),
        ...unstatedAmong(clusters, terms),
      ].join(' ');
    case 'checked':
      return [
        'Every cluster would accept it. Nothing was changed.',
        ...unstatedAmong(clusters, terms),
      ].join(' ');
    case 'refused':
      return `Nothing was changed in any cluster. ${refusals.map(asSentence).join(' ')}`;
    case 'stopped':
      return [
        stopped,
        ...clusters.map(changedIn),
        `Nothing was rolled back, as asked. Go back with: ${terms.rollback}`,
      ].join(' ');
    case 'rolled-back':
      return [stopped, 'Every cluster is as it was before.', ...recreated(clusters)].join(' ');
    case 'incomplete':
      return [
        stopped,
        ...clusters.flatMap(notBack),
        `Once the cause is fixed: ${terms.rollback}.`,
        `The state before is kept in ${stateFile ?? 'the clusters'}.`,
      ].join(' ');
  }
}

/** Written is not yet in force: where nobody has confirmed it, the last word must not sound like it. */
function unverifiedAmong(clusters: readonly ClusterResult[]): string[] {
  const names = clusters.flatMap(({ cluster, verified }) =>
    verified?.by.length === 0 ? [cluster] : [],
  );
  return names.length === 0 ? [] : [`Not verified in ${firstFew(names)}.`];
}

function terminatingIn({ cluster, objects }: ClusterResult): string[] {
  const left = objects.filter(({ result }) => result === 'terminating');
  const [first] = left;
  if (!first) return [];
  const others = left.length > 1 ? ` and ${left.length - 1} more` : '';
  return [
    `Not gone yet in cluster ${cluster}: ${objectTitle(first)}${others}; ${first.message ?? 'it is being deleted'}.`,
  ];
}

/** What is named once, in however many clusters it is. */
function unstatedAmong(clusters: readonly ClusterResult[], { prune }: DeployTerms): string[] {
  const all = clusters.flatMap(({ objects }) =>
    objects.filter(({ result }) => result === 'unstated').map(objectTitle),
  );
  const titles = [...new Set(all)];
  if (titles.length === 0) return [];
  const verb = titles.length === 1 ? 'is' : 'are';
  const pronoun = titles.length === 1 ? 'it' : 'them';
  return [
    `In the set and in no manifest any more ${verb} ${firstFew(titles)}; ${prune} deletes ${pronoun}.`,
  ];
}

function changedIn({ cluster, objects }: ClusterResult): string {
  const done = objects.filter(
    ({ result }) => !['skipped', 'failed', 'unchanged', 'unstated'].includes(result),
  );
  const list = done.map((object) => `${objectTitle(object)} (${object.result})`).join(', ');
  return `Changed in cluster ${cluster}: ${list || 'nothing'}.`;
}

/** Age decides between routes for the same host. */
function recreated(clusters: readonly ClusterResult[]): string[] {
  return clusters.flatMap(({ cluster, objects }) => {
    const again = objects.filter(({ rolledBack: back }) => back?.outcome === 'recreated');
    if (again.length === 0) return [];
    return `Created again in cluster ${cluster}, and younger than before: ${again.map(objectTitle).join(', ')}.`;
  });
}

function notBack({ cluster, objects }: ClusterResult): string[] {
  const open = objects.filter(({ rolledBack: back }) => back && !isBack(back));
  const [first] = open;
  if (!first) return [];
  const others = open.length > 1 ? ` and ${open.length - 1} more` : '';
  const reason = asSentence(first.rolledBack?.message ?? '');
  return [`Not put back in cluster ${cluster}: ${objectTitle(first)}${others}. ${reason}`];
}

function identityOf({ kind, metadata }: KubernetesObject) {
  return { kind, namespace: metadata.namespace ?? '', name: metadata.name };
}
