import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { ClientModel } from '../mesh/clients/client-model.js';
import { addTo } from '../foundation/add-to.js';
import { shortHost } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { missingHost } from '../mesh/missing-host.js';
import { podLabels, selectedWorkloads } from '../mesh/selected-workloads.js';
import type { DeclaredService, Services } from '../mesh/services.js';
import { takesStreams, type Target } from '../mesh/target.js';
import { isExportedTo } from '../mesh/visibility.js';
import { tlsMismatch } from './tls-mismatch.js';

/** Why every request for a target gets 503, whatever its endpoints do. */
export type NoCluster = 'backend' | 'host' | 'subset' | 'port' | 'visibility' | 'labels' | 'tls';

/**
 * Why the client's proxy has no endpoint to send the target's requests to: the host, the subset, the port or the Service is
 * one that it does not have, no workload has the subset's labels, or client and endpoints do not understand each other. Undefined where it has one, or nothing says that it has not.
 * Source: istio/istio pilot/pkg/networking/core/cluster_builder.go; pilot/pkg/model/push_context.go servicesExportedToNamespace.
 */
export function noCluster(mesh: Mesh, target: Target): NoCluster | undefined {
  if (target.destination?.invalid !== undefined) return 'backend';
  if (target.route && isMissing(mesh, target)) return 'host';
  if (lacksSubset(target)) return 'subset';
  if (tlsMismatch(mesh, target)?.isCertain === true) return 'tls';
  if (!target.route) return undefined;
  const declared = declarationsOf(mesh, target.host);
  if (lacksPort(declared, target)) return 'port';
  if (visibilityOf(mesh, target) === 'hidden') return 'visibility';
  return lacksWorkloads(mesh, declared, target) ? 'labels' : undefined;
}

/** The same in words, for the table. */
export function noClusterReason(mesh: Mesh, cause: NoCluster, target: Target): string {
  const { host, port, subset, client, destination } = target;
  const isStream = takesStreams(target);
  const status = isStream ? 'the connection is closed' : statusWithoutCluster(target);
  const unavailable = isStream ? status : 503;
  switch (cause) {
    case 'backend':
      return `${destination?.invalid ?? ''}: ${status}`;
    case 'host':
      return `there is no Service or ServiceEntry ${shortHost(host)}: ${status}`;
    case 'subset':
      return `no rule for the host defines subset "${subset ?? ''}": ${unavailable}`;
    case 'port':
      return `${shortHost(host)} has no port ${String(port)}: ${status}`;
    case 'visibility':
      return clientKinds[client.kind].knows
        ? `${shortHost(host)} is not in scope of the client in namespace ${client.namespace}: ${status}`
        : `${shortHost(host)} is not exported to namespace ${client.namespace}: ${status}`;
    case 'labels':
      return `no workload of ${shortHost(host)} has the labels of subset "${subset ?? ''}": ${unavailable}`;
    case 'tls':
      return tlsMismatch(mesh, target)?.reason ?? '';
  }
}

/** What a proxy answers where it has no Envoy cluster for a target. */
export function statusWithoutCluster({ route }: Pick<Target, 'route'>): 500 | 503 {
  return route?.isOfGatewayApi ? 500 : 503;
}

/** Whether the route asks for a subset that no rule for the host defines: Envoy has no such cluster. */
export function lacksSubset({ subset, policies }: Target): boolean {
  if (subset === undefined || subset === '') return false;
  return policies.every(({ merged }) => merged.subsets.every(({ value }) => value.name !== subset));
}

function isMissing(mesh: Mesh, { host }: Target): boolean {
  return missingHost(mesh, host)?.severity === 'error';
}

function lacksPort(declared: readonly DeclaredService[], { port }: Target): boolean {
  if (port === undefined || declared.length === 0) return false;
  return withPorts(declared).every(
    (one) => one.ports.length > 0 && !(one.ports.includes(port) && hasStreams(one, port)),
  );
}

/** Whether the port of a host takes anything but UDP, for which Envoy has no clusters. */
function hasStreams({ resource }: DeclaredService, number: number): boolean {
  const ports =
    resource.kind === 'Service'
      ? (resource.spec.ports ?? []).filter(({ port }) => port === number)
      : (resource.spec.ports ?? []).filter((port) => port.number === number);
  return ports.some(({ protocol }) => protocol?.toUpperCase() !== 'UDP');
}

/**
 * Whether the Service is exported to the client. `unknown`: it is for clients in the namespace of the object that leads to it, such
 * as a Gateway, and nothing says whether the client's pods are there.
 */
export function visibilityOf(mesh: Mesh, target: Target): 'visible' | 'hidden' | 'unknown' {
  const { client, route, host, port } = target;
  const model: ClientModel = clientKinds[client.kind];
  if (model.knows) return model.knows(mesh, client, host, port) ? 'visible' : 'hidden';
  const declared = declarationsOf(mesh, host);
  if (!route || declared.length === 0) return 'visible';
  const standard = mesh.config.meshConfig?.defaultServiceExportTo;
  const reaches = (to: string) =>
    declared.some(({ namespace: own, exportTo }) => isExportedTo(to, own, exportTo, standard));
  if (reaches(client.namespace)) return 'visible';
  if (client.isNamespaceKnown) return 'hidden';
  const leading = clientKinds[client.kind].entryObjects(route);
  return leading.some((object) => reaches(object.namespace)) ? 'unknown' : 'hidden';
}

/** Of pods that nobody counts, the workloads of the tree say which labels they have. */
function lacksWorkloads(
  mesh: Mesh,
  declared: readonly DeclaredService[],
  { host, subset, policies }: Target,
): boolean {
  const [first] = declared;
  if (!subset || first?.resource.kind !== 'Service') return false;
  if (mesh.topology.endpoints(host).some(({ assumed }) => !assumed)) return false;
  const { namespace, spec } = first.resource;
  const selector = Object.entries(spec.selector ?? {});
  const wanted = policies.map(({ merged }) =>
    Object.entries(
      merged.subsets.find(({ value }) => value.name === subset)?.value.labels ?? {},
    ).filter(([key]) => !derivedLabel.test(key)),
  );
  if (selector.length === 0 || wanted.length === 0) return false;
  const workloads = selectedWorkloads(mesh, namespace, selector).map(podLabels);
  if (workloads.length === 0) return false;
  return wanted.every(
    (pairs) => !workloads.some((labels) => pairs.every(([key, value]) => labels[key] === value)),
  );
}

/** Labels that istiod adds by itself. */
const derivedLabel = /^topology\.|^kubernetes\.io\/hostname$/;

/** Those whose ports the host has: a ServiceEntry beside a Service adds endpoints, but no ports. */
export function withPorts(declared: readonly DeclaredService[]): readonly DeclaredService[] {
  const services = declared.filter(({ resource }) => resource.kind === 'Service');
  return services.length ? services : declared;
}

/** All Services and ServiceEntries of a host: the endpoints of all of them count. */
export function declarationsOf(
  { services, memory }: Pick<Mesh, 'services' | 'memory'>,
  host: string,
): readonly DeclaredService[] {
  const exact = memory.of(services, declarationsByHost).get(host);
  if (exact) return exact;
  const wildcard = services.find(host);
  return wildcard ? [wildcard] : [];
}

function declarationsByHost({ all }: Services): Map<string, DeclaredService[]> {
  const map = new Map<string, DeclaredService[]>();
  for (const service of all) addTo(map, service.host, service);
  return map;
}
