import { firstFew } from '../foundation/first-few.js';
import { isMapping } from '../foundation/values.js';
import { kindOf } from '../api/kinds.js';
import { differingDuplicates } from '../mesh/duplicates.js';
import { meshParents } from '../mesh/gateway-api/mesh-parents.js';
import { mayBeElsewhere, missingParents } from '../mesh/gateway-api/unresolved.js';
import type { Mesh } from '../mesh/mesh.js';
import type { PlacedDocument } from '../mesh/placed-document.js';
import type { Resource } from '../mesh/resource.js';
import { objectsBehind, servicesBehind } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import { canary, rollout } from './progressive-delivery.js';
import type { Unmodelled } from './unmodelled-object.js';
import { qualifyHost } from '../mesh/host-name.js';
import { satisfiesSelector } from '../mesh/selector.js';

/** Every object of the mesh that the prediction does not know, in the order of the manifests. */
export function unmodelledIn(mesh: Mesh): readonly Unmodelled[] {
  return mesh.memory.of(mesh, find);
}

/** Why there is no number for a target; undefined where there is one. */
export function unmodelledReason(mesh: Mesh, target: Target): string | undefined {
  const unknown = unknownContent(mesh, [...objectsBehind(target), ...servicesBehind(mesh, target)]);
  if (unknown !== undefined) return unknown;
  const found = unmodelledIn(mesh).find((one) => one.touches(mesh, target));
  return found && `${found.reason} is not modelled`;
}

/** Why the manifests do not say what one of the objects is like in a cluster; undefined: they do. */
export function unknownContent(mesh: Mesh, objects: readonly Resource[]): string | undefined {
  const patched = objects.find(({ isPatched }) => isPatched);
  if (patched) return `${titleOf(patched)} is changed by parts that were not rendered`;
  const duplicates = differingDuplicates(mesh);
  const twice = objects.find((object) => duplicates.has(object));
  if (!twice) return undefined;
  const all = duplicates.get(twice) ?? [];
  const files = [...new Set(all.map(({ document }) => document.file))].sort();
  return `${titleOf(twice)} is there more than once, with different content (${firstFew(files)})`;
}

function titleOf({ kind, namespace, name }: Resource): string {
  return `${kind} ${namespace}/${name}`;
}

function find(mesh: Mesh): Unmodelled[] {
  return mesh.placed.flatMap((one) => unmodelled(mesh, one) ?? []);
}

function unmodelled(mesh: Mesh, placed: PlacedDocument): Unmodelled | undefined {
  const { value } = placed.document;
  switch (kindOf(value)?.id) {
    case 'EnvoyFilter':
      return envoyFilter(placed);
    case 'Namespace':
      return ambientNamespace(placed);
    case 'GatewayApiGateway':
      return waypoint(placed);
    case 'HTTPRoute':
    case 'GRPCRoute':
      return isModelledRoute(mesh, placed) ? undefined : gatewayApiRoute(placed);
    case 'TLSRoute':
    case 'TCPRoute':
      return gatewayApiRoute(placed);
    case 'Canary':
      return canary(placed);
    case 'Rollout':
      return rollout(placed);
    default:
      return undefined;
  }
}

/** What of Envoy's configuration decides about routes, load balancing and health. */
const routingParts = new Set(['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE']);
const patchedParts = new Set(['CLUSTER', ...routingParts]);

function envoyFilter(placed: PlacedDocument): Unmodelled | undefined {
  const spec = mappingOf(placed.document.value['spec']);
  const patches: unknown[] = Array.isArray(spec['configPatches']) ? spec['configPatches'] : [];
  const index = patches.findIndex((patch) => patchedParts.has(String(mappingOf(patch)['applyTo'])));
  if (index < 0) return undefined;
  const part = String(mappingOf(patches[index])['applyTo']);
  const contexts = patches
    .map(mappingOf)
    .filter(({ applyTo }) => patchedParts.has(String(applyTo)))
    .map(({ match }) => mappingOf(match)['context']);
  const selector = mappingOf(mappingOf(spec['workloadSelector'])['labels']);
  const labels = Object.fromEntries(
    Object.entries(selector).map(([key, own]) => [key, String(own)]),
  );
  const isNear = ({ config }: Mesh, { kind, namespace, labels: own }: Client) => {
    const others = kind === 'sidecar' ? /^(?:GATEWAY|SIDECAR_INBOUND)/ : /^SIDECAR/;
    const isFor = contexts.some((context) => typeof context !== 'string' || !others.test(context));
    const isPlace =
      [config.rootNamespace, namespace].includes(placed.namespace) || !placed.isNamespaceKnown;
    return isFor && isPlace && satisfiesSelector(own, labels);
  };
  const isRouting = patches.some((patch) => routingParts.has(String(mappingOf(patch)['applyTo'])));
  return {
    placed,
    reason: `EnvoyFilter for ${part}`,
    path: ['spec', 'configPatches', index, 'applyTo'],
    message:
      `This EnvoyFilter changes ${part} of Envoy's configuration, which is not modelled: outlier detection, localities or ` +
      'routes may differ from what is predicted. Check the proxy with istioctl proxy-config, or use a DestinationRule.',
    touches: (mesh, { client }) => isNear(mesh, client),
    ...(isRouting ? { changesRoutes: isNear } : {}),
  };
}

