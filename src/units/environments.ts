import { addTo } from '../foundation/add-to.js';
import {
  isClusterFolder,
  isManifestName,
  isRegionLike,
  isStage,
  localitiesMeant,
  stageWords,
  withoutEnd,
} from './folder-names.js';
import { baseName } from '../foundation/paths.js';
import {
  itself,
  type FolderNode,
  type Placeable,
  type Split,
  type SplitGroup,
  type Splits,
} from './splits.js';

/** What is known of clusters before the folders are read. */
export interface KnownClusters {
  /** Of the configuration. */
  declared: readonly { name: string; locality: string }[];
  /** Localities that the policies of the tree name, without wildcards. */
  localities: readonly string[];
}

/** Alternatives that are clusters of one mesh. */
export interface ClusterGroup {
  /** By the names of the alternatives. */
  clusters: Map<string, { name: string; locality: string | undefined }>;
}

/** One environment: the alternatives that belong together. */
export interface EnvironmentChoice<T extends Placeable> {
  name: string | null;
  /** The names of the alternatives: one of each group, and the files that complete it. */
  chosen: ReadonlyMap<SplitGroup<T>, readonly string[]>;
}

export interface Grouping<T extends Placeable> {
  environments: EnvironmentChoice<T>[];
  clusterGroups: Map<SplitGroup<T>, ClusterGroup>;
  environmentGroups: SplitGroup<T>[];
  /** Folders whose alternatives are no stages by their names: what lies beside them may belong to none of them. */
  collections: string[];
  /** Some were left out because there are too many. */
  isCut: boolean;
}

/** More environments than these are no repository that is deployed. */
const mostEnvironments = 200;

/** Each environment holds what is common to all: so many objects are enough to fill the memory of a CI machine. */
const mostObjects = 300_000;

/** Decides which alternatives are clusters of one mesh and which are environments, and lists the environments. */
export function groupAlternatives<T extends Placeable>(
  splits: Splits<T>,
  known: KnownClusters,
): Grouping<T> {
  const clusterGroups = new Map<SplitGroup<T>, ClusterGroup>();
  const environmentGroups: SplitGroup<T>[] = [];
  for (const group of splits.groups) {
    const clusters = clustersOf(group, known);
    if (clusters) clusterGroups.set(group, clusters);
    else environmentGroups.push(group);
  }
  const all = choices([splits.root], clusterGroups, 0);
  const most = Math.max(1, Math.min(mostEnvironments, Math.floor(mostObjects / splits.count)));
  const environments = all.slice(0, most);
  return {
    environments: named(environments),
    clusterGroups,
    environmentGroups,
    collections: environmentGroups
      .filter(({ names }) => !names.every(isStage))
      .flatMap(({ splits: own }) => own.map(({ parent }) => parent.path)),
    isCut: all.length > environments.length,
  };
}

/** Undefined: it is not clear that they are clusters of one mesh. */
function clustersOf<T extends Placeable>(
  { splits, names }: SplitGroup<T>,
  { declared, localities }: KnownClusters,
): ClusterGroup | undefined {
  if (names.includes(itself) || names.some((name) => isStage(name) && !localities.includes(name)))
    return undefined;
  const byDeclared = names.map((name) => [name, declaredCluster(name, declared)] as const);
  if (
    declared.length > 0 &&
    byDeclared.every(([, cluster]) => cluster) &&
    isDistinct(byDeclared.map(([, cluster]) => cluster))
  ) {
    return {
      clusters: new Map(
        byDeclared.flatMap(([name, cluster]) => (cluster ? [[name, cluster]] : [])),
      ),
    };
  }
  if (names.length > mostNames || localities.length > mostNames) return undefined;
  const meant = names.map((name) => localitiesMeant(name, localities));
  const isClear = meant.every(({ length }) => length > 0) && isDistinct(meant.flat());
  const isNamedSo = names.every(isRegionLike) && splits.every(isBelowClustersOrStage);
  if (!isClear && !isNamedSo) return undefined;
  return {
    clusters: new Map(
      names.map((name, index) => [
        name,
        {
          name: withoutEnd(name),
          locality: isClear ? theOnly(meant[index] ?? []) : withoutEnd(name),
        },
      ]),
    ),
  };
}

/** Names and localities that are compared with each other. */
const mostNames = 500;

