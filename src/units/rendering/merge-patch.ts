import {
  plainValue,
  tracedText,
  withEntry,
  withoutEntry,
  type Traced,
  type TracedMap,
} from './traced.js';

/** The key by which items of a list are the same item, for kinds whose schema kustomize knows. */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
  imagePullSecrets: 'name',
};

/**
 * A strategic merge patch, as kustomize makes it. Lists of custom resources are replaced, and those of the kinds that it has a
 * schema for are merged by a key of their items.
 * Source: sigs.k8s.io/kustomize/kyaml 0.21 yaml/merge2, yaml/walk.
 *
 * @param kind Of a kind that has a schema; undefined: of a custom resource.
 */
export function mergePatch(target: Traced, patch: Traced, kind: string | undefined): Traced {
  if (patch.type !== 'map') return patch;
  const directive = tracedText(patch, '$patch');
  const plain = directive === undefined ? patch : withoutDirective(patch);
  if (directive === 'replace' || target.type !== 'map') return withoutNulls(plain);
  return [...plain.entries].reduce<TracedMap>((result, [key, value]) => {
    if (isDeletion(value)) return withoutEntry(result, key, value.origin);
    const known = result.entries.get(key);
    return withEntry(result, key, known ? merged(known, value, key, kind) : withoutNulls(value));
  }, target);
}

/** Whether a patch deletes the whole object. */
export function deletesObject(patch: Traced): boolean {
  return patch.type === 'map' && tracedText(patch, '$patch') === 'delete';
}

function merged(known: Traced, value: Traced, key: string, kind: string | undefined): Traced {
  if (known.type === 'map' && value.type === 'map') return mergePatch(known, value, kind);
  if (known.type === 'list' && value.type === 'list') {
    const mergeKey = kind === undefined ? undefined : mergeKeyOf(key, kind);
    return mergeKey === undefined ? withoutNulls(value) : mergeLists(known, value, mergeKey, kind);
  }
  return withoutNulls(value);
}

function mergeKeyOf(key: string, kind: string): string | undefined {
  if (key === 'ports') return kind === 'Service' ? 'port' : 'containerPort';
  return mergeKeys[key];
}

type TracedList = Extract<Traced, { type: 'list' }>;

/** The items of the patch come first. */
function mergeLists(
  known: TracedList,
  patch: TracedList,
  mergeKey: string,
  kind: string | undefined,
): Traced {
  const keyOf = (item: Traced) =>
    JSON.stringify(item.type === 'map' ? leafOf(item, mergeKey) : plainValue(item));
  const items = new Map<string, Traced>();
  for (const item of patch.items) items.set(keyOf(item), item);
  for (const item of known.items) {
    const key = keyOf(item);
    const own = items.get(key);
    if (!own) items.set(key, item);
    else if (deletesObject(own)) items.delete(key);
    else items.set(key, mergePatch(item, own, kind));
  }
  return { ...patch, items: [...items.values()] };
}

function leafOf(item: TracedMap, key: string): unknown {
  const found = item.entries.get(key);
  return found?.type === 'leaf' ? found.value : null;
}

function isDeletion(value: Traced): boolean {
  return (value.type === 'leaf' && value.value === null) || deletesObject(value);
}

function withoutDirective(map: TracedMap): TracedMap {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => key !== '$patch')) };
}

/** What is added brings no null along. */
function withoutNulls(value: Traced): Traced {
  if (value.type !== 'map') return value;
  const entries = [...value.entries].filter(([, item]) => !isDeletion(item));
  return { ...value, entries: new Map(entries.map(([key, item]) => [key, withoutNulls(item)])) };
}
