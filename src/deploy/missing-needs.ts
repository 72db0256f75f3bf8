import { groupOf, istioGroup } from '../api/kinds.js';
import { ClusterError } from '../cluster/cluster-error.js';
import {
  objectKeyOf,
  objectTitle,
  type Cluster,
  type KubernetesObject,
} from '../cluster/cluster.js';
import { addTo } from '../foundation/add-to.js';
import { firstFew } from '../foundation/first-few.js';
import { isSubsetOf, namespaceOfHost } from '../mesh/host-name.js';
import { clustersAtOnce, concurrently } from './concurrently.js';
import { isRecord } from './field-set.js';
import { hasChange, type CheckedCluster } from './gate.js';
import type { UnsentObject } from './unsent-object.js';
import { routeNeeds, type RouteNeed } from './route-needs.js';

export interface NeedOptions {
  /** Members of the set that no manifest states are deleted. */
  prunes: boolean;
  /** Clusters of the mesh are left out: a Service may be there alone. */
  isPartial: boolean;
  /** What is in the manifests and not sent, to say where it is. */
  notSent: readonly UnsentObject[];
}

/** What was found out about what routes need; each text is a sentence. */
export interface NeedsFound {
  /** Needed by a route that would be written, and neither sent nor in the clusters. */
  missing: string[];
  /** What could not be looked up. */
  unknown: string[];
}

interface Needed {
  need: RouteNeed;
  /** The routes that need it, as titles. */
  routes: string[];
}

const namesOneByOne = 10;
const requestsAtOnce = 8;

/**
 * Looks in the clusters for what the routes that would be written need, as far as it is not sent with them. A Gateway must be in
 * the route's own cluster; a host in any, since the control planes of a mesh know the Services of all of them.
 */
export async function missingNeeds(
  checked: readonly CheckedCluster[],
  options: NeedOptions,
): Promise<NeedsFound> {
  const found: NeedsFound = { missing: [], unknown: [] };
  const usable = checked.filter(({ error }) => !error);
  const hosts = new Map<string, Needed>();
  await concurrently(usable, clustersAtOnce, async (each) => {
    const needs = needsOf(each, options);
    const gateways = needs.filter(({ need }) => need.kind === 'Gateway');
    for (const one of needs) {
      if (one.need.kind !== 'Gateway' && !isSentHost(one.need, checked)) {
        const key = JSON.stringify(one.need);
        hosts.set(key, { need: one.need, routes: one.routes });
      }
    }
    await lookForGateways(each, gateways, options, found);
  });
  if (hosts.size > 0) await lookForHosts(usable, [...hosts.values()], options, found);
  return found;
}

/** What the routes that would be written in a cluster need; after a deletion each route may lack something. */
function needsOf({ objects, prune }: CheckedCluster, { prunes }: NeedOptions): Needed[] {
  const deletes = prunes && prune.length > 0;
  const routes = objects.filter((each) => deletes || hasChange(each));
  const needs = new Map<string, Needed>();
  for (const { wanted } of routes) {
    for (const need of routeNeeds(wanted)) {
      const key = JSON.stringify(need);
      const known = needs.get(key) ?? { need, routes: [] };
      known.routes.push(objectTitle(objectKeyOf(wanted)));
      needs.set(key, known);
    }
  }
  return [...needs.values()];
}

async function lookForGateways(
  { cluster, objects, prune }: CheckedCluster,
  needed: readonly Needed[],
  { prunes }: NeedOptions,
  found: NeedsFound,
): Promise<void> {
  const keyOf = (group: string, namespace: string, name: string) => `${group} ${namespace}/${name}`;
  const gatewaysAmong = (all: readonly KubernetesObject[]) =>
    new Set(
      all
        .filter(({ kind }) => kind === 'Gateway')
        .map(({ apiVersion, metadata: { name, namespace = '' } }) =>
          keyOf(groupOf(apiVersion), namespace, name),
        ),
    );
  const sent = gatewaysAmong(objects.map(({ wanted }) => wanted));
  const deleted = prunes ? gatewaysAmong(prune) : new Set<string>();
  await concurrently(needed, requestsAtOnce, async ({ need, routes }) => {
    if (need.kind !== 'Gateway') return;
    const { group, namespace, name } = need;
    const key = keyOf(group, namespace, name);
    if (sent.has(key)) return;
    const what = `Gateway${group === istioGroup ? '' : ` (${group})`} ${namespace}/${name}`;
    try {
      if (!deleted.has(key) && (await isThere(cluster, need))) return;
      found.missing.push(
        `${firstFew(routes)} needs ${what}, which is neither sent nor in cluster ${cluster.name}.`,
      );
    } catch (error) {
      found.unknown.push(unknownText(cluster, what, error));
    }
  });
}

async function isThere(
  cluster: Cluster,
  { group, namespace, name }: { group: string; namespace: string; name: string },
): Promise<boolean> {
  for (const version of await cluster.versionsOf(group)) {
    const apiVersion = `${group}/${version}`;
    const object = await cluster
      .get({ apiVersion, kind: 'Gateway', namespace, name })
      .catch(ofKindNotServed);
    if (object) return true;
  }
  return false;
}

