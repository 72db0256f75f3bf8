import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import {
  objectIdentity,
  objectKeyOf,
  objectTitle,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { UserError } from '../foundation/errors.js';
import { readSmallFile } from '../files/read-small-file.js';
import { replaceFile } from '../files/write-file.js';
import type { DeployObject } from './deploy-object.js';
import { isRecord } from './field-set.js';
import { isPlanBasis, type PlanBasis } from './plan-basis.js';
import { isRunBehaviour, type RunBehaviour } from './run-behaviour.js';
import { sortedJson } from './sorted-json.js';
import type { UnsentObject } from './unsent-object.js';
import type { CheckedCluster } from './gate.js';
import { foreignWriters } from './written-by-us.js';

/** A plan that can be applied as it is, while the clusters are as they were. */
export interface PlanFile {
  kind: 'mesh-failover-plan';
  version: 1;
  /** ISO 8601. */
  createdAt: string;
  by: string;
  environment: string;
  force: boolean;
  /** Objects, and the environment, may be taken from whom they belong to. */
  takeOver?: boolean;
  createNamespaces: boolean;
  /** Undefined: no. */
  acceptChanges?: boolean;
  prune?: { limit: number };
  objects: DeployObject[];
  notSent?: UnsentObject[];
  /** The commit that the objects are from. */
  commit?: string;
  /** What it changes for callers. */
  behaviour?: RunBehaviour;
  /** What that was predicted from beside the objects; undefined in a plan of an earlier version. */
  basis?: PlanBasis;
  clusters: PlannedCluster[];
}

interface PlannedCluster {
  name: string;
  /** Who the API server is, so that no plan ends up in another cluster. */
  identity: string;
  /** What each object was, by its identity: a digest of its content; null: it was not there. */
  objects: Record<string, string | null>;
  /** What each object would be, by its identity: a digest of what it says. */
  results?: Record<string, string>;
  /**
   * Members of the set that no manifest states, each with a digest of its content: predictions count them. Undefined in a plan of
   * an earlier version.
   */
  unstated?: Record<string, string>;
  /** Identities of what would be deleted. */
  prune: string[];
}

const maxBytes = 256 * 1024 * 1024;

const head = '{"kind":"mesh-failover-plan"';

export function planFileOf(
  base: Omit<PlanFile, 'kind' | 'version' | 'clusters'>,
  checked: readonly CheckedCluster[],
): PlanFile {
  return {
    kind: 'mesh-failover-plan',
    version: 1,
    ...base,
    clusters: checked.map((each) => ({
      name: each.cluster.name,
      identity: digest(each.cluster.identity),
      objects: Object.fromEntries(
        each.objects.map(({ wanted, before }) => [
          objectIdentity(objectKeyOf(wanted)),
          before ? contentOf(before) : null,
        ]),
      ),
      results: Object.fromEntries(
        each.objects.flatMap(({ wanted, after }): [string, string][] =>
          after ? [[objectIdentity(objectKeyOf(wanted)), digest(sortedJson(specOf(after)))]] : [],
        ),
      ),
      unstated: Object.fromEntries(
        each.prune.map((one) => [objectIdentity(objectKeyOf(one)), contentOf(one)]),
      ),
      prune: base.prune ? each.prune.map((one) => objectIdentity(objectKeyOf(one))) : [],
    })),
  };
}

export async function writePlan(path: string, name: string, plan: PlanFile): Promise<void> {
  await replaceFile(path, [`${JSON.stringify(plan)}\n`], { mode: 0o600 }).catch(
    (error: unknown) => {
      throw new UserError(`${name} cannot be written: ${(error as Error).message}`);
    },
  );
}

/** Whether a file is a plan, and no manifest. */
export async function isPlanFile(path: string): Promise<boolean> {
  // A pipe would wait for a writer.
  if (!(await stat(path).catch(() => undefined))?.isFile()) return false;
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(head.length), 0, head.length, 0);
    return buffer.toString('utf8', 0, bytesRead) === head;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/** @throws UserError for what is no plan */
export function readPlan(path: string, name: string): PlanFile {
  let value: unknown;
  try {
    value = JSON.parse(readSmallFile(path, maxBytes).toString('utf8'));
  } catch (error) {
    throw new UserError(`${name} is no whole plan: ${(error as Error).message}`);
  }
  if (!isPlan(value)) {
    throw new UserError(`${name} is a plan of another version of mesh-failover; plan again`);
  }
  return value;
}

function isPlan(value: unknown): value is PlanFile {
  if (!isRecord(value) || value['version'] !== 1) return false;
  const { objects, clusters, environment, behaviour, basis, commit } = value;
  return (
    typeof environment === 'string' &&
    (behaviour === undefined || isRunBehaviour(behaviour)) &&
    (basis === undefined || isPlanBasis(basis)) &&
    ['undefined', 'string'].includes(typeof commit) &&
    Array.isArray(objects) &&
    objects.every(
      (each) =>
        isRecord(each) &&
        isRecord(each['value']) &&
        ['kind', 'namespace', 'name', 'file'].every((key) => typeof each[key] === 'string'),
    ) &&
    Array.isArray(clusters) &&
    clusters.every(
      (each) =>
        isRecord(each) &&
        typeof each['name'] === 'string' &&
        isRecord(each['objects']) &&
        Array.isArray(each['prune']),
    )
  );
}

/** Where a cluster is not what the plan was made from; each a sentence. */
export function movedSince(
  plan: PlanFile,
  checked: readonly CheckedCluster[],
  fieldManager: string,
): string[] {
  return checked.flatMap((each) => {
    const { cluster, objects, prune } = each;
    const planned = plan.clusters.find(({ name }) => name === cluster.name);
    if (!planned) return [`The plan knows no cluster ${cluster.name}.`];
    if (planned.identity !== digest(cluster.identity)) {
      return [
        `The cluster ${cluster.name} is another API server than the one that was planned for.`,
      ];
    }
    const moved = objects.find(({ wanted, before }) => {
      const known = planned.objects[objectIdentity(objectKeyOf(wanted))];
      return known !== (before ? contentOf(before) : null);
    });
    if (moved) {
      const title = objectTitle(objectKeyOf(moved.wanted));
      return [movedText(cluster.name, title, moved.before, plan, fieldManager)];
    }
    const other = objects.find(({ wanted, after }) => {
      const known = planned.results?.[objectIdentity(objectKeyOf(wanted))];
      return known !== undefined && after && known !== digest(sortedJson(specOf(after)));
    });
    if (other) {
      const title = objectTitle(objectKeyOf(other.wanted));
      return [
        `Cluster ${cluster.name} would now make something else of ${title} than when the plan was made. Plan again.`,
      ];
    }
    const unplanned = plan.prune
      ? prune.find((one) => !planned.prune.includes(objectIdentity(objectKeyOf(one))))
      : undefined;
    if (unplanned) {
      const title = objectTitle(objectKeyOf(unplanned));
      return [
        `Pruning would now delete ${title} in cluster ${cluster.name}, which was not planned. Plan again.`,
      ];
    }
    const unstated = movedUnstated(planned, prune, plan.prune !== undefined);
    if (unstated === undefined) return [];
    const left = prune.find((one) => objectIdentity(objectKeyOf(one)) === unstated);
    return [movedText(cluster.name, titleOf(unstated), left, plan, fieldManager)];
  });
}

/** The identity of an object in no manifest that is not what the plan has counted; what was to be deleted may be gone. */
function movedUnstated(
  { unstated }: PlannedCluster,
  now: readonly KubernetesObject[],
  isPruned: boolean,
): string | undefined {
  if (!unstated) return undefined;
  const live = new Map(now.map((one) => [objectIdentity(objectKeyOf(one)), contentOf(one)]));
  const other = [...live].find(([identity, content]) => unstated[identity] !== content);
  if (other) return other[0];
  return isPruned ? undefined : Object.keys(unstated).find((identity) => !live.has(identity));
}

function titleOf(identity: string): string {
  const [, kind = '', namespace = '', name = ''] = identity.split(' ');
  return objectTitle({ kind, namespace, name });
}

function movedText(
  cluster: string,
  title: string,
  now: KubernetesObject | undefined,
  { createdAt }: PlanFile,
  fieldManager: string,
): string {
  const writer = now && foreignWriters(now, undefined, fieldManager).at(-1);
  const by = writer ? `, last by ${writer.manager}${writer.time ? ` at ${writer.time}` : ''}` : '';
  const what = now ? `has changed since${by}` : 'is gone';
  return `Cluster ${cluster} is not what it was at ${createdAt}, when the plan was made: ${title} ${what}. Plan again.`;
}

/** What an object says, without who says it. */
function specOf({ metadata: _, status: __, ...rest }: KubernetesObject): unknown {
  return rest;
}

/** Who owns what counts as well: a conflict may hang on it. Versions, times and the status do not. */
function contentOf({ metadata, status: _, ...rest }: KubernetesObject): string {
  const { uid, labels, annotations, managedFields = [] } = metadata;
  const owners = managedFields
    .filter(({ subresource }) => !subresource)
    .map(({ manager, operation, apiVersion, ...entry }) =>
      sortedJson([manager, operation, apiVersion, entry['fieldsV1']]),
    )
    .toSorted();
  return digest(sortedJson([rest, uid, labels, annotations, owners]));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
