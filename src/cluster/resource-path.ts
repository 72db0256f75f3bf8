import { entryOf, groupOf } from '../api/kinds.js';
import type { ObjectKey } from './cluster.js';

/**
 * The path of an object in the API.
 *
 * @param resource The plural, where it is known; default: by the rule.
 */
export function resourcePath(key: ObjectKey, resource?: string): string {
  return `${collectionPath(key, resource)}/${encodeURIComponent(key.name)}`;
}

/** The path of all objects of a kind, in a namespace or everywhere. */
export function collectionPath(
  { apiVersion, kind, namespace }: Omit<ObjectKey, 'name'>,
  resource = apiResourceOf(kind),
): string {
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  return `${root}/${apiVersion}${scope}/${encodeURIComponent(resource)}`;
}

/** Whether a kind's plural follows the rule: those of Kubernetes and of the registry do, and others say what they like. */
export function followsRule({ apiVersion, kind }: Pick<ObjectKey, 'apiVersion' | 'kind'>): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || group.endsWith('.k8s.io') || entryOf(group, kind) !== undefined;
}

/** The plural under which the API serves a kind, by the rule. Asking each cluster for it would cost a request. */
export function apiResourceOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (/(s|x|ch|sh)$/.test(singular)) return `${singular}es`;
  return /[^aeiou]y$/.test(singular) ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
