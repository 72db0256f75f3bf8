import { entryOf, groupOf } from '../api/kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectIdentity,
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
  type ManagedFields,
} from '../cluster/cluster.js';
import { gitOpsOwner } from '../cluster/gitops-owner.js';
import { adoptedFields, afterAdoption, isClientSide } from './adoption.js';
import { asMember, readSet, type ApplySet } from './apply-set.js';
import { previousOf } from './previous-environment.js';
import { concurrently } from './concurrently.js';
import type { DeployObject } from './deploy-object.js';
import type { DeployEnvironment } from './environment.js';
import { isApplied } from './field-set.js';
import { foreignOwners, lostAmong } from './foreign-objects.js';
import { objectChange, type ObjectChange } from './object-change.js';
import { withOwnerFrom, type KnownOwner } from './object-owner.js';
import { missingPermissions } from './permissions.js';
import type { Progress } from './progress.js';
import { pruneCandidates } from './prune.js';
import { Snapshot } from './snapshot.js';
import { isTerminating, terminatingText } from './terminating.js';
import { isReportedOn } from './verify.js';
import { wantedObject } from './wanted-object.js';

/** At the same time in one cluster. */
const objectsAtOnce = 8;

/** What is known of a cluster before the first write. */
export interface CheckedCluster {
  cluster: Cluster;
  /** The API server answered. */
  reachable: boolean;
  serverVersion: string | undefined;
  /** What is wrong with the cluster as a whole; then its objects were not all checked. */
  error: ClusterError | undefined;
  /** What the cluster says about what was applied before; undefined: nothing was, or it is not known. */
  set: ApplySet | undefined;
  /** The set was read: where it is undefined, nothing was applied before. */
  isSetKnown: boolean;
  objects: CheckedObject[];
  /** Members of the set that no manifest states any more. */
  prune: KubernetesObject[];
  /** Objects in no manifest that another environment has taken over from this one; those that were come across. */
  lost: KubernetesObject[];
  /** Its control plane writes into the status of objects. */
  reports: boolean;
}

export interface CheckedObject {
  object: DeployObject;
  wanted: KubernetesObject;
  /** As it is in the cluster; undefined: not there, or not known. */
  before: KubernetesObject | undefined;
  /** As it would be; undefined: not known. */
  after: KubernetesObject | undefined;
  /** What applying it would do; undefined: not known. */
  change: ObjectChange | 'create' | undefined;
  /** What kubectl applied on the client's side becomes ours first. */
  adoption: ManagedFields[] | undefined;
  /** The GitOps controller that keeps it as its repository says. */
  owner: string | undefined;
  /** The other environment that it belongs to, with what is known of it; undefined: it is nobody's, or ours. */
  foreign: KnownOwner | undefined;
  error: ClusterError | undefined;
  warnings: string[];
}

export interface GateOptions {
  environment: DeployEnvironment;
  fieldManager: string;
  force: boolean;
  createNamespaces: boolean;
  progress: Progress;
}

/**
 * Checks everything that can be known about a cluster before the first write: that it answers, and by a server-side dry run of
 * every object that differs, that each would be accepted. Changes nothing.
 */
