import { isManifestName, nameClass } from './folder-names.js';
import { partsOf } from '../foundation/paths.js';

/** Something that lies in a folder: an object, or what belongs to objects there. */
export interface Placeable {
  /** The folder; for what a source such as a kustomization deploys, the source's. */
  location: string;
  /** What the object is called; the same in two places: they are alternatives. Undefined: it never decides. */
  key: string | undefined;
  /**
   * What it is called where its namespace does not count: the stages of an application are alternatives although each has
   * a namespace of its own. Undefined: it never decides.
   */
  stageKey: string | undefined;
  /** The kind of the object; undefined: it is none. */
  kind: string | undefined;
}

/** A folder with what lies in it. */
export interface FolderNode<T extends Placeable> {
  name: string;
  path: string;
  parent: FolderNode<T> | undefined;
  children: Map<string, FolderNode<T>>;
  items: T[];
  /** The split that this place is an alternative of. */
  split: Split<T> | undefined;
}

/** Sibling folders that hold the same objects, so that a cluster gets one of them. */
export interface Split<T extends Placeable> {
  parent: FolderNode<T>;
  alternatives: FolderNode<T>[];
  /** Splits of different folders with names in common are about the same thing. */
  group: SplitGroup<T>;
}

export interface SplitGroup<T extends Placeable> {
  splits: Split<T>[];
  /** Of all alternatives, in order. */
  names: string[];
}

/** The folders with their items, and every split among them. */
export interface Splits<T extends Placeable> {
  root: FolderNode<T>;
  groups: SplitGroup<T>[];
  /** Of the items, at least 1. */
  count: number;
}

/**
 * Finds the sibling folders that hold the same object, at the folder where their paths part. An object that lies in a folder
 * and again below it is an alternative of its own there. Takes time in proportion to the lengths of all paths.
 */
export function findSplits<T extends Placeable>(items: readonly T[]): Splits<T> {
  const root = newPlace<T>('', '.', undefined);
  const byKey = new Map<string, { place: FolderNode<T>; item: T }[]>();
  const byStageKey = new Map<string, Set<FolderNode<T>>>();
  for (const item of items) {
    const place = enter(root, item.location);
    place.items.push(item);
    if (item.stageKey !== undefined) {
      const places = byStageKey.get(item.stageKey);
      if (places) places.add(place);
      else byStageKey.set(item.stageKey, new Set([place]));
    }
    if (item.key === undefined) continue;
    const list = byKey.get(item.key);
    if (list) list.push({ place, item });
    else byKey.set(item.key, [{ place, item }]);
  }
  const conflicts = new Conflicts<T>();
  for (const found of byKey.values()) if (found.length > 1) conflicts.add(found);
  for (const places of byStageKey.values()) if (places.size > 1) conflicts.addStages(places);
  const splits = conflicts.splits().map(({ parent, alternatives }) => ({
    parent,
    alternatives: withAlikeSiblings(parent, alternatives),
  }));
  return { root, groups: groupsOf(root, splits), count: Math.max(1, items.length) };
}

function newPlace<T extends Placeable>(
  name: string,
  path: string,
  parent: FolderNode<T> | undefined,
): FolderNode<T> {
  return { name, path, parent, children: new Map(), items: [], split: undefined };
}

function enter<T extends Placeable>(root: FolderNode<T>, location: string): FolderNode<T> {
  let place = root;
  for (const part of partsOf(location)) place = childOf(place, part);
  return place;
}

function childOf<T extends Placeable>(place: FolderNode<T>, name: string): FolderNode<T> {
  let child = place.children.get(name);
  if (!child) {
    const path = place.path === '.' ? name : `${place.path}/${name}`;
    place.children.set(name, (child = newPlace(name, path, place)));
  }
  return child;
}

/** The name of the place for what lies in a folder itself and again below it. */
export const itself = '.';

