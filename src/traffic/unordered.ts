import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import type { DeclaredService } from '../mesh/services.js';
import type { Target } from '../mesh/target.js';

/**
 * Why istiod does not order the endpoints of a target for its clients, whatever its policy says; undefined where it does.
 *
 * A headless Service is for a sidecar a cluster of type ORIGINAL_DST; a gateway gets its endpoints as those of any other. A Service of type
 * ExternalName has no cluster at all: routes lead to the host that it stands for. Of a Service without selector nothing says where its
 * endpoints are, and neither does DNS of a name that only a cluster knows. `internalTrafficPolicy: Local` keeps to the caller's node, and no manifest says which pods share one.
 * Source: istio/istio pilot/pkg/serviceregistry/kube/conversion.go ConvertService; pilot/pkg/model/push_context.go; measured in
 * __tests__/real/traffic/missed-faults.test.ts.
 */
export function unorderedReason(
  mesh: Pick<Mesh, 'services' | 'topology'>,
  target: Target,
): string | undefined {
  if (isUnlisted(mesh, target.host)) {
    return `${shortHost(target.host)} is a Service without selector, and nothing here lists its endpoints`;
  }
  const service = mesh.services.find(target.host);
  if (service?.externalName !== undefined) {
    return `${shortHost(target.host)} is an ExternalName Service: requests go to ${service.externalName}, by the DestinationRule for that host`;
  }
  if (service && isLookedUpInCluster(service)) {
    return `${shortHost(target.host)} is looked up by DNS in the client's cluster, and nothing says which pods answer there`;
  }
  return chosenByApplication(mesh, target);
}

/** Whether proxies ask DNS for a name that only a cluster has, such as that of a Service outside of the mesh. */
function isLookedUpInCluster({ host, resource, resolution }: DeclaredService): boolean {
  if (resource.kind !== 'ServiceEntry' || !resolution?.startsWith('DNS')) return false;
  const { endpoints = [], workloadSelector } = resource.spec;
  if (workloadSelector) return false;
  const names = endpoints.length > 0 ? endpoints.map(({ address = '' }) => address) : [host];
  return names.some((name) => name.endsWith(`.svc.${resource.clusterDomain}`));
}

/** Why the application of a sidecar chooses the endpoint by itself; undefined where the sidecar does. */
export function chosenByApplication(
  { services }: Pick<Mesh, 'services'>,
  target: Target,
): string | undefined {
  const service = services.find(target.host);
  if (service?.resolution === 'NONE' && isForSidecars(target)) {
    return `${target.host} has resolution NONE: a sidecar sends to the address that its application asks for`;
  }
  if (!service?.headless || !isForSidecars(target)) return undefined;
  return `${shortHost(target.host)} is a headless Service: a sidecar sends to the address that its application has from DNS`;
}

/**
 * Whether nothing says where the endpoints of a host are, not even by labels: its Services select no pods. Endpoints that somebody writes
 * into an EndpointSlice without naming a pod have no locality, whatever zone they name; measured as above.
 */
export function isUnlisted(
  { services, topology }: Pick<Mesh, 'services' | 'topology'>,
  host: string,
): boolean {
  const declarations = services.declarations(host);
  return (
    declarations.length > 0 &&
    declarations.every(({ selectsNothing }) => selectsNothing) &&
    topology.endpoints(host).every(({ assumed }) => assumed)
  );
}

/** Whether sidecars send the target's requests: the client is one, or no gateway of these manifests routes them. */
export function isForSidecars({ client, route }: Pick<Target, 'client' | 'route'>): boolean {
  return client.kind === 'sidecar' || route === undefined;
}
