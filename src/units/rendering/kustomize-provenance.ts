import { addTo } from '../../foundation/add-to.js';
import type { Path } from '../../foundation/range.js';
import { at } from '../../foundation/values.js';
import { startOfFile } from '../../manifest/line-index.js';
import { KustomizeTracer, type TracedReplacement } from './kustomize-tracer.js';
import type { Provenance } from './rendered-document.js';
import { plainId, type TracedObject } from './target.js';
import { childOf, type FilePlace, type ValueOrigin, type Traced } from './traced.js';

/** Gives the places of the objects that a kustomization was rendered to. */
export class KustomizeProvenance {
  readonly #tracer: KustomizeTracer;
  readonly #own: FilePlace;
  readonly #exact = new Map<string, TracedObject[]>();
  readonly #byKind = new Map<string, TracedObject[]>();
  readonly #taken = new Set<TracedObject>();

  /** @param files The texts that kustomize read, by their paths. */
  constructor(folder: string, files: ReadonlyMap<string, string>) {
    this.#tracer = new KustomizeTracer(files);
    const own = this.#tracer.kustomization(folder);
    this.#own = own?.source.place([], 'value') ?? { file: folder, ...startOfFile };
    for (const object of this.#tracer.objects(folder)) {
      const { group, kind, ids } = object;
      const id = ids.at(-1);
      if (!id) continue;
      addTo(this.#exact, JSON.stringify([group, kind, id.name, id.namespace]), object);
      addTo(this.#byKind, JSON.stringify([group, kind]), object);
    }
  }

  of(value: Record<string, unknown>): Provenance {
    const object = this.#find(value);
    if (!object) return { file: this.#own.file, place: () => this.#own, related: () => [] };
    const { replacements } = this.#tracer;
    const { file } = object.value.origin.source.place(object.value.origin.path, 'value');
    return {
      file,
      place: (path, part) => placeOf(object.value, value, path, part, replacements),
      related: () => [],
    };
  }

  /** The object of that name, or else the one of its kind whose name has become part of it, or the only one left. */
  #find(value: Record<string, unknown>): TracedObject | undefined {
    const id = plainId(value);
    if (!id) return undefined;
    const { group, kind, name, namespace } = id;
    const free = (objects: readonly TracedObject[] | undefined) =>
      objects?.filter((one) => !this.#taken.has(one)) ?? [];
    const [exact] = free(this.#exact.get(JSON.stringify([group, kind, name, namespace])));
    const alike = exact ? [] : free(this.#byKind.get(JSON.stringify([group, kind])));
    const [named] = alike.filter(({ ids }) => ids.some((one) => name.includes(one.name)));
    const found = exact ?? named ?? (alike.length === 1 ? alike[0] : undefined);
    if (found) this.#taken.add(found);
    return found;
  }
}

/** The last source that sets a value; of what none sets, the nearest one around it, or what took it away. */
function placeOf(
  traced: Traced,
  value: unknown,
  path: Path,
  part: 'key' | 'value',
  replacements: readonly TracedReplacement[],
): FilePlace {
  let [found, rendered]: [Traced, unknown] = [traced, value];
  for (const [depth, key] of path.entries()) {
    const next = at(rendered, key);
    const child = isShifted(found, rendered) ? undefined : childOf(found, key);
    if (!child) {
      const by =
        found.type === 'map' && next === undefined ? found.removed?.get(String(key)) : undefined;
      return placeOfOrigin(by ?? found.origin, depth === 0 ? 'value' : 'key');
    }
    [found, rendered] = [child, next];
  }
  if (found.type === 'leaf' && found.value !== rendered) {
    const setter = replacements.findLast(({ fields }) =>
      fields.some((field) => isField(field, path)),
    );
    if (setter) return placeOfOrigin(setter.origin, 'value');
  }
  return placeOfOrigin(found.origin, part);
}

/** The positions of a list with other items than were followed mean nothing. */
function isShifted(traced: Traced, rendered: unknown): boolean {
  return (
    traced.type === 'list' && Array.isArray(rendered) && rendered.length !== traced.items.length
  );
}

function placeOfOrigin({ source, path }: ValueOrigin, part: 'key' | 'value'): FilePlace {
  return source.place(path, part);
}

/** Whether a field path of a replacement means a path; `*` and `[name=x]` mean any item. */
function isField(field: readonly string[], path: Path): boolean {
  return (
    field.length === path.length &&
    field.every((key, index) => key === '*' || key.startsWith('[') || key === String(path[index]))
  );
}
