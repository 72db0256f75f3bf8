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
import { isRunBehaviour, type RunBehaviour } from './run-behaviour.js';
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
          after ? [[objectIdentity(objectKeyOf(wanted)), digest(sorted(specOf(after)))]] : [],
        ),
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
  const { objects, clusters, environment, behaviour, commit } = value;
  return (
    typeof environment === 'string' &&
    (behaviour === undefined || isRunBehaviour(behaviour)) &&
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
    if (moved) return [movedText(cluster.name, moved.wanted, moved.before, plan, fieldManager)];
    const other = objects.find(({ wanted, after }) => {
      const known = planned.results?.[objectIdentity(objectKeyOf(wanted))];
      return known !== undefined && after && known !== digest(sorted(specOf(after)));
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
    if (!unplanned) return [];
    return [
      `Pruning would now delete ${objectTitle(objectKeyOf(unplanned))} in cluster ${cluster.name}, which was not planned. Plan again.`,
    ];
  });
}

function movedText(
  cluster: string,
  wanted: KubernetesObject,
  now: KubernetesObject | undefined,
  { createdAt }: PlanFile,
  fieldManager: string,
): string {
  const writer = now && foreignWriters(now, undefined, fieldManager).at(-1);
  const by = writer ? `, last by ${writer.manager}${writer.time ? ` at ${writer.time}` : ''}` : '';
  const what = now ? `has changed since${by}` : 'is gone';
  return `Cluster ${cluster} is not what it was at ${createdAt}, when the plan was made: ${objectTitle(objectKeyOf(wanted))} ${what}. Plan again.`;
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
      sorted([manager, operation, apiVersion, entry['fieldsV1']]),
    )
    .toSorted();
  return digest(sorted([rest, uid, labels, annotations, owners]));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON whose keys are in order, so that equal values are equal texts. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isRecord(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