function declaredCluster(
  called: string,
  declared: KnownClusters['declared'],
): { name: string; locality: string } | undefined {
  const name = withoutEnd(called);
  const same = declared.find((cluster) => cluster.name === name || cluster.locality === name);
  if (same) return same;
  const meant = localitiesMeant(
    name,
    declared.map(({ locality }) => locality),
  );
  return meant.length === 1 ? declared.find(({ locality }) => locality === meant[0]) : undefined;
}

/** One locality, or the region that all of them are in. */
function theOnly(localities: readonly string[]): string | undefined {
  const [first] = localities;
  if (localities.length === 1) return first;
  const regions = new Set(localities.map((locality) => locality.split('/')[0]));
  return regions.size === 1 ? first?.split('/')[0] : undefined;
}

function isDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

/** Regions in a folder for clusters, or in that of a stage, which is an alternative itself. */
function isBelowClustersOrStage<T extends Placeable>({ parent }: Split<T>): boolean {
  if (isClusterFolder(parent.name)) return true;
  for (let place: FolderNode<T> | undefined = parent; place; place = place.parent) {
    if (place.split && isStage(place.name)) return true;
  }
  return false;
}

interface Choice<T extends Placeable> {
  names: string[];
  chosen: Map<SplitGroup<T>, readonly string[]>;
}

/** Folders in folders whose alternatives are combined. */
const deepest = 8;

/**
 * The combinations of alternatives that are reached from some places. Alternatives inside of alternatives multiply; those that
 * have nothing to do with each other are paired off, so that each occurs at least once.
 */
function choices<T extends Placeable>(
  places: readonly FolderNode<T>[],
  clusterGroups: ReadonlyMap<SplitGroup<T>, ClusterGroup>,
  depth: number,
): Choice<T>[] {
  const groups = environmentGroupsBelow(places, clusterGroups);
  const lists = [...groups].map(([group, byName]) => {
    const kinds = kindsOfFiles(byName);
    return [...byName]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, alternatives]) => {
        const inner = depth < deepest ? choices(alternatives, clusterGroups, depth + 1) : [];
        const shown = name === itself ? ownName(alternatives) : withoutEnd(name);
        return (
          inner.length > 0
            ? inner
            : [{ names: [], chosen: new Map<SplitGroup<T>, readonly string[]>() }]
        ).map((choice) => ({
          names: [shown, ...choice.names],
          chosen: new Map([...choice.chosen, [group, completed(name, kinds)] as const]),
        }));
      });
  });
  return pairedByOrder(pairedByStage(lists));
}

/**
 * A file among alternatives with the first of the others that go together with it, since they hold other kinds: `rules-mtls.yaml`,
 * `rules.yaml` and `routes-v1.yaml`, `routes-v2.yaml` are alternatives because of `rules-and-routes.yaml`, and routes need rules.
 *
 * @param kinds Of the objects in each file.
 */
function completed(name: string, kinds: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const own = kinds.get(name);
  if (!own) return [name];
  const taken = new Set(own);
  const chosen = [name];
  for (const [other, others] of kinds) {
    if ([...others].some((kind) => taken.has(kind))) continue;
    chosen.push(other);
    for (const kind of others) taken.add(kind);
  }
  return chosen;
}

/** The kinds of the objects in the files among alternatives, in the order of their names; none for too many files. */
function kindsOfFiles<T extends Placeable>(
  byName: ReadonlyMap<string, readonly FolderNode<T>[]>,
): Map<string, Set<string>> {
  const kinds = new Map<string, Set<string>>();
  if (byName.size > mostNames) return kinds;
  for (const [name, places] of [...byName].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = places.flatMap(({ items }) => items.flatMap(({ kind }) => kind ?? []));
    if (isManifestName(name) && own.length > 0) kinds.set(name, new Set(own));
  }
  return kinds;
}

/**
 * Joins the lists whose choices are all named after stages, such as those of `pay-dev.yaml` and `pay-prod.yaml` and of
 * `web-prod.yaml` and `web-test.yaml`: what is for one stage belongs together, and what one of them lacks is not there.
 */
