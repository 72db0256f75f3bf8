import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../cluster/cluster.js';

/** `ownership`: only who manages which field changes. */
export type ObjectChange = 'none' | 'ownership' | 'content';

/**
 * What a dry run would change. Versions are left aside, since a dry run doesn't count them up, and so are times, which the API
 * server keeps as they were when nothing else changes.
 */
export function objectChange(before: KubernetesObject, after: KubernetesObject): ObjectChange {
  if (!isDeepStrictEqual(content(before), content(after))) return 'content';
  return isDeepStrictEqual(owners(before), owners(after)) ? 'none' : 'ownership';
}

/** The status is no matter of what is applied: it has a way of its own into the API server. */
function content({ metadata, status: _status, ...rest }: KubernetesObject): unknown {
  const { managedFields: _, resourceVersion: __, generation: ___, ...others } = metadata;
  return { ...rest, metadata: others };
}

/** The API server sorts them by time, among others, so that their order means nothing. */
function owners({ metadata }: KubernetesObject): unknown {
  const entries = (metadata.managedFields ?? []).map(({ time: _, ...entry }) => entry);
  const key = ({ manager, operation, apiVersion, subresource }: (typeof entries)[number]) =>
    [manager, operation, apiVersion, subresource].join(' ');
  return new Map(entries.map((entry) => [key(entry), entry]));
}
