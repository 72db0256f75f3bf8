import type { Access, Cluster } from '../cluster/cluster.js';
import { ok, problem, type ClusterCheck } from './check.js';
import type { DrillChange } from './field-change.js';

/** Everything that making, recording and undoing the changes takes. */
function neededAccess(changes: readonly DrillChange[], namespace: string): Access[] {
  const state = ['get', 'list', 'create', 'patch', 'delete'].map((verb) => ({
    verb,
    group: '',
    resource: 'configmaps',
    namespace,
  }));
  const lease = ['get', 'create', 'update'].map((verb) => ({
    verb,
    group: 'coordination.k8s.io',
    resource: 'leases',
    namespace,
  }));
  const own = changes.flatMap(({ object, subresource }) => {
    const [group, version] = object.apiVersion.split('/');
    const at = {
      group: version === undefined ? '' : (group ?? ''),
      resource: `${object.kind.toLowerCase()}s`,
      ...(object.namespace !== undefined && { namespace: object.namespace }),
      name: object.name,
    };
    return [
      { verb: 'get', ...at },
      { verb: 'patch', ...at, ...(subresource !== undefined && { subresource }) },
    ];
  });
  return [...state, ...lease, ...own];
}

/** Whether we may do all that the changes of a drill take. */
export async function checkAccess(
  cluster: Cluster,
  changes: readonly DrillChange[],
  namespace: string,
): Promise<ClusterCheck[]> {
  const missing: string[] = [];
  const needed = neededAccess(changes, namespace);
  const answers = await Promise.all(needed.map((access) => cluster.may(access)));
  needed.forEach(({ verb, resource, subresource, namespace: where }, index) => {
    if (answers[index]) return;
    const part = subresource === undefined ? '' : `/${subresource}`;
    missing.push(`${verb} ${resource}${part} in ${where ?? 'the cluster'}`);
  });
  if (missing.length === 0) return [ok(`all ${needed.length} permissions are there`)];
  return [problem(`permissions are missing: ${[...new Set(missing)].join(', ')}`)];
}
