import type { Resource } from '../../mesh/resource.js';

/**
 * Whether the manifest, its unit or the configuration says in which namespace the object is. Of one that does not, nothing
 * may be said that depends on its namespace.
 */
export function isNamespaceKnown(resource: Resource): boolean {
  return resource.isNamespaceKnown;
}
