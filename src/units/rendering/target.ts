import { at, textAt } from '../../foundation/values.js';
import { tracedText, type Traced } from './traced.js';

/** What an object is called, now or before a kustomization renamed it. */
export interface ObjectId {
  name: string;
  /** Empty: none. */
  namespace: string;
}

export interface TracedObject {
  group: string;
  version: string;
  kind: string;
  /** The first one is that of the file, the last one the present one. */
  ids: readonly ObjectId[];
  value: Traced;
}

/** Whether kustomize takes an object for the one that a strategic merge patch names. */
export function isMeantByPatch(object: TracedObject, patch: TracedObject): boolean {
  const [wanted] = patch.ids;
  return (
    object.kind === patch.kind &&
    object.group === patch.group &&
    wanted !== undefined &&
    object.ids.some(
      ({ name, namespace }) =>
        name === wanted.name && (namespace || 'default') === (wanted.namespace || 'default'),
    )
  );
}

/**
 * Whether the selector of a patch selects an object: its expressions match as a whole the first or the present name.
 * Source: sigs.k8s.io/kustomize/api 0.21 resmap/reswrangler.go Select.
 */
export function isPatchTarget(object: TracedObject, target: unknown): boolean {
  const { group, version, kind, ids, value } = object;
  const ends = [ids[0], ids.at(-1)].filter((id) => id !== undefined);
  const matches = (key: string, texts: readonly string[]) => {
    const pattern = textAt(target, key);
    if (pattern === undefined) return true;
    const match = expression(pattern);
    return texts.some(match);
  };
  return (
    matches('group', [group]) &&
    matches('version', [version]) &&
    matches('kind', [kind]) &&
    matches(
      'name',
      ends.map(({ name }) => name),
    ) &&
    matches(
      'namespace',
      ends.map(({ namespace }) => namespace || 'default'),
    ) &&
    hasLabels(value, 'labels', textAt(target, 'labelSelector')) &&
    hasLabels(value, 'annotations', textAt(target, 'annotationSelector'))
  );
}

/** Selectors of plain `key=value` are compared; others are taken to match. */
function hasLabels(value: Traced, field: string, selector: string | undefined): boolean {
  if (selector === undefined) return true;
  const pairs = selector.split(',').map((pair) => pair.trim().split(/==?/));
  if (!pairs.every((pair) => pair.length === 2 && pair.every((part) => /^[\w./-]+$/.test(part))))
    return true;
  return pairs.every(([key = '', wanted]) => tracedText(value, 'metadata', field, key) === wanted);
}

/** A name is no longer, and with few repetitions an expression takes no time on it. */
const longestName = 253;

/**
 * Matches an expression as a whole. One that could take long, or that is none here, is taken to match: somebody else's
 * expression must not keep the check from its end.
 */
export function expression(pattern: string): (text: string) => boolean {
  if (/^[\w-]*$/.test(pattern)) return (text) => text === pattern;
  const isHarmless =
    pattern.length <= longestName &&
    /^[\w\s.,/^$()[\]|*+?-]+$/.test(pattern) &&
    (pattern.match(/[*+?]/g) ?? []).length <= 3 &&
    !/\)[*+?]/.test(pattern);
  if (!isHarmless) return () => true;
  try {
    const whole = new RegExp(`^(?:${pattern})$`);
    return (text) => text.length <= longestName && whole.test(text);
  } catch {
    return () => true;
  }
}

/** The object that a traced value is; undefined without kind and name. */
export function tracedObject(value: Traced): TracedObject | undefined {
  const kind = tracedText(value, 'kind');
  const name = tracedText(value, 'metadata', 'name');
  if (kind === undefined || name === undefined) return undefined;
  const apiVersion = tracedText(value, 'apiVersion') ?? '';
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const namespace = tracedText(value, 'metadata', 'namespace') ?? '';
  return { group, version, kind, ids: [{ name, namespace }], value };
}

/** The same for a plain value. */
export function plainId(value: unknown): (ObjectId & { group: string; kind: string }) | undefined {
  const kind = textAt(value, 'kind');
  const name = textAt(value, 'metadata', 'name');
  if (kind === undefined || name === undefined) return undefined;
  const [, group = ''] = String(at(value, 'apiVersion')).split('/').reverse();
  return { group, kind, name, namespace: textAt(value, 'metadata', 'namespace') ?? '' };
}
