import { ClusterError } from '../cluster/cluster-error.js';
import type { Cluster } from '../cluster/cluster.js';
import { deleteRecord, readRecord, writeRecord, type RecordKey } from '../cluster/record.js';
import type { DeployEnvironment } from '../deploy/environment.js';
import type { HookCall } from './outage-hook.js';
import {
  describeChange,
  drillFieldManager,
  isDrillChange,
  undoCommand,
  type DrillChange,
} from './field-change.js';

/** What a drill is about to change in a cluster, kept there until it is undone. */
export interface DrillRecord {
  /** Such as `scaled-to-zero:europe-west1`. */
  scenario: string;
  /** ISO 8601. */
  startedAt: string;
  /** Who drills: user, machine, process. */
  holder: string;
  changes: DrillChange[];
  /** A program outside of the cluster makes the endpoints fail, and has to be told to stop. */
  hook?: Pick<HookCall, 'kind' | 'locality'>;
}

/** Writes it down; nothing may be changed before this has ended well. */
export async function writeDrillRecord(
  cluster: Cluster,
  environment: DeployEnvironment,
  record: DrillRecord,
  context: string | undefined,
): Promise<void> {
  const { scenario, startedAt, holder, changes } = record;
  const header = {
    what: 'A failover drill has changed this cluster. While it runs it undoes that itself.',
    scenario,
    startedAt,
    holder,
    changes: changes.map(describeChange).join('\n'),
    undo: [
      'mesh-failover drill --restore',
      ...changes.map((each) => undoCommand(each, context)),
    ].join('\n# or by hand:\n'),
  };
  await writeRecord(cluster, keyOf(environment), { header, body: record });
}

/** Undefined: no drill has changed anything. @throws ClusterError if what is there is no record of a drill */
export async function readDrillRecord(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<DrillRecord | undefined> {
  const key = keyOf(environment);
  const record = await readRecord(cluster, key);
  if (!record) return undefined;
  const body = (record.body ?? {}) as Partial<DrillRecord>;
  const { scenario = '', startedAt = '', holder = '', changes, hook } = body;
  if (!Array.isArray(changes) || !changes.every(isDrillChange)) {
    const { namespace, name } = key;
    throw new ClusterError(
      'unexpected',
      `cluster ${cluster.name}: ConfigMap ${namespace}/${name} holds changes that no drill makes; look at it before removing it`,
    );
  }
  return { scenario, startedAt, holder, changes, ...(hook && { hook }) };
}

export async function deleteDrillRecord(
  cluster: Cluster,
  environment: DeployEnvironment,
): Promise<void> {
  await deleteRecord(cluster, keyOf(environment));
}

/** Whether both are of the same run of the same drill. */
export function isSameDrill(one: DrillRecord, other: DrillRecord): boolean {
  return one.holder === other.holder && one.startedAt === other.startedAt;
}

function keyOf({ namespace, name }: DeployEnvironment): RecordKey {
  return { namespace, name: `mesh-failover-drill-${name}`, fieldManager: drillFieldManager };
}
