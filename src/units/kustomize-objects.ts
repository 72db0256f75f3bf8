import type { Document } from '../manifest/document.js';
import { anyEffect, joinedEffects, type FieldEffects } from '../foundation/field-effects.js';
import { parseMappings } from '../manifest/parse.js';
import { identityOf, isRouting, isWorkload, type ObjectIdentity } from './identity.js';
import type { Kustomization, Patch, PatchTarget } from './kustomization.js';
import { patchEffects } from './patch-effects.js';
import type { Tree } from './tree.js';

/** An object of a kustomization, and what of its surroundings matters. */
export interface KustomizedObject {
  document: Document;
  /** What the outermost kustomization that sets one says; it replaces the manifest's own. */
  namespace: string | undefined;
  /** What changes it that is not read: something else arrives in the cluster. Undefined: nothing. */
  effects: FieldEffects | undefined;
}

/** What a kustomization and everything that it includes amount to. */
export interface Kustomized {
  objects: KustomizedObject[];
  /** Files with objects that could not be read. */
  files: string[];
  /** What was left unchecked, each part as a noun: `the patch of DestinationRule cart`. */
  missing: string[];
}

/** Kustomizations in kustomizations that are followed. */
const deepest = 100;

/** Patterns of patches that are tried for each object; with more of them, every object counts as changed. */
const mostPatterns = 200;

/** Kustomizations by their folders, and what they amount to without rendering. */
export class Kustomizations {
  readonly #byFolder: ReadonlyMap<string, Kustomization>;
  readonly #tree: Tree;
  readonly #known = new Map<string, Kustomized>();

  constructor(all: readonly Kustomization[], tree: Tree) {
    this.#byFolder = new Map(all.map((one) => [one.folder, one]));
    this.#tree = tree;
  }

  at(folder: string): Kustomization | undefined {
    return this.#byFolder.get(folder);
  }

  /** Those that no other one includes; of a circle, the first. Components are deployed by others alone. */
  roots(): Kustomization[] {
    const included = new Set<string>();
    for (const one of this.#byFolder.values()) {
      for (const folder of [...one.resources, ...one.components]) {
        if (folder !== one.folder && this.#byFolder.has(folder)) included.add(folder);
      }
    }
    const roots = [...this.#byFolder.values()].filter(
      ({ folder, isComponent }) => !isComponent && !included.has(folder),
    );
    const reached = new Set(roots.map(({ folder }) => folder));
    this.#reach(roots, reached);
    // What components alone include is part of them.
    this.#reach(
      [...this.#byFolder.values()].filter(({ isComponent }) => isComponent),
      reached,
    );
    for (const one of this.#byFolder.values()) {
      if (one.isComponent || reached.has(one.folder)) continue;
      roots.push(one);
      reached.add(one.folder);
      this.#reach([one], reached);
    }
    return roots;
  }

  #reach(from: readonly Kustomization[], reached: Set<string>): void {
    const waiting = [...from];
    for (const { resources, components } of waiting) {
      for (const folder of [...resources, ...components]) {
        const next = this.#byFolder.get(folder);
        if (!next || reached.has(folder)) continue;
        reached.add(folder);
        waiting.push(next);
      }
    }
  }

  /** The objects of a kustomization, each document once; what only rendering makes is named in `missing`. */
  of(root: Kustomization): Kustomized {
    return this.#of(root, new Set());
  }

