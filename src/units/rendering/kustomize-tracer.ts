import { routingGroups } from '../../api/kinds.js';
import type { Path } from '../../foundation/range.js';
import { at, isMapping, listAt, textAt, textsAt } from '../../foundation/values.js';
import { readWrittenValues, type WrittenValue } from '../../manifest/written-value.js';
import { pathFrom } from '../../foundation/paths.js';
import { applyJsonPatch } from './json-patch.js';
import { deletesObject, mergePatch } from './merge-patch.js';
import { isMeantByPatch, isPatchTarget, tracedObject, type TracedObject } from './target.js';
import {
  Allowance,
  trace,
  tracedAt,
  withEntry,
  type ValueOrigin,
  type Traced,
  type WrittenSource,
} from './traced.js';
import { fileSource, inlineSource } from './written-source.js';

/** More values than these are not traced; the places of the others are those of what holds them. */
const mostValues = 2_000_000;

/** Kustomizations in kustomizations that are followed. */
const deepest = 100;

/** What one kustomization in a folder says. */
interface ReadKustomization {
  file: string;
  folder: string;
  written: WrittenValue;
}

/** A document, and the text that it is part of. */
interface Written {
  written: WrittenValue;
  source: WrittenSource;
}

/** A replacement, with the fields that it sets. */
export interface TracedReplacement {
  origin: ValueOrigin;
  fields: readonly (readonly string[])[];
}

/**
 * Follows what kustomize does with the files of a kustomization, to know where each value of the result comes from. It is no
 * kustomize: what it does not follow (labels, images, generators, transformers of one's own) has the place of what holds it.
 * Source: sigs.k8s.io/kustomize/api 0.21 internal/target/kusttarget.go accumulateTarget, configureBuiltinTransformers.
 */
export class KustomizeTracer {
  readonly replacements: TracedReplacement[] = [];
  readonly #files: ReadonlyMap<string, string>;
  readonly #allowance = new Allowance(mostValues);
  readonly #known = new Map<string, readonly TracedObject[]>();
  readonly #read = new Map<string, Written[]>();

  /** @param files The texts that kustomize read, by their paths. */
  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  /** The objects of the kustomization in a folder. */
  objects(folder: string): readonly TracedObject[] {
    return this.#objects(folder, []);
  }

  /** Where the kustomization itself is. */
  kustomization(folder: string): ValueOrigin | undefined {
    const found = this.#kustomization(folder);
    return found && { source: fileSource(found.file, found.written), path: [] };
  }

