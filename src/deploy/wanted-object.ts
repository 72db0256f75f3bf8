import type { KubernetesObject } from '../cluster/cluster.js';
import type { DeployObject } from './deploy-object.js';
import { withoutOwner } from './object-owner.js';

/** Only the API server sets these; a manifest taken from a cluster has them, and would be refused or seem outdated. */
const serverFields = [
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** What is sent for a manifest. */
export function wantedObject({ value, kind, namespace, name }: DeployObject): KubernetesObject {
  const { apiVersion, metadata, ...rest } = value;
  const fields = Object.entries(typeof metadata === 'object' && metadata !== null ? metadata : {});
  const { status: _, ...own } = rest;
  return withoutOwner({
    ...own,
    apiVersion: String(apiVersion),
    kind,
    metadata: {
      ...Object.fromEntries(
        fields.filter(([field]) => field !== 'namespace' && !serverFields.includes(field)),
      ),
      ...(namespace !== '' && { namespace }),
      name,
    },
  });
}
