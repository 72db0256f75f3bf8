import type { RestoreOutcome } from '../deploy/restore.js';
import type { RollbackCluster, RollbackResult } from '../deploy/rollback-result.js';
import type { DeployedCluster, DeploymentDocument } from './deployment-document.js';
import type { Paint } from './paint.js';

const style: Record<RestoreOutcome, keyof Paint> = {
  restored: 'good',
  recreated: 'warning',
  deleted: 'good',
  untouched: 'faint',
  terminating: 'warning',
  left: 'error',
  failed: 'error',
};

/** What was restored in every cluster; clusters in which nothing was to be done are left out. */
export function describeRollback({
  clusters,
  message,
  outcome,
}: RollbackResult): DeploymentDocument {
  return {
    title: 'Rollback',
    isFine: outcome !== 'incomplete',
    verdict: message,
    clusters: clusters
      .filter(({ objects, message: problem }) => objects.length > 0 || problem !== undefined)
      .map(describeCluster),
    notes: [],
    stateWidth: 10,
    isOverview: true,
  };
}

function describeCluster(cluster: RollbackCluster): DeployedCluster {
  const { server, run, startedAt = '', by = '', message, objects, reachable } = cluster;
  return {
    name: cluster.cluster,
    detail: server,
    ...(run !== undefined && { about: `before ${run}, started ${startedAt} by ${by}` }),
    ...(message !== undefined && {
      problem: message,
      problemState: reachable ? 'failed' : 'unreachable',
    }),
    objects: objects.map(({ kind, namespace, name, result, message: why }) => ({
      ...{ kind, namespace, name, state: result, style: style[result] },
      notes: why === undefined ? [] : [{ text: why, hasLines: true }],
      fields: [],
      warnings: [],
    })),
    unchanged: 0,
  };
}
