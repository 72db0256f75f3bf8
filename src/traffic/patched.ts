import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import type { Target } from '../mesh/targets.js';

/** Why a prediction would rest on a text that the cluster does not get; undefined where it does not. */
export function patchedReason(mesh: Mesh, target: Target): string | undefined {
  const { client, policies, route, host } = target;
  const service = mesh.services.find(host)?.resource;
  const behind: Resource[] = [
    ...policies.flatMap(({ merged }) => merged.rules),
    ...(route
      ? [...clientKinds[client.kind].entryObjects(route), route.root, route.virtualService]
      : []),
    ...(service ? [service] : []),
  ];
  const patched = behind.find(({ isPatched }) => isPatched);
  if (!patched) return undefined;
  const { kind, namespace, name } = patched;
  return `${kind} ${namespace}/${name} is changed by a patch or component that was not rendered`;
}