function isSentHost(need: RouteNeed, checked: readonly CheckedCluster[]): boolean {
  return checked.some(({ objects }) => objects.some(({ wanted }) => answers(wanted, need)));
}

/** Whether an object is what a route needs. */
function answers(object: KubernetesObject, need: RouteNeed): boolean {
  const { apiVersion, kind, metadata } = object;
  const group = groupOf(apiVersion);
  if (kind === 'Service' && group === '') {
    return (
      need.kind === 'Service' &&
      metadata.name === need.name &&
      metadata.namespace === need.namespace
    );
  }
  if (kind !== 'ServiceEntry' || group !== istioGroup) return false;
  const spec = isRecord(object['spec']) ? object['spec'] : {};
  const hosts = Array.isArray(spec['hosts']) ? spec['hosts'] : [];
  return hosts.some((host) => {
    if (typeof host !== 'string') return false;
    if (need.kind === 'host') return isSubsetOf(need.host, host);
    return (
      need.kind === 'Service' &&
      namespaceOfHost(host) === need.namespace &&
      host.startsWith(`${need.name}.`)
    );
  });
}

async function lookForHosts(
  checked: readonly CheckedCluster[],
  needed: readonly Needed[],
  { isPartial, notSent, prunes }: NeedOptions,
  found: NeedsFound,
): Promise<void> {
  const silent: string[] = [];
  let open = [...needed];
  // ServiceEntries seldom stand for Services, so they are asked for last.
  for (const read of [servicesIn, serviceEntriesIn]) {
    const asked = open;
    const lists = await concurrently(checked, clustersAtOnce, async ({ cluster, prune }) => {
      try {
        const there = await read(cluster, asked);
        const gone = new Set(prunes ? prune.map(({ metadata }) => metadata.uid) : []);
        return there.filter(({ metadata: { uid } }) => uid === undefined || !gone.has(uid));
      } catch (error) {
        silent.push(unknownText(cluster, firstFew(asked.map(nameOf)), error));
        return [];
      }
    });
    const live = lists.flat();
    open = asked.filter(({ need }) => !live.some((object) => answers(object, need)));
    if (open.length === 0) return;
  }
  if (silent.length > 0) {
    found.unknown.push(...silent);
    return;
  }
  for (const { need, routes } of open) {
    const text = `${firstFew(routes)} needs ${nameOf({ need })}, which is neither sent nor in any cluster`;
    if (isPartial) found.unknown.push(`${text} that was asked.`);
    else found.missing.push(`${text}${whereItIs(need, notSent)}.`);
  }
}

function nameOf({ need }: Pick<Needed, 'need'>): string {
  return need.kind === 'host' ? `a ServiceEntry for ${need.host}` : objectTitle(need);
}

function whereItIs(need: RouteNeed, notSent: readonly UnsentObject[]): string {
  const own = notSent.find(
    ({ kind, group, namespace, name }) =>
      need.kind === 'Service' &&
      kind === 'Service' &&
      group === '' &&
      namespace === need.namespace &&
      name === need.name,
  );
  return own ? ` (it is in ${own.file}:${own.line}; deploy.kinds: [Service] sends it)` : '';
}

/** Those of the names that are needed; of many names in a namespace, all of the namespace. */
async function servicesIn(
  cluster: Cluster,
  needed: readonly Needed[],
): Promise<KubernetesObject[]> {
  const names = new Map<string, string[]>();
  for (const { need } of needed) {
    if (need.kind === 'Service') addTo(names, need.namespace, need.name);
  }
  const kind = { apiVersion: 'v1', kind: 'Service' };
  const lists = await concurrently([...names], requestsAtOnce, async ([namespace, all]) => {
    if (all.length > namesOneByOne) return cluster.list({ ...kind, namespace, metadataOnly: true });
    const objects = await concurrently(all, requestsAtOnce, (name) =>
      cluster.get({ ...kind, namespace, name }),
    );
    return objects.filter((object) => object !== undefined);
  });
  return lists.flat();
}

/** Those that may stand for a Service are looked for in its namespace; for other hosts, everywhere. */
async function serviceEntriesIn(
  cluster: Cluster,
  needed: readonly Needed[],
): Promise<KubernetesObject[]> {
  const [version] = await cluster.versionsOf(istioGroup);
  if (version === undefined) return [];
  const kind = { apiVersion: `${istioGroup}/${version}`, kind: 'ServiceEntry' };
  const namespaces = new Set(
    needed.map(({ need }) => (need.kind === 'host' ? undefined : need.namespace)),
  );
  const places = namespaces.has(undefined) ? [undefined] : [...namespaces];
  const lists = await concurrently(places, requestsAtOnce, (namespace) =>
    cluster.list({ ...kind, ...(namespace !== undefined && { namespace }) }).catch(ofKindNotServed),
  );
  return lists.flatMap((list) => list ?? []);
}

function ofKindNotServed(error: unknown): undefined {
  if (error instanceof ClusterError && error.problem === 'not-served') return undefined;
  throw error;
}

function unknownText(cluster: Cluster, what: string, error: unknown): string {
  if (!(error instanceof ClusterError)) throw error;
  return `It is not known whether cluster ${cluster.name} has ${what}: ${error.message}.`;
}
