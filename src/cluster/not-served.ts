import { istioGroup } from '../api/kinds.js';
import { ClusterError } from './cluster-error.js';
import type { ObjectKey } from './cluster.js';
import { apiResourceOf } from './resource-path.js';

/**
 * Why a kind is not there: the whole group, this version of it, or the kind alone.
 *
 * @param served the versions of the group that the cluster serves; undefined: it does not know the group
 */
export function notServedError(
  cluster: string,
  key: Pick<ObjectKey, 'apiVersion' | 'kind'>,
  served: string[] | undefined,
): ClusterError {
  const [group = '', version = ''] = key.apiVersion.split('/');
  const error = (message: string) => new ClusterError('not-served', message);
  if (served === undefined) {
    return group === istioGroup
      ? error(`Istio's CRDs are not installed in cluster ${cluster} (${group} is not served)`)
      : error(`cluster ${cluster} does not serve ${group}`);
  }
  if (!served.includes(version)) {
    return error(
      `cluster ${cluster} does not serve ${key.apiVersion}, only ${served.join(', ')}: ` +
        'use one of these, or upgrade what is installed there',
    );
  }
  return error(
    `cluster ${cluster} does not know the kind ${key.kind}: the CRD ${apiResourceOf(key.kind)}.${group} is missing`,
  );
}
