import type { ObjectKey } from './cluster.js';

/** The path of an object in the API. */
export function resourcePath({ apiVersion, kind, namespace, name }: ObjectKey): string {
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  return `${root}/${apiVersion}${scope}/${resourceOf(kind)}/${encodeURIComponent(name)}`;
}

/**
 * The plural under which the API serves a kind. Asking each cluster for it would cost a request; the rule holds for every kind
 * that we touch.
 */
export function resourceOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (/(s|x|ch|sh)$/.test(singular)) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