function ambientNamespace({ document, ...place }: PlacedDocument): Unmodelled | undefined {
  const metadata = mappingOf(document.value['metadata']);
  if (mappingOf(metadata['labels'])['istio.io/dataplane-mode'] !== 'ambient') return undefined;
  const suffix = `.${String(metadata['name'])}.svc.`;
  return {
    placed: { document, ...place },
    reason: 'ambient mode',
    path: ['metadata', 'labels', 'istio.io/dataplane-mode'],
    message:
      'This namespace is in ambient mode, which is not modelled: ztunnel ignores DestinationRules and never ejects an ' +
      'endpoint. Its hosts have no numbers here. Test an outage there with a drill.',
    touches: (_, { host, client }) => host.includes(suffix) || isCaught(client, metadata['name']),
  };
}

/** Whether ztunnel sends what a client in an ambient namespace sends: its pod has no sidecar of its own. */
function isCaught({ kind, namespace, labels }: Client, ambient: unknown): boolean {
  if (kind !== 'sidecar' || namespace !== ambient) return false;
  const hasSidecar =
    labels?.['sidecar.istio.io/inject'] === 'true' ||
    labels?.['istio.io/dataplane-mode'] === 'none';
  return !hasSidecar;
}

function waypoint(placed: PlacedDocument): Unmodelled | undefined {
  const spec = mappingOf(placed.document.value['spec']);
  if (spec['gatewayClassName'] !== 'istio-waypoint') return undefined;
  return {
    placed,
    reason: 'a waypoint',
    path: ['spec', 'gatewayClassName'],
    message:
      'This is a waypoint, which is not modelled: it applies DestinationRules from its own locality, not from that of ' +
      'the caller. Hosts of its namespace have no numbers here. Test an outage there with a drill.',
    touches: (_, { host }) => host.includes(`.${placed.namespace}.svc.`),
  };
}

/**
 * Whether all that a route names in `parentRefs` are Services with sidecars as clients, or listeners of Istio's ingress gateways, whether they take it or not, or are not there
 * at all.
 */
function isModelledRoute(mesh: Mesh, { document, cluster }: PlacedDocument): boolean {
  const own = cluster ?? mesh.topology.clusters[0]?.name ?? '';
  const viewed = mesh.gatewayApi(own).routeIn(document);
  if (!viewed) return false;
  const { route, attachments } = viewed;
  const missing = mayBeElsewhere(mesh, route) ? [] : missingParents(mesh, route);
  const isForCallers = mesh.config.clients?.every(({ kind }) => kind !== 'sidecar') !== true;
  const known = new Set([
    ...attachments.map(({ parent }) => parent),
    ...missing.map(({ index }) => index),
    ...(isForCallers ? meshParents(mesh.view(own), route).map(({ index }) => index) : []),
  ]);
  return (route.spec.parentRefs ?? []).every((_, index) => known.has(index));
}

/** A route of the Gateway API: the hosts that it leads to have clients that are not predicted. */
function gatewayApiRoute(placed: PlacedDocument): Unmodelled {
  const { value } = placed.document;
  const kind = String(value['kind']);
  const hosts = new Set([...backendsOf(value, placed), ...parentHosts(value, placed)]);
  return {
    placed,
    reason: kind,
    path: ['kind'],
    message:
      `This ${kind} is not modelled: no request that it takes is predicted. Its DestinationRules are ` +
      'checked by themselves. Test an outage with a drill.',
    touches: (_, { client, host, route }) =>
      client.kind === 'gateway' && route === undefined && hosts.has(host),
  };
}

/** The Services for whose clients a route is (`parentRefs` of kind Service). */
function parentHosts(
  value: Record<string, unknown>,
  { namespace, clusterDomain }: PlacedDocument,
): string[] {
  const { parentRefs } = mappingOf(value['spec']);
  return listOf(parentRefs)
    .map(mappingOf)
    .filter(({ kind }) => kind === 'Service')
    .map(({ name, namespace: own = namespace }) =>
      qualifyHost(String(name), { namespace: String(own), clusterDomain }),
    );
}

function backendsOf(
  value: Record<string, unknown>,
  { namespace, clusterDomain }: PlacedDocument,
): string[] {
  const { rules } = mappingOf(value['spec']);
  return listOf(rules).flatMap((rule) =>
    listOf(mappingOf(rule)['backendRefs']).map((reference) => {
      const { name, namespace: own = namespace } = mappingOf(reference);
      return qualifyHost(String(name), { namespace: String(own), clusterDomain });
    }),
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function mappingOf(value: unknown): Record<string, unknown> {
  return isMapping(value) ? value : {};
}
