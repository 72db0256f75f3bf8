import type { KubernetesObject } from './cluster.js';

type Shape = (value: unknown) => boolean;

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Shape = (value) => typeof value === 'string';
const listOf =
  (each: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(each);
const texts: Shape = (value) => isMapping(value) && Object.values(value).every(isText);

/** The parts of metadata that this program reads. */
const shapes: Readonly<Record<string, Shape>> = {
  name: isText,
  namespace: isText,
  uid: isText,
  resourceVersion: isText,
  generation: (value) => typeof value === 'number',
  continue: isText,
  labels: texts,
  annotations: texts,
  finalizers: listOf(isText),
  ownerReferences: listOf(isMapping),
  managedFields: listOf(
    (entry) =>
      isMapping(entry) && isText(entry['manager'] ?? '') && isText(entry['operation'] ?? ''),
  ),
};

/**
 * An object, or a list of objects, as the rest of the program may rely on it: its metadata is there and has the right types. As in
 * Kubernetes' own clients, null is the same as nothing.
 *
 * @param value What an API server has answered, parsed.
 * @throws Error that names the field and not its value.
 */
export function answeredObject(value: Record<string, unknown>): KubernetesObject {
  const { items } = value;
  const object = { ...value, metadata: metadataOf(value['metadata'], 'metadata') };
  if (items === undefined || items === null) return object as unknown as KubernetesObject;
  if (!Array.isArray(items)) throw new Error('items must be a list');
  const all = items.map((item: unknown, index) => {
    const path = `items[${index}]`;
    if (!isMapping(item)) throw new Error(`${path} must be an object`);
    return { ...item, metadata: metadataOf(item['metadata'], `${path}.metadata`) };
  });
  return { ...object, items: all } as unknown as KubernetesObject;
}

function metadataOf(value: unknown, path: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (!isMapping(value)) throw new Error(`${path} must be an object`);
  const given = Object.entries(value).filter(([, own]) => own !== null);
  for (const [key, own] of given) {
    const isRight = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
    if (isRight && !isRight(own)) throw new Error(`${path}.${key} has the wrong type`);
  }
  return Object.fromEntries(given);
}