export async function checkCluster(
  cluster: Cluster,
  objects: readonly DeployObject[],
  options: GateOptions,
): Promise<CheckedCluster> {
  const { environment, progress } = options;
  const checked: CheckedCluster = {
    cluster,
    reachable: false,
    serverVersion: undefined,
    error: undefined,
    set: undefined,
    isSetKnown: false,
    objects: objects.map((object) => unchecked(object, environment)),
    prune: [],
    lost: [],
    reports: false,
  };
  try {
    checked.serverVersion = await cluster.version();
    checked.reachable = true;
    const { serverVersion } = checked;
    progress({ step: 'reached', cluster: cluster.name, serverVersion });
    await placeUnknown(checked);
    markUnusable(checked.objects);
    const set = await settled(readSet(cluster, environment));
    const previous = await previousOf(cluster, environment);
    if (!('error' in set)) {
      // What was noted under the other name holds on.
      checked.set = set.value ?? previous;
      checked.isSetKnown = true;
    }
    const snapshot = await Snapshot.take(
      cluster,
      checked.objects.map(({ wanted }) => wanted),
    );
    checked.reports = [...snapshot.all()].some(isReportedOn);
    let done = 0;
    const madeNamespaces = namespacesAmong(checked.objects);
    await concurrently(checked.objects, objectsAtOnce, async (each) => {
      const { namespace } = each.object;
      const createNamespaces = options.createNamespaces || madeNamespaces.has(namespace);
      if (!each.error) await checkObject(cluster, each, snapshot, { ...options, createNamespaces });
      const { object } = each;
      const total = objects.length;
      progress({ step: 'checked', cluster: cluster.name, object, done: ++done, total });
    });
    checked.lost = lostAmong([...snapshot.all()], checked.objects, environment);
    const foreign = await foreignOwners(cluster, checked.objects, environment);
    for (const each of checked.objects) each.foreign = foreign.get(each);
    // What is wrong with the objects themselves says more.
    if (checked.objects.some((each) => each.error)) return checked;
    if ('error' in set) throw set.error;
    const sets = [set.value, previous].filter((each) => each !== undefined);
    checked.prune = await pruneCandidates(cluster, sets, checked.objects, environment).catch(
      (error: unknown) => {
        throw unseenMembers(cluster, error);
      },
    );
    await checkPermissions(checked, environment);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    checked.error = error;
    // Whoever refuses us has answered.
    checked.reachable ||= error.problem === 'unauthorized';
  }
  return checked;
}

/** Its namespace may be in no manifest any more, so that the reason alone would mean nothing to the reader. */
function unseenMembers({ name }: Cluster, error: unknown): unknown {
  if (!(error instanceof ClusterError) || error.problem !== 'forbidden') return error;
  return new ClusterError(
    'forbidden',
    `cluster ${name}: what an earlier run has applied and no manifest has any more cannot be looked for: ${error.message}`,
  );
}