/** Which children of a folder hold the same objects. */
class Conflicts<T extends Placeable> {
  readonly #unions = new Map<FolderNode<T>, Union<FolderNode<T>>>();
  /** What lies in a folder and again below it, by the folder. */
  readonly #moved = new Map<FolderNode<T>, Set<T>>();

  /** The places of one object. */
  add(found: readonly { place: FolderNode<T>; item: T }[]): void {
    const ways = new Map<FolderNode<T>, Set<FolderNode<T>>>();
    const own = new Map<FolderNode<T>, T[]>();
    for (const { place, item } of found) {
      const here = own.get(place);
      if (here) here.push(item);
      else own.set(place, [item]);
      for (let child = place; child.parent; child = child.parent) {
        const known = ways.get(child.parent);
        if (known?.has(child)) break;
        if (known) known.add(child);
        else ways.set(child.parent, new Set([child]));
      }
    }
    for (const [parent, children] of ways) {
      const direct = own.get(parent) ?? [];
      if (children.size + Math.min(1, direct.length) < 2) continue;
      const all = [...children];
      if (direct.length > 0) {
        const place = childOf(parent, itself);
        place.items.push(...direct);
        const moved = this.#moved.get(parent) ?? new Set();
        for (const item of direct) moved.add(item);
        this.#moved.set(parent, moved);
        all.push(place);
      }
      this.#join(parent, all);
    }
  }

  /** The places of objects that differ in their namespaces at most: they decide where folders are called like stages. */
  addStages(places: ReadonlySet<FolderNode<T>>): void {
    const stages = new Map<FolderNode<T>, Set<FolderNode<T>>>();
    const seen = new Set<FolderNode<T>>();
    for (const place of places) {
      for (let child = place; child.parent && !seen.has(child); child = child.parent) {
        seen.add(child);
        if (nameClass(child.name) !== 'stage') continue;
        const known = stages.get(child.parent);
        if (known) known.add(child);
        else stages.set(child.parent, new Set([child]));
      }
    }
    for (const [parent, children] of stages) {
      if (children.size > 1) this.#join(parent, [...children]);
    }
  }

  #join(parent: FolderNode<T>, children: readonly FolderNode<T>[]): void {
    let union = this.#unions.get(parent);
    if (!union) this.#unions.set(parent, (union = new Union()));
    union.join(children);
  }

  splits(): { parent: FolderNode<T>; alternatives: FolderNode<T>[] }[] {
    for (const [place, moved] of this.#moved) {
      place.items = place.items.filter((item) => !moved.has(item));
    }
    this.#moved.clear();
    return [...this.#unions].flatMap(([parent, union]) =>
      union.sets().map((alternatives) => ({ parent, alternatives })),
    );
  }
}

/** Sets that grow together. */
class Union<T> {
  readonly #parents = new Map<T, T>();

  join(items: readonly T[]): void {
    const [first] = items;
    if (first === undefined) return;
    for (const item of items) {
      const a = this.find(first);
      const b = this.find(item);
      if (a !== b) this.#parents.set(b, a);
    }
  }

