import { endGroup, info, startGroup } from '@actions/core';
import { connect } from '../cluster/connect.js';
import type { ClusterConfig } from '../config/config.js';
import { apply } from '../deploy/apply.js';
import type { ApplyResult } from '../deploy/apply-result.js';
import { titleOf } from '../deploy/deploy-object.js';
import { deployObjects } from '../deploy/objects-of.js';
import { deploySettings } from '../deploy/settings.js';
import type { ProgressEvent } from '../deploy/progress.js';
import type { Inspection } from '../lint/inspect.js';
import { UserError } from '../manifest/errors.js';
import { safeText } from '../report/safe-text.js';
import { withKubeconfigFile } from './kubeconfig-file.js';
import { refuseWorkspaceKubeconfigs, type Workspace } from './workspace.js';

export interface ApplyOptions {
  /** The content of the input; undefined: KUBECONFIG, or the files that the configuration names. */
  kubeconfig: string | undefined;
  dryRun: boolean;
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  /** For files that must not outlive the job. */
  folder: string;
}

/** Applies what was checked to every cluster of the configuration. */
export async function applyToClusters(
  inspection: Inspection,
  { kubeconfig, dryRun, workspace, env, folder }: ApplyOptions,
): Promise<ApplyResult> {
  const clusters = clustersOf(inspection);
  if (kubeconfig === undefined) {
    assertCredentials(clusters, env);
    refuseWorkspaceKubeconfigs(clusters, env, workspace);
    return applyWith(inspection, clusters, env, dryRun);
  }
  return withKubeconfigFile(kubeconfig, folder, (file) => {
    // What was given to this step counts before what the repository says.
    const own = clusters.map(({ kubeconfig: _, ...cluster }) => cluster);
    return applyWith(inspection, own, { ...env, KUBECONFIG: file }, dryRun);
  });
}

async function applyWith(
  { config, mesh }: Inspection,
  clusters: readonly ClusterConfig[],
  env: NodeJS.ProcessEnv,
  dryRun: boolean,
): Promise<ApplyResult> {
  const connected = await Promise.all(clusters.map((cluster) => connect(cluster, { env })));
  startGroup(dryRun ? 'Trying it on every cluster' : 'Applying to every cluster');
  try {
    return await apply({
      ...deploySettings(config, env),
      objects: deployObjects(mesh),
      clusters: connected,
      dryRun,
      progress: (event) => {
        info(safeText(progressLine(event)));
      },
    });
  } finally {
    endGroup();
  }
}

function clustersOf({ config }: Inspection): ClusterConfig[] {
  if (config.clusters) return config.clusters;
  throw new UserError(
    `mode apply needs to know the clusters: ${config.file ?? 'mesh-failover.yaml'} must declare them ` +
      '(clusters, each with name, locality and context)',
  );
}

/** What happens to lie on the machine, or its own service account, was not given to this step. */
function assertCredentials(clusters: readonly ClusterConfig[], env: NodeJS.ProcessEnv): void {
  const missing = clusters.find(({ kubeconfig }) => kubeconfig === undefined);
  if (env['KUBECONFIG'] || missing === undefined) return;
  throw new UserError(
    `mode apply has no credentials for cluster ${missing.name}: the input kubeconfig is empty (is the secret there ` +
      'for this event and environment?) and KUBECONFIG is not set',
  );
}

function progressLine(event: ProgressEvent): string {
  switch (event.step) {
    case 'reached':
      return `${event.cluster}: reached, ${event.serverVersion ?? 'version unknown'}`;
    case 'checked':
      return `${event.cluster}: checked ${titleOf(event.object)} (${String(event.done)} of ${String(event.total)})`;
    case 'captured':
      return `${event.cluster}: locked, and its state is kept`;
    case 'written':
      return `${event.cluster}: ${event.result} ${event.title}`;
    case 'verified':
      return `${event.cluster}: verified${event.verification === 'reported' ? ', its control plane reports that it has everything' : ''}`;
    case 'failed':
      return `${event.cluster}: failed: ${event.message}`;
    case 'rolling-back':
      return `${event.cluster}: rolling back`;
    case 'rolled-back':
      return `${event.cluster}: ${String(event.changed)} objects put back, ${String(event.left)} not`;
  }
}
