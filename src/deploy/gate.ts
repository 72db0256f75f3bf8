import { ClusterError } from '../cluster/cluster-error.js';
import { keyOf, type Cluster, type KubernetesObject } from '../cluster/cluster.js';
import { concurrently } from './concurrently.js';
import { titleOf, type DeployObject } from './deploy-object.js';
import { objectChange, type ObjectChange } from './object-change.js';
import type { Progress } from './progress.js';
import { wantedObject } from './wanted-object.js';

/** At the same time in one cluster, each with two requests. */
const objectsAtOnce = 8;

/** What is known of a cluster before the first write. */
export interface CheckedCluster {
  cluster: Cluster;
  /** The API server answered. */
  reachable: boolean;
  serverVersion: string | undefined;
  /** What is wrong with the cluster as a whole; then its objects were not all checked. */
  error: ClusterError | undefined;
  objects: CheckedObject[];
}

export interface CheckedObject {
  object: DeployObject;
  wanted: KubernetesObject;
  /** As it is in the cluster; undefined: not there, or not known. */
  before: KubernetesObject | undefined;
  /** What applying it would do; undefined: not known. */
  change: ObjectChange | 'create' | undefined;
  error: ClusterError | undefined;
  warnings: string[];
}

export interface GateOptions {
  fieldManager: string;
  force: boolean;
  progress: Progress;
}

/**
 * Checks everything that can be known about a cluster before the first write: that it answers, and by a server-side dry run of
 * every object, that each would be accepted. Changes nothing.
 */
export async function checkCluster(
  cluster: Cluster,
  objects: readonly DeployObject[],
  options: GateOptions,
): Promise<CheckedCluster> {
  const checked: CheckedCluster = {
    cluster,
    reachable: false,
    serverVersion: undefined,
    error: undefined,
    objects: objects.map((object) => unchecked(object)),
  };
  try {
    checked.serverVersion = await cluster.version();
    checked.reachable = true;
    options.progress({
      step: 'reached',
      cluster: cluster.name,
      serverVersion: checked.serverVersion,
    });
    markDuplicates(checked.objects);
    let done = 0;
    await concurrently(checked.objects, objectsAtOnce, async (each) => {
      if (!each.error) await checkObject(cluster, each, options);
      const { object } = each;
      const total = objects.length;
      options.progress({ step: 'checked', cluster: cluster.name, object, done: ++done, total });
    });
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    checked.error = error;
    // Whoever refuses us has answered.
    checked.reachable ||= error.problem === 'unauthorized';
  }
  return checked;
}

function unchecked(object: DeployObject): CheckedObject {
  return {
    object,
    wanted: wantedObject(object),
    before: undefined,
    change: undefined,
    error: undefined,
    warnings: [],
  };
}

/** Fills in what the cluster says; fails only where the whole cluster does. */
async function checkObject(
  cluster: Cluster,
  checked: CheckedObject,
  { fieldManager, force }: GateOptions,
): Promise<void> {
  try {
    const [before, { object, warnings }] = await Promise.all([
      cluster.get(keyOf(checked.wanted)),
      cluster.serverSideApply(checked.wanted, { fieldManager, force, dryRun: true }),
    ]);
    checked.before = before;
    checked.change = before ? objectChange(before, object) : 'create';
    checked.warnings = warnings;
  } catch (error) {
    if (!(error instanceof ClusterError) || error.isClusterWide) throw error;
    checked.error = error;
  }
}

/** Two manifests for one object: the second would silently undo the first. */
function markDuplicates(objects: CheckedObject[]): void {
  const first = new Map<string, DeployObject>();
  for (const checked of objects) {
    const { object } = checked;
    const title = titleOf(object);
    const other = first.get(title);
    if (!other) first.set(title, object);
    else {
      const message = `${title} is declared in ${other.file}:${other.line} already; only one of them can hold`;
      checked.error = new ClusterError('invalid', message);
    }
    if (object.name === '') {
      checked.error = new ClusterError('invalid', 'it has no metadata.name');
    }
  }
}
