import { isMeshDeclared } from '../../config/config.js';
import { gatewayApiGroup } from '../../api/kinds.js';
import type { Mesh } from '../mesh.js';
import type { ApiRouteResource } from './attachment.js';
import { writtenKind, defaultParent, referenced, type Referenced } from './references.js';

/** What a route names in `parentRefs` that the model does not know. */
export interface UnresolvedParent extends Referenced {
  /** Position in `parentRefs`. */
  index: number;
}

/** The Gateways and ListenerSets that a route names and that are not among the manifests of its cluster. */
export function missingParents(mesh: Mesh, route: ApiRouteResource): UnresolvedParent[] {
  const { GatewayApiGateway, ListenerSet } = mesh.resources;
  return parentsOf(route).filter(({ group, kind, namespace, name }) => {
    if (group !== gatewayApiGroup) return false;
    const known =
      kind === 'Gateway' ? GatewayApiGateway : kind === 'ListenerSet' ? ListenerSet : [];
    return !known.some(
      (one) =>
        writtenKind(one) === kind &&
        one.namespace === namespace &&
        one.name === name &&
        (one.cluster === undefined || route.cluster === undefined || one.cluster === route.cluster),
    );
  });
}

/** What a route is attached to, with all defaults. */
export function parentsOf({ spec, namespace }: ApiRouteResource): UnresolvedParent[] {
  return (spec.parentRefs ?? []).map((reference, index) => ({
    ...referenced(reference, defaultParent, namespace),
    index,
  }));
}

/** Whether what a route is attached to may be in other manifests. */
export function mayBeElsewhere(mesh: Mesh, route: ApiRouteResource): boolean {
  return !isMeshDeclared(mesh.config) && missingParents(mesh, route).length > 0;
}
