import type { ClusterError } from '../cluster/cluster-error.js';
import type { ApplyResult, ClusterResult, ObjectOutcome, ObjectResult } from './apply-result.js';
import { titleOf } from './deploy-object.js';
import type { CheckedCluster, CheckedObject } from './gate.js';
import type { Written } from './write-cluster.js';

export interface Outcome {
  checked: readonly CheckedCluster[];
  /** What was attempted, in that order; undefined: nothing was to be written. */
  written: readonly Written[] | undefined;
  dryRun: boolean;
  warnings: string[];
}

/** Puts together what the checks and the writes gave. */
export function resultOf({ checked, written, dryRun, warnings }: Outcome): ApplyResult {
  const attempts = new Map(written?.map((each) => [each.checked, each]));
  const clusters = checked.map((cluster): ClusterResult => {
    const { error, serverVersion } = cluster;
    return {
      cluster: cluster.cluster.name,
      reachable: cluster.reachable,
      server: cluster.cluster.server,
      ...(serverVersion !== undefined && { serverVersion }),
      ...(error && { problem: error.problem, message: error.message }),
      objects: cluster.objects.map((object) =>
        objectResult(object, attempts.get(object), cluster.error, dryRun),
      ),
    };
  });
  const summary = summaryOf(clusters);
  const outcome = outcomeOf(written, dryRun, clusters);
  const message = messages[outcome](clusters);
  return { version: 1, dryRun, outcome, message, warnings, clusters, summary };
}

function outcomeOf(
  written: readonly Written[] | undefined,
  dryRun: boolean,
  clusters: readonly ClusterResult[],
): ApplyResult['outcome'] {
  if (written) return written.at(-1)?.result === 'failed' ? 'stopped' : 'applied';
  const isRefused = clusters.some(({ problem, objects }) => problem ?? objects.some(isFailed));
  return dryRun && !isRefused ? 'checked' : 'refused';
}

function objectResult(
  checked: CheckedObject,
  written: Written | undefined,
  clusterError: ClusterError | undefined,
  dryRun: boolean,
): ObjectResult {
  const { kind, namespace, name, file, line, column } = checked.object;
  const place = { kind, namespace, name, file, line, column };
  const error = written?.error ?? checked.error ?? clusterError;
  const warnings = checked.warnings.length > 0 && { warnings: checked.warnings };
  if (error) {
    const { problem, message, conflicts } = error;
    const owners = conflicts.length > 0 && { conflicts };
    return { ...place, result: 'failed', problem, message, ...owners, ...warnings };
  }
  const result = written?.result ?? (dryRun ? predicted(checked) : 'skipped');
  const isOwnership = result === 'configured' && checked.change === 'ownership';
  return { ...place, result, ...(isOwnership && { message: ownershipMessage }), ...warnings };
}

const ownershipMessage = 'its content stays as it is; only the field manager is recorded';

function predicted({ change }: CheckedObject): ObjectOutcome {
  if (change === 'create') return 'created';
  return change === 'none' ? 'unchanged' : 'configured';
}

function summaryOf(clusters: readonly ClusterResult[]): ApplyResult['summary'] {
  const summary = { created: 0, configured: 0, unchanged: 0, failed: 0, skipped: 0 };
  for (const { result } of clusters.flatMap(({ objects }) => objects)) summary[result]++;
  return summary;
}

const messages: Record<ApplyResult['outcome'], (clusters: readonly ClusterResult[]) => string> = {
  applied: (clusters) => `Applied to ${clusters.length === 1 ? 'the cluster' : 'every cluster'}.`,
  checked: () => 'Every cluster would accept it. Nothing was changed.',
  refused: (clusters) => `Nothing was changed in any cluster. ${reasons(clusters).join(' ')}`,
  stopped: stoppedMessage,
};

/** One sentence per cluster that stands in the way. */
function reasons(clusters: readonly ClusterResult[]): string[] {
  return clusters.flatMap(({ cluster, message, objects }) => {
    if (message !== undefined) return [`${capitalized(message)}${end(message)}`];
    const failed = objects.filter(isFailed).length;
    if (failed === 0) return [];
    return [`Cluster ${cluster} would refuse ${failed} of ${objects.length} objects.`];
  });
}

function stoppedMessage(clusters: readonly ClusterResult[]): string {
  const sentences: string[] = [];
  for (const { cluster, objects } of clusters) {
    const failed = objects.find(isFailed);
    if (!failed) continue;
    const reason = failed.message ?? '';
    sentences.push(`Stopped at ${titleOf(failed)} in cluster ${cluster}: ${reason}${end(reason)}`);
  }
  for (const { cluster, objects } of clusters) {
    const done = objects.filter(({ result }) => result === 'created' || result === 'configured');
    const list = done.map((object) => `${titleOf(object)} (${object.result})`).join(', ');
    sentences.push(`Changed in cluster ${cluster}: ${list || 'nothing'}.`);
  }
  sentences.push('Nothing was rolled back; apply again once the cause is mended.');
  return sentences.join(' ');
}

function isFailed({ result }: ObjectResult): boolean {
  return result === 'failed';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function end(text: string): string {
  return /[.!?]$/.test(text) ? '' : '.';
}
