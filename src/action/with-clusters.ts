import type { Cluster } from '../cluster/cluster.js';
import type { ClusterConfig, Config } from '../config/config.js';
import { declaredClusters } from '../config/declared-clusters.js';
import { UserError } from '../foundation/errors.js';
import { connectAll } from '../work/connect-clusters.js';
import { withKubeconfigFile } from './kubeconfig-file.js';
import type { Notes } from './notes.js';
import { onSignals } from './signals.js';
import { refuseWorkspaceKubeconfigs, type Workspace } from './workspace.js';

/** What was given to this step to reach the clusters with. */
export interface ClusterAccess {
  /** The content of the input; undefined: KUBECONFIG, or the files that the configuration names. */
  kubeconfig: string | undefined;
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  /** For files that must not outlive the job. */
  folder: string;
  /** Gets what is not safe about the way to a cluster. */
  notes: Notes;
}

/**
 * Makes the clusters of a configuration usable for as long as the work with them lasts.
 *
 * @param config That of merged code: whoever opens a pull request does not choose the clusters.
 * @param work Gets the clusters, and the environment with which other programs reach them.
 * @param cancel As for `onSignals`: what to do where the workflow is cancelled.
 */
export async function withClusters<T>(
  config: Config,
  { kubeconfig, workspace, env, folder, notes }: ClusterAccess,
  work: (clusters: Cluster[], env: NodeJS.ProcessEnv) => Promise<T>,
  cancel: () => boolean = () => false,
): Promise<T> {
  const clusters = declaredClusters(config);
  const warn = (text: string) => {
    notes.warn(text);
  };
  if (kubeconfig !== undefined) {
    // What was given to this step counts before what the repository says.
    const own = clusters.map(({ kubeconfig: _, ...cluster }) => cluster);
    const use = async (file: string) => {
      const given = { ...env, KUBECONFIG: file };
      return work(await connectAll(own, { env: given, warn }), given);
    };
    return withKubeconfigFile(kubeconfig, folder, use, cancel);
  }
  assertCredentials(clusters, env);
  refuseWorkspaceKubeconfigs(clusters, env, workspace);
  const stop = onSignals(cancel, () => undefined);
  try {
    return await work(await connectAll(clusters, { env, warn }), env);
  } finally {
    stop();
  }
}

/** What happens to lie on the machine, or its own service account, was not given to this step. */
function assertCredentials(clusters: readonly ClusterConfig[], env: NodeJS.ProcessEnv): void {
  const missing = clusters.find(({ kubeconfig }) => kubeconfig === undefined);
  if (env['KUBECONFIG'] || missing === undefined) return;
  throw new UserError(
    `there are no credentials for cluster ${missing.name}: the input kubeconfig is empty (is the secret there ` +
      'for this event and environment?) and KUBECONFIG is not set',
  );
}