async function settled<T>(work: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** Whether there is anything to be written. */
export function hasChange({ change }: CheckedObject): boolean {
  return change !== 'none';
}

function unchecked(object: DeployObject, environment: DeployEnvironment): CheckedObject {
  return {
    object,
    wanted: asMember(wantedObject(object), environment),
    before: undefined,
    after: undefined,
    change: undefined,
    adoption: undefined,
    owner: undefined,
    foreign: undefined,
    error: undefined,
    warnings: [],
  };
}

/** Fills in what the cluster says; fails only where the whole cluster does. */
async function checkObject(
  cluster: Cluster,
  checked: CheckedObject,
  snapshot: Snapshot,
  options: GateOptions,
): Promise<void> {
  const { fieldManager } = options;
  checked.error = snapshot.errorOf(checked.wanted);
  if (checked.error) return;
  const before = snapshot.get(checked.wanted);
  checked.before = before;
  if (before && isTerminating(before)) {
    const title = `${objectTitle(checked.object)} in cluster ${cluster.name}`;
    const text = `${title}: ${terminatingText(before)}. Whatever is written to it goes with it`;
    checked.error = new ClusterError('terminating', text);
    return;
  }
  // Who writes it is no change of its own.
  checked.wanted = withOwnerFrom(checked.wanted, before);
  const owner = before && gitOpsOwner(before);
  if (owner) checked.owner = `${owner.controller} (${owner.mark})`;
  const adopted = before && adoptedFields(before, fieldManager);
  if (before && !adopted && isApplied(before, checked.wanted, fieldManager)) {
    checked.after = before;
    checked.change = 'none';
    return;
  }
  try {
    const { object, warnings } = await dryRun(cluster, checked, options, adopted !== undefined);
    const after = adopted ? afterAdoption(object, adopted.fields, checked.wanted) : object;
    checked.after = after;
    checked.change = before ? objectChange(before, after) : 'create';
    checked.adoption = adopted?.managedFields;
    checked.warnings = warnings;
    // Whose object it is, is settled: only what it says counts.
    if (owner && checked.change === 'ownership') checked.change = 'none';
  } catch (error) {
    if (!(error instanceof ClusterError) || error.isClusterWide) throw error;
    checked.error = error;
  }
}

/** What the API server would make of it. Fields of kubectl's client-side apply are no conflict: they are taken over. */
async function dryRun(
  cluster: Cluster,
  { wanted, before, owner, object }: CheckedObject,
  { fieldManager, force, createNamespaces }: GateOptions,
  adopts: boolean,
) {
  const apply = (object: KubernetesObject, forced: boolean) =>
    cluster.serverSideApply(object, { fieldManager, force: forced, dryRun: true });
  // Its controller's fields are as good as ours, and our label would only be taken off again.
  if (before && owner !== undefined) return apply(wantedObject(object), true);
  try {
    return await apply(wanted, force);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const { problem, conflicts } = error;
    if (adopts && problem === 'conflict' && conflicts.every((each) => isClientSide(each.manager))) {
      return apply(wanted, true);
    }
    if (problem === 'namespace' && createNamespaces) {
      // It is made before the first write; whether the object is valid can be asked elsewhere.
      const { metadata, ...rest } = wanted;
      const elsewhere = { ...rest, metadata: { ...metadata, namespace: 'default' } };
      const { object: there, ...applied } = await apply(elsewhere, force);
      const { namespace = '' } = metadata;
      return { ...applied, object: { ...there, metadata: { ...there.metadata, namespace } } };
    }
    throw error;
  }
}

/** The names of the namespaces that are among the objects. */
export function namespacesAmong(objects: readonly Pick<CheckedObject, 'wanted'>[]): Set<string> {
  return new Set(
    objects.flatMap(({ wanted: { apiVersion, kind, metadata } }) =>
      apiVersion === 'v1' && kind === 'Namespace' ? [metadata.name] : [],
    ),
  );
}

/** Only the cluster knows whether objects of a kind that is not in the registry are in a namespace. */
async function placeUnknown({ cluster, objects }: CheckedCluster): Promise<void> {
  await concurrently(objects, objectsAtOnce, async (checked) => {
    const { apiVersion, kind } = checked.wanted;
    if (entryOf(groupOf(apiVersion), kind)) return;
    try {
      const { isNamespaced } = await cluster.servedAs({ apiVersion, kind });
      if (isNamespaced) return;
      checked.object = { ...checked.object, namespace: '' };
      const { namespace: _, ...metadata } = checked.wanted.metadata;
      checked.wanted = { ...checked.wanted, metadata };
    } catch (error) {
      if (!(error instanceof ClusterError) || error.isClusterWide) throw error;
      checked.error = error;
    }
  });
}

/** Two manifests for one object: the second would silently undo the first. */
function markUnusable(objects: CheckedObject[]): void {
  const first = new Map<string, DeployObject>();
  for (const checked of objects) {
    const { object } = checked;
    const title = objectTitle(object);
    const identity = objectIdentity(objectKeyOf(checked.wanted));
    const other = first.get(identity);
    if (!other) first.set(identity, object);
    else {
      const message = `${title} is declared in ${other.file}:${other.line} already; only one of them can hold`;
      checked.error = new ClusterError('invalid', message);
    }
    if (object.name === '') {
      checked.error = new ClusterError('invalid', 'it has no metadata.name');
    }
  }
}

/** Only where something is to be written. */
async function checkPermissions(
  { cluster, objects, prune }: CheckedCluster,
  environment: DeployEnvironment,
): Promise<void> {
  const changed = objects.filter((each) => hasChange(each) && each.owner === undefined);
  if (changed.length + prune.length === 0) return;
  const places = [...changed.map(({ wanted }) => wanted), ...prune];
  const lacking = await missingPermissions(cluster, places, environment);
  if (lacking.length === 0) return;
  throw new ClusterError(
    'forbidden',
    `cluster ${cluster.name}: permissions are missing, of which some are for the way back: ${lacking.join('; ')}`,
  );
}