  #of(one: Kustomization, within: Set<string>): Kustomized {
    const known = this.#known.get(one.folder);
    if (known) return known;
    within.add(one.folder);
    const objects = new Map<Document, KustomizedObject>();
    const files: string[] = [];
    const missing: string[] = [];
    for (const path of one.resources) {
      const inner = this.#byFolder.get(path);
      if (inner) {
        // A circle is an error of kustomize's own.
        if (within.has(path)) continue;
        if (within.size >= deepest) {
          missing.push(`${path}, which is included too deeply`);
          continue;
        }
        const included = this.#of(inner, within);
        for (const object of included.objects) objects.set(object.document, object);
        files.push(...included.files);
        missing.push(...included.missing);
        continue;
      }
      const file = this.#tree.file(path);
      if (!file) {
        missing.push(`${path}, which is not among the files`);
        continue;
      }
      files.push(path);
      for (const document of file.documents) {
        objects.set(document, { document, namespace: undefined, effects: undefined });
      }
    }
    within.delete(one.folder);
    const change = this.#changes(one);
    missing.push(...change.missing);
    const changed = [...objects.values()].map((object) => {
      const identity = identityOf(object.document);
      const hit = identity ? change.hits(identity) : undefined;
      if (hit) missing.push(hit.what);
      const effects = [object.effects, hit?.effects].filter((own) => own !== undefined);
      return {
        document: object.document,
        namespace: one.namespace ?? object.namespace,
        effects: effects.length === 0 ? undefined : joinedEffects(effects),
      };
    });
    const result = { objects: changed, files, missing: [...new Set(missing)] };
    this.#known.set(one.folder, result);
    return result;
  }

  /** What a kustomization does to the objects that it includes. */
  #changes(one: Kustomization): {
    missing: string[];
    hits: (identity: ObjectIdentity) => Hit | undefined;
  } {
    const { sends } = this.#tree;
    const missing: string[] = [];
    for (const url of one.remote) missing.push(`${url} (another repository)`);
    for (const key of one.makes) missing.push(`what ${key} makes`);
    const matchers: Matcher[] = one.patches.flatMap((patch) => this.#matchers(patch));
    const everything = one.changes.filter(
      (key) => key !== 'replicas' && key !== 'namePrefix' && key !== 'nameSuffix',
    );
    const renamed = one.changes.some((key) => key === 'namePrefix' || key === 'nameSuffix');
    const resized = one.changes.includes('replicas');
    for (const folder of one.components) {
      const component = this.#byFolder.get(folder);
      if (!component) {
        missing.push(`the component ${folder}, which is not among the files`);
        continue;
      }
      const effect = this.#componentEffect(component, new Set([one.folder]));
      missing.push(...effect.missing);
      matchers.push(...effect.matchers);
    }
    const find = changesBy(matchers);
    return {
      missing,
      hits: (identity) => {
        const { kind, name } = identity;
        const isSent = sends?.(identity.group, kind) === true && !isWorkload(identity);
        const routes = isSent || isRouting(identity);
        if (!routes && !isWorkload(identity)) return undefined;
        const found = find(identity, routes);
        const hits: Hit[] = found
          ? [{ what: `${found.what} of ${kind} ${name}`, effects: found.effects }]
          : [];
        if (routes && everything.length > 0)
          hits.push({ what: `what ${everything.join(' and ')} change`, effects: anyEffect });
        if (routes && renamed)
          hits.push({ what: 'the names that namePrefix and nameSuffix give', effects: newName });
        if (!routes && resized) hits.push({ what: 'what replicas changes', effects: anyEffect });
        const [first] = hits;
        return first && { ...first, effects: joinedEffects(hits.map(({ effects }) => effects)) };
      },
    };
  }

  /** The patches of a component, and of those that it includes; its objects are none of ours. */
  #componentEffect(
    component: Kustomization,
    within: Set<string>,
  ): { missing: string[]; matchers: Matcher[] } {
    if (within.has(component.folder) || within.size >= deepest)
      return { missing: [], matchers: [] };
    within.add(component.folder);
    const name = `the component ${component.folder}`;
    const missing: string[] = [];
    const matchers = component.patches.flatMap((patch) => this.#matchers(patch, name));
    const { changes, makes, remote, resources, components } = component;
    if (changes.length > 0) {
      matchers.push({ what: name, effects: anyEffect, resizes: true, matches: () => true });
    }
    if (makes.length > 0 || remote.length > 0) missing.push(name);
    const added = resources.some((path) => {
      const inner = this.#byFolder.get(path);
      if (inner) return true;
      return this.#tree.file(path)?.documents.some((document) => {
        const identity = identityOf(document);
        return identity !== undefined && isRouting(identity);
      });
    });
    if (added) missing.push(name);
    for (const folder of components) {
      const next = this.#byFolder.get(folder);
      if (!next) continue;
      const effect = this.#componentEffect(next, within);
      missing.push(...effect.missing);
      matchers.push(...effect.matchers);
    }
    return { missing, matchers };
  }

  #matchers(patch: Patch, what?: string): Matcher[] {
    const name =
      what ?? (patch.file === undefined ? 'the inline patch' : `the patch ${patch.file}`);
    const file = patch.file === undefined ? undefined : this.#tree.file(patch.file);
    const text = patch.inline ?? file?.text ?? '';
    const resizes = /replicas|labels|scaleTargetRef/i.test(text);
    const effects = patchEffects(text);
    if (patch.target) {
      return [{ what: name, effects, resizes, matches: targetMatcher(patch.target) }];
    }
    const documents =
      patch.inline === undefined
        ? (file?.documents ?? [])
        : parseMappings({ file: '', text: patch.inline, named: false }).documents;
    const identities = documents.flatMap((document) => identityOf(document) ?? []);
    if (identities.length === 0)
      return [{ what: name, effects: anyEffect, resizes, matches: () => true }];
    return identities.map((identity) => ({
      ...{ what: name, effects, resizes },
      exactly: keyOf(identity),
    }));
  }
}

