import type { Mesh } from '../mesh/mesh.js';
import type { Resource } from '../mesh/resource.js';
import type { DeployObject } from './deploy-object.js';

/** What of the manifests is sent to clusters: the three kinds that failover is made of, and no other. */
export function deployObjects({ resources }: Mesh): DeployObject[] {
  const { Gateway, DestinationRule, VirtualService } = resources;
  return [...Gateway, ...DestinationRule, ...VirtualService].map(deployObject);
}

function deployObject({ kind, namespace, name, document, cluster }: Resource): DeployObject {
  const { line, column } = document.locate(['metadata', 'name']);
  const { value, file } = document;
  return { value, kind, namespace, name, file, line, column, cluster };
}