  find(item: T): T {
    let root = item;
    for (
      let next = this.#parents.get(root);
      next !== undefined && next !== root;
      next = this.#parents.get(root)
    ) {
      root = next;
    }
    this.#parents.set(item, root);
    if (!this.#parents.has(root)) this.#parents.set(root, root);
    return root;
  }

  sets(): T[][] {
    const sets = new Map<T, T[]>();
    for (const item of this.#parents.keys()) {
      const root = this.find(item);
      const known = sets.get(root);
      if (known) known.push(item);
      else sets.set(root, [item]);
    }
    return [...sets.values()];
  }
}

/** Siblings with names of the same kind are alternatives, too, though they hold nothing in common with the others. */
function withAlikeSiblings<T extends Placeable>(
  parent: FolderNode<T>,
  alternatives: readonly FolderNode<T>[],
): FolderNode<T>[] {
  const classes = new Set(alternatives.map(({ name }) => nameClass(name)));
  const [only] = classes;
  const all = new Set(alternatives);
  if (classes.size === 1 && only !== undefined) {
    for (const child of parent.children.values()) {
      // Files of one folder may be for different applications, of which each has its stages.
      if (nameClass(child.name) === only && !isManifestName(child.name)) all.add(child);
    }
  }
  return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Joins splits with names in common, and takes folders of these names beside them for alternatives, too. */
function groupsOf<T extends Placeable>(
  root: FolderNode<T>,
  found: readonly { parent: FolderNode<T>; alternatives: FolderNode<T>[] }[],
): SplitGroup<T>[] {
  const taken = new Set<FolderNode<T>>();
  const splits = found
    .map(({ parent, alternatives }) => ({
      parent,
      alternatives: alternatives.filter((place) => !taken.has(place) && taken.add(place)),
    }))
    .filter(({ alternatives }) => alternatives.length > 0);
  const union = new Union<string>();
  for (const { alternatives } of splits) union.join(alternatives.map(groupingName));
  const groups = new Map<string, SplitGroup<T>>();
  for (const { parent, alternatives } of splits) {
    const [first] = alternatives;
    if (!first) continue;
    addSplit(groups, union.find(groupingName(first)), parent, alternatives);
  }
  // A folder of an application that is there in one stage only.
  for (const place of loneAlternatives(root, groups, union)) {
    if (place.parent) addSplit(groups, union.find(groupingName(place)), place.parent, [place]);
  }
  for (const group of groups.values()) {
    const names = group.splits.flatMap(({ alternatives }) => alternatives.map(({ name }) => name));
    group.names = [...new Set(names)].sort();
  }
  return [...groups.values()];
}

/** What lies in a folder itself has no name that it shares with others. */
function groupingName<T extends Placeable>({ name, path }: FolderNode<T>): string {
  return name === itself ? path : name;
}

function addSplit<T extends Placeable>(
  groups: Map<string, SplitGroup<T>>,
  key: string,
  parent: FolderNode<T>,
  alternatives: FolderNode<T>[],
): void {
  let group = groups.get(key);
  if (!group) groups.set(key, (group = { splits: [], names: [] }));
  const split = { parent, alternatives, group };
  group.splits.push(split);
  for (const place of alternatives) place.split = split;
}

/** Folders that are called like an alternative, stand where one would, and are none yet. */
function loneAlternatives<T extends Placeable>(
  root: FolderNode<T>,
  groups: ReadonlyMap<string, SplitGroup<T>>,
  union: Union<string>,
): FolderNode<T>[] {
  const depths = new Map<string, Set<number>>();
  const names = new Set<string>();
  for (const [key, { splits }] of groups) {
    for (const { parent, alternatives } of splits) {
      const known = depths.get(key) ?? new Set<number>();
      depths.set(key, known.add(partsOf(parent.path).length));
      for (const { name } of alternatives) if (name !== itself) names.add(name);
    }
  }
  const lone: FolderNode<T>[] = [];
  const places = [root];
  for (const place of places) {
    places.push(...place.children.values());
    if (place.split || !place.parent || !names.has(place.name)) continue;
    const key = union.find(place.name);
    const depth = partsOf(place.parent.path).length;
    const isPlain = nameClass(place.name) !== undefined;
    if (
      groups.has(key) &&
      (isPlain
        ? isFree(place, key, union)
        : depths.get(key)?.has(depth) && isFree(place, key, union))
    ) {
      lone.push(place);
    }
  }
  return lone;
}

/** Whether no folder above is an alternative of the same group. */
function isFree<T extends Placeable>(
  place: FolderNode<T>,
  key: string,
  union: Union<string>,
): boolean {
  for (let above = place.parent; above; above = above.parent) {
    if (above.split && union.find(groupingName(above)) === key) return false;
  }
  return true;
}