function pairedByStage<T extends Placeable>(lists: readonly Choice<T>[][]): Choice<T>[][] {
  const staged = lists.filter((list) => list.every((choice) => stageOf(choice) !== ''));
  if (staged.length < 2) return [...lists];
  const byStage = staged.map((list) => {
    const map = new Map<string, Choice<T>[]>();
    for (const choice of list) addTo(map, stageOf(choice), choice);
    return map;
  });
  const stages = [...new Set(byStage.flatMap((map) => [...map.keys()]))].sort();
  const joined = stages.flatMap((stage) => {
    const own = byStage.flatMap((map) => map.get(stage) ?? []);
    const isCalledAlike =
      own.length > 1 && new Set(own.map(({ names }) => names.join('/'))).size === 1;
    const paired = pairedByOrder(byStage.flatMap((map) => [map.get(stage) ?? []]));
    // One name for all of them, but where the choices of a stage go on to others.
    return isCalledAlike || paired.length > 1
      ? paired
      : paired.map(({ chosen }) => ({ names: [stage], chosen }));
  });
  return [joined, ...lists.filter((list) => !staged.includes(list))];
}

/** The stage that a choice is for; empty: its names have no word for one. */
function stageOf<T extends Placeable>({ names }: Choice<T>): string {
  return [...new Set(names.flatMap(stageWords))].join('-');
}

/** The n-th choice of each list belongs to the n-th one of the longest; the last one of a shorter list, to all that follow. */
function pairedByOrder<T extends Placeable>(lists: readonly Choice<T>[][]): Choice<T>[] {
  const filled = lists.filter(({ length }) => length > 0);
  const longest = [...filled].sort((a, b) => b.length - a.length)[0];
  if (!longest) return [{ names: [], chosen: new Map() }];
  return longest.slice(0, mostEnvironments + 1).map(({ names }, index) => ({
    names,
    chosen: new Map(
      filled.flatMap((list) => [...(list[Math.min(index, list.length - 1)]?.chosen ?? [])]),
    ),
  }));
}

function ownName<T extends Placeable>([place]: readonly FolderNode<T>[]): string {
  return place?.parent && place.parent.path !== '.' ? baseName(place.parent.path) : 'top';
}

/** The alternatives that are environments, by group and name, and are not in one another; those of clusters are all entered. */
function environmentGroupsBelow<T extends Placeable>(
  places: readonly FolderNode<T>[],
  clusterGroups: ReadonlyMap<SplitGroup<T>, ClusterGroup>,
): Map<SplitGroup<T>, Map<string, FolderNode<T>[]>> {
  const found = new Map<SplitGroup<T>, Map<string, FolderNode<T>[]>>();
  const waiting = places.flatMap(({ children }) => [...children.values()]);
  for (const place of waiting) {
    const group = place.split?.group;
    if (!group || clusterGroups.has(group)) {
      waiting.push(...place.children.values());
      continue;
    }
    const byName = found.get(group) ?? new Map<string, FolderNode<T>[]>();
    found.set(group, byName);
    const known = byName.get(place.name);
    if (known) known.push(place);
    else byName.set(place.name, [place]);
  }
  return found;
}

function named<T extends Placeable>(all: readonly Choice<T>[]): EnvironmentChoice<T>[] {
  if (all.length === 1) return all.map(({ chosen }) => ({ name: null, chosen }));
  const taken = new Set<string>();
  return all.map(({ names, chosen }) => {
    const plain = names.join('/');
    let name = plain;
    for (let count = 2; taken.has(name); count += 1) name = `${plain}-${count}`;
    taken.add(name);
    return { name, chosen };
  });
}

/** What an environment holds, with the cluster that alone gets it; undefined: each of them. */
export function itemsOf<T extends Placeable>(
  root: FolderNode<T>,
  { chosen }: EnvironmentChoice<T>,
  { clusterGroups }: Grouping<T>,
): {
  item: T;
  cluster: { name: string; locality: string | undefined } | undefined;
  place: FolderNode<T>;
}[] {
  const found: ReturnType<typeof itemsOf<T>> = [];
  const waiting: {
    place: FolderNode<T>;
    cluster: { name: string; locality: string | undefined } | undefined;
  }[] = [{ place: root, cluster: undefined }];
  for (const { place, cluster } of waiting) {
    for (const item of place.items) found.push({ item, cluster, place });
    for (const child of place.children.values()) {
      const group = child.split?.group;
      const clusters = group && clusterGroups.get(group);
      if (group && !clusters && !chosen.get(group)?.includes(child.name)) continue;
      waiting.push({ place: child, cluster: clusters?.clusters.get(child.name) ?? cluster });
    }
  }
  return found;
}
