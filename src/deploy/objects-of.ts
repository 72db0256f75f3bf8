import { placeAt } from '../manifest/document.js';
import { deployedKinds, isModelled } from '../api/kinds.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import type { DeployObject } from './deploy-object.js';

/** What of the manifests is sent to clusters: the kinds that the registry has an order for, and no other. */
export function deployObjects({ resources }: Mesh): DeployObject[] {
  return deployedKinds
    .filter(isModelled)
    .flatMap(({ id }): Resource[] => resources[id])
    .map(deployObject);
}

function deployObject({ kind, namespace, name, document, cluster }: Resource): DeployObject {
  const { file, line, column } = placeAt(document, ['metadata', 'name']);
  const { value } = document;
  return { value, kind, namespace, name, file, line, column, cluster };
}
