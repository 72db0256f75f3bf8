import type { ObjectKey } from './cluster.js';

/** The path of an object in the API. */
export function resourcePath(key: ObjectKey): string {
  return `${collectionPath(key)}/${encodeURIComponent(key.name)}`;
}

/** The path of all objects of a kind, in a namespace or everywhere. */
export function collectionPath({ apiVersion, kind, namespace }: Omit<ObjectKey, 'name'>): string {
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  return `${root}/${apiVersion}${scope}/${apiResourceOf(kind)}`;
}

/**
 * The plural under which the API serves a kind. Asking each cluster for it would cost a request; the rule holds for every kind
 * that we touch.
 */
export function apiResourceOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (/(s|x|ch|sh)$/.test(singular)) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