const newName: FieldEffects = { all: false, name: true, paths: [] };

/** What changes an object. */
interface Hit {
  /** For people, a noun. */
  what: string;
  effects: FieldEffects;
}

interface Matcher extends Hit {
  /** Whether it may change how many pods there are, or which they are. */
  resizes: boolean;
  /** The key of the one object that it changes, or … */
  exactly?: string;
  /** … which objects it may change. */
  matches?: (identity: ObjectIdentity) => boolean;
}

function keyOf({ group, kind, name }: ObjectIdentity): string {
  return `${group}/${kind}/${name}`;
}

/** Finds what changes an object: the first change by its name, and the effects of all. */
function changesBy(
  matchers: readonly Matcher[],
): (identity: ObjectIdentity, routes: boolean) => Hit | undefined {
  const exact = new Map<string, Matcher[]>();
  for (const matcher of matchers) {
    if (matcher.exactly === undefined) continue;
    const known = exact.get(matcher.exactly);
    if (known) known.push(matcher);
    else exact.set(matcher.exactly, [matcher]);
  }
  const patterns = matchers.filter(({ matches }) => matches !== undefined);
  return (identity, routes) => {
    const counts = ({ resizes }: Matcher) => routes || resizes;
    const own = (exact.get(keyOf(identity)) ?? []).filter(counts);
    const alike =
      patterns.length > mostPatterns
        ? patterns.slice(0, 1).map((one) => ({ ...one, effects: anyEffect }))
        : patterns.filter((one) => counts(one) && one.matches?.(identity) === true);
    const [first] = [...own, ...alike];
    if (!first) return undefined;
    const effects = joinedEffects(
      [...own, ...alike].slice(0, mostPatterns).map((one) => one.effects),
    );
    return { what: first.what, effects: own.length > mostPatterns ? anyEffect : effects };
  };
}

/**
 * The patterns of a target are regular expressions that match as a whole; a plain text needs none. The namespace of an object may
 * come from the kustomization, so a target's rules nothing out.
 */
function targetMatcher({ group, kind, name }: PatchTarget): (identity: ObjectIdentity) => boolean {
  const matchers = { group, kind, name };
  const checks = Object.entries(matchers).flatMap(([key, pattern]) =>
    pattern === undefined ? [] : [[key as keyof typeof matchers, textMatcher(pattern)] as const],
  );
  return (identity) => checks.every(([key, matches]) => matches(identity[key]));
}

/** A pattern that is no plain text may match anything: somebody else's expression is not run. */
function textMatcher(pattern: string): (text: string) => boolean {
  if (/^[\w.-]+$/.test(pattern)) return (text) => text === pattern;
  const prefix = /^([\w-]+)\.\*$/.exec(pattern)?.[1];
  if (prefix !== undefined) return (text) => text.startsWith(prefix);
  const suffix = /^\.\*([\w-]+)$/.exec(pattern)?.[1];
  if (suffix !== undefined) return (text) => text.endsWith(suffix);
  const choice = /^\(?([\w-]+(?:\|[\w-]+)+)\)?$/.exec(pattern)?.[1];
  if (choice !== undefined) return (text) => choice.split('|').includes(text);
  return () => true;
}

/** `kubectl kustomize DIR`, for people. */
export function kustomizeCommand(folder: string): string {
  return `kubectl kustomize ${folder} | mesh-failover check -`;
}