  #objects(folder: string, above: readonly string[]): readonly TracedObject[] {
    const known = this.#known.get(folder);
    if (known) return known;
    const found = this.#kustomization(folder);
    const objects =
      found && above.length < deepest && !above.includes(folder)
        ? this.#accumulate(found, [], [...above, folder])
        : [];
    this.#known.set(folder, objects);
    return objects;
  }

  /** Adds the resources of a kustomization to those that it is applied to, and changes all of them. */
  #accumulate(
    one: ReadKustomization,
    before: readonly TracedObject[],
    within: readonly string[],
  ): readonly TracedObject[] {
    const { folder, written } = one;
    const { value } = written;
    const named = [...textsAt(value, 'resources'), ...textsAt(value, 'bases')];
    let objects = [...before];
    for (const path of named.map((text) => pathFrom(folder, text))) {
      const own = this.#files.has(path) ? this.#resources(path) : this.#objects(path, within);
      for (const object of own) objects.push(object);
    }
    for (const path of textsAt(value, 'components').map((text) => pathFrom(folder, text))) {
      const component = this.#kustomization(path);
      if (!component || within.includes(path) || within.length >= deepest) continue;
      objects = [...this.#accumulate(component, objects, [...within, path])];
    }
    return this.#transform(one, objects);
  }

  #transform(one: ReadKustomization, objects: readonly TracedObject[]): readonly TracedObject[] {
    const { value } = one.written;
    let result = objects;
    listAt(value, 'patchesStrategicMerge').forEach((text, index) => {
      if (typeof text !== 'string') return;
      const patches = this.#patchTexts(one, text, undefined, ['patchesStrategicMerge', index]);
      for (const patch of patches) result = this.#mergeInto(result, patch, undefined);
    });
    const patches = listAt(value, 'patches').map((entry, index) => ({
      entry,
      path: ['patches', index],
    }));
    for (const { entry, path } of patches) result = this.#patch(one, result, entry, path);
    result = this.#renamed(one, result);
    listAt(value, 'patchesJson6902').forEach((entry, index) => {
      result = this.#patch(one, result, entry, ['patchesJson6902', index]);
    });
    this.#noteReplacements(one);
    return this.#resized(one, result);
  }

  #patch(
    one: ReadKustomization,
    objects: readonly TracedObject[],
    entry: unknown,
    path: Path,
  ): readonly TracedObject[] {
    const target = at(entry, 'target');
    // In old files a patch is a path.
    const file = typeof entry === 'string' ? entry : textAt(entry, 'path');
    const inline = textAt(entry, 'patch');
    const patches = this.#patchTexts(one, file, inline, [...path, 'patch']);
    return patches.reduce<readonly TracedObject[]>((result, patch) => {
      const { value } = patch.written;
      if (!Array.isArray(value)) {
        return this.#mergeInto(
          result,
          patch,
          target,
          at(entry, 'options', 'allowNameChange') === true,
        );
      }
      return result.map((object) =>
        isPatchTarget(object, target)
          ? withValue(
              object,
              applyJsonPatch(
                object.value,
                value,
                { source: patch.source, path: [] },
                this.#allowance,
              ),
            )
          : object,
      );
    }, objects);
  }

  #mergeInto(
    objects: readonly TracedObject[],
    { written, source }: Written,
    target: unknown,
    mayRename = false,
  ): readonly TracedObject[] {
    const patch = trace(written.value, { source, path: [] }, this.#allowance);
    const meant = tracedObject(patch);
    const isMeant = (object: TracedObject) =>
      isMapping(target)
        ? isPatchTarget(object, target)
        : meant !== undefined && isMeantByPatch(object, meant);
    return objects.flatMap((object) => {
      if (!isMeant(object)) return [object];
      if (deletesObject(patch)) return [];
      const { kind, group } = object;
      const merged = mergePatch(object.value, patch, hasSchema(group) ? kind : undefined);
      return [withValue(object, mayRename ? merged : withNameOf(merged, object.value))];
    });
  }

  /** What namespace, namePrefix and nameSuffix do. */
  #renamed(one: ReadKustomization, objects: readonly TracedObject[]): readonly TracedObject[] {
    const { value } = one.written;
    const namespace = textAt(value, 'namespace');
    const prefix = textAt(value, 'namePrefix') ?? '';
    const suffix = textAt(value, 'nameSuffix') ?? '';
    if (namespace === undefined && prefix === '' && suffix === '') return objects;
    const source = fileSource(one.file, one.written);
    return objects.map((object) => {
      const { kind, ids, value: before } = object;
      const last = ids.at(-1);
      const metadata = tracedAt(before, ['metadata']);
      if (before.type !== 'map' || metadata?.type !== 'map' || !last) return object;
      const name = neverRenamed.has(kind) ? last.name : `${prefix}${last.name}${suffix}`;
      let own = metadata;
      const known = own.entries.get('name');
      if (known?.type === 'leaf') own = withEntry(own, 'name', { ...known, value: name });
      const isMoved = namespace !== undefined && !clusterScoped.has(kind);
      if (isMoved) {
        const origin = { source, path: ['namespace'] };
        own = withEntry(own, 'namespace', { type: 'leaf', origin, value: namespace });
      }
      return {
        ...object,
        ids: [...ids, { name, namespace: isMoved ? namespace : last.namespace }],
        value: withEntry(before, 'metadata', own),
      };
    });
  }

  #resized(one: ReadKustomization, objects: readonly TracedObject[]): readonly TracedObject[] {
    const entries = listAt(one.written.value, 'replicas');
    if (entries.length === 0) return objects;
    const source = fileSource(one.file, one.written);
    const byName = new Map(
      entries.map((entry, index) => {
        const origin = { source, path: ['replicas', index, 'count'] };
        const count: Traced = { type: 'leaf', origin, value: at(entry, 'count') };
        return [textAt(entry, 'name'), count] as const;
      }),
    );
    return objects.map((object) => {
      const { value, ids, group } = object;
      const count = ids.map(({ name }) => byName.get(name)).find((found) => found);
      const spec = tracedAt(value, ['spec']);
      if (!count || group !== 'apps' || value.type !== 'map' || spec?.type !== 'map') return object;
      return { ...object, value: withEntry(value, 'spec', withEntry(spec, 'replicas', count)) };
    });
  }

  #noteReplacements(one: ReadKustomization): void {
    const note = (entry: unknown, origin: ValueOrigin) => {
      const fields = listAt(entry, 'targets').flatMap((target) => textsAt(target, 'fieldPaths'));
      this.replacements.push({ origin, fields: fields.map(fieldParts) });
    };
    listAt(one.written.value, 'replacements').forEach((entry, index) => {
      const file = textAt(entry, 'path');
      if (file === undefined) {
        const source = fileSource(one.file, one.written);
        note(entry, { source, path: ['replacements', index] });
        return;
      }
      for (const { written, source } of this.#documents(pathFrom(one.folder, file))) {
        if (Array.isArray(written.value)) {
          written.value.forEach((own, position) => {
            note(own, { source, path: [position] });
          });
        } else note(written.value, { source, path: [] });
      }
    });
  }

  /** The patches in a file, or in a text of the kustomization. */
  #patchTexts(
    one: ReadKustomization,
    text: string | undefined,
    inline: string | undefined,
    path: Path,
  ): Written[] {
    const isFile = text !== undefined && !/[\n:]/.test(text);
    if (isFile) return this.#documents(pathFrom(one.folder, text));
    const own = inline ?? text;
    if (own === undefined) return [];
    const outer = one.written;
    return readWrittenValues(own).flatMap((inner): Written[] => {
      if ('fault' in inner) return [];
      const fileText = this.#files.get(one.file) ?? '';
      const at = { file: one.file, fileText, outer, path, text: own, inner };
      return [{ written: inner, source: inlineSource(at) }];
    });
  }

  #resources(file: string): TracedObject[] {
    return this.#documents(file).flatMap(({ written, source }) => {
      const { value } = written;
      const traced = trace(value, { source, path: [] }, this.#allowance);
      const items = tracedAt(traced, ['items']);
      const isList = textAt(value, 'kind')?.endsWith('List') === true && items?.type === 'list';
      return (isList ? items.items : [traced]).flatMap((item) => tracedObject(item) ?? []);
    });
  }

  #documents(file: string): Written[] {
    const known = this.#read.get(file);
    if (known) return known;
    const documents = readWrittenValues(this.#files.get(file) ?? '').flatMap((written) =>
      'fault' in written ? [] : [{ written, source: fileSource(file, written) }],
    );
    this.#read.set(file, documents);
    return documents;
  }

  #kustomization(folder: string): ReadKustomization | undefined {
    for (const name of ['kustomization.yaml', 'kustomization.yml', 'Kustomization']) {
      const file = pathFrom(folder, name);
      const [first] = this.#documents(file);
      if (first) return { file, folder, written: first.written };
    }
    return undefined;
  }
}

