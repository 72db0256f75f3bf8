import { ClusterError } from '../cluster/cluster-error.js';
import type { ObjectOutcome } from './apply-result.js';
import type { CheckedCluster, CheckedObject, GateOptions } from './gate.js';

/** What was done about one object. */
export interface Written {
  checked: CheckedObject;
  result: ObjectOutcome;
  error?: ClusterError;
}

/** Writes the objects one after the other, in their order, and stops at the first failure. */
export async function writeCluster(
  { cluster, objects }: CheckedCluster,
  options: GateOptions,
): Promise<Written[]> {
  const all: Written[] = [];
  for (const checked of objects) {
    const written = await writeObject(cluster, checked, options);
    all.push(written);
    const { result } = written;
    options.progress({ step: 'written', cluster: cluster.name, object: checked.object, result });
    if (result === 'failed') break;
  }
  return all;
}

async function writeObject(
  cluster: CheckedCluster['cluster'],
  checked: CheckedObject,
  { fieldManager, force }: GateOptions,
): Promise<Written> {
  const { before, wanted, change } = checked;
  // The dry run has just said so.
  if (change === 'none') return { checked, result: 'unchanged' };
  try {
    const { object } = await cluster.serverSideApply(wanted, { fieldManager, force });
    if (!before) return { checked, result: 'created' };
    const isChanged = object.metadata.resourceVersion !== before.metadata.resourceVersion;
    return { checked, result: isChanged ? 'configured' : 'unchanged' };
  } catch (error) {
    // Whatever it is, what was written before must still be told.
    return { checked, result: 'failed', error: asClusterError(error) };
  }
}

function asClusterError(error: unknown): ClusterError {
  if (!(error instanceof ClusterError)) return new ClusterError('unexpected', String(error));
  if (!['unreachable', 'busy'].includes(error.problem)) return error;
  return new ClusterError(
    error.problem,
    `${error.message} The answer is missing: this object may or may not have been written.`,
  );
}
