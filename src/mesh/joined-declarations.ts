import type { DeclaredService } from './services.js';

/**
 * What istiod makes of a further declaration of a host. `joined`: its endpoints count beside those of the first. Else they do not
 * count for the clients of the first: it is in another `namespace`, its `resolution` is not STATIC, or none of its `ports` is called
 * as one of the first.
 */
export type Joining = 'joined' | 'namespace' | 'resolution' | 'ports';

/**
 * Endpoints are found by host, namespace and the name of the port; a ServiceEntry whose addresses are found by DNS has none in EDS.
 * Source: istio/istio pilot/pkg/serviceregistry/aggregate/controller.go mergeService; pilot/pkg/model/endpointshards.go.
 */
export function joiningOf(first: DeclaredService, other: DeclaredService): Joining {
  if (other.namespace !== first.namespace) return 'namespace';
  const isStatic = [first, other].every(
    ({ resolution }) => resolution === undefined || resolution === 'STATIC',
  );
  if (!isStatic) return 'resolution';
  const names = new Set(first.portNames);
  return other.portNames.some((name) => names.has(name)) ? 'joined' : 'ports';
}

/** Whether a declaration is a further one of the first's host, in the same cluster, and not a copy of it. */
export function isFurther({ resource: first }: DeclaredService, other: DeclaredService): boolean {
  const { resource } = other;
  if (resource.kind !== 'ServiceEntry') return false;
  if (first.kind === 'Service') return true;
  const isSameCluster =
    first.cluster === undefined ||
    resource.cluster === undefined ||
    first.cluster === resource.cluster;
  const isCopy = resource.name === first.name && resource.namespace === first.namespace;
  return !isCopy && isSameCluster;
}