/** A merged object stays what it is called. */
function withNameOf(merged: Traced, before: Traced): Traced {
  const [own, old] = [merged, before].map((one) => tracedAt(one, ['metadata']));
  if (merged.type !== 'map' || own?.type !== 'map' || old?.type !== 'map') return merged;
  const entries = new Map(own.entries);
  for (const key of ['name', 'namespace']) {
    const known = old.entries.get(key);
    if (known) entries.set(key, known);
    else entries.delete(key);
  }
  const kind = tracedAt(before, ['kind']);
  const named = withEntry(merged, 'metadata', { ...own, entries });
  return kind ? withEntry(named, 'kind', kind) : named;
}

/** An object with another value; a patch may rename it. */
function withValue(object: TracedObject, value: Traced): TracedObject {
  const [id] = tracedObject(value)?.ids ?? [];
  const last = object.ids.at(-1);
  if (!id || (id.name === last?.name && id.namespace === last.namespace))
    return { ...object, value };
  return { ...object, value, ids: [...object.ids, id] };
}

/** Kinds whose lists are merged by keys; those of custom resources are replaced. */
function hasSchema(group: string): boolean {
  return !group.includes('.') || (group.endsWith('.k8s.io') && !routingGroups.includes(group));
}

/** `spec.http.[name=x].timeout`; a dot behind a backslash is part of a name. */
function fieldParts(field: string): string[] {
  return (field.match(/\[[^\]]*\]|(?:\\.|[^.\\])+/g) ?? []).map((part) =>
    part.replace(/\\(.)/g, '$1'),
  );
}

const neverRenamed = new Set(['CustomResourceDefinition', 'APIService', 'Namespace']);

const clusterScoped = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'APIService',
  'PersistentVolume',
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);
