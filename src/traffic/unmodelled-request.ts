import { kindOf } from '../api/kinds.js';
import { isMeshDeclared } from '../config/config.js';
import { isMapping } from '../foundation/values.js';
import type { Mesh } from '../mesh/mesh.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import { HostIndex } from '../mesh/host-index.js';
import { routeHosts, type ApiRouteResource } from '../mesh/gateway-api/attachment.js';
import { routeKinds } from '../mesh/gateway-api/listeners.js';
import { mayBeElsewhere, missingParents } from '../mesh/gateway-api/unresolved.js';
import { hostAskedFor, type MeshRequest } from '../mesh/request.js';
import type { Resource } from '../mesh/resource.js';
import { satisfiesSelector } from '../mesh/selector.js';
import type { Client } from '../mesh/topology.js';
import { unknownContent, unmodelledIn } from './unmodelled.js';
import { unservedTargets } from './unserved-hosts.js';

/** Why nobody can say what a client's proxy does with a request, whatever routes it has; undefined: nothing stands in the way. */
export function unknownAtProxy(
  mesh: Mesh,
  client: Client,
  request: MeshRequest,
  objects: readonly Resource[],
): string | undefined {
  const unknown = unknownContent(mesh, objects);
  if (unknown !== undefined) return unknown;
  const found = unmodelledIn(mesh).find((one) => one.changesRoutes?.(mesh, client));
  if (found) return `${found.reason} is not modelled`;
  if (!clientKinds[client.kind].isGuarded) return undefined;
  const policy = mesh.memory
    .of(mesh, accessPolicies)
    .find((one) => appliesTo(one, mesh, client) && mayReject(one, request));
  if (!policy) return undefined;
  const { kind, namespace, name } = policy;
  return `${kind} ${namespace}/${name} may reject the request, and is not evaluated`;
}

/** Why it is not certain that no route takes a request; undefined: it is. */
export function unknownWithoutRoute(
  mesh: Mesh,
  client: Client,
  request: MeshRequest,
): string | undefined {
  if (!clientKinds[client.kind].isGuarded) return undefined;
  const host = hostAskedFor(request);
  const [uncertain] = mesh.memory.of(mesh, uncertainHosts).covering(host);
  if (uncertain !== undefined) return uncertain;
  const [other] = mesh.memory.of(mesh, otherRoutes)(client).covering(host);
  return other === undefined ? undefined : `${other} may take it, and is not modelled`;
}

/** A policy that lets a proxy reject requests. */
interface AccessPolicy {
  kind: string;
  namespace: string;
  name: string;
  isNamespaceKnown: boolean;
  selector: Record<string, string>;
  action: string;
}

function accessPolicies({ placed }: Mesh): AccessPolicy[] {
  return placed.flatMap(({ document: { value }, namespace, isNamespaceKnown }) => {
    const kind = kindOf(value)?.id;
    if (kind !== 'AuthorizationPolicy' && kind !== 'RequestAuthentication') return [];
    const metadata = mappingOf(value['metadata']);
    // It is written to the log alone.
    if (mappingOf(metadata['annotations'])['istio.io/dry-run'] === 'true') return [];
    const spec = mappingOf(value['spec']);
    const selector = Object.entries(mappingOf(mappingOf(spec['selector'])['matchLabels'])).map(
      ([key, own]) => [key, String(own)],
    );
    return {
      ...{ kind, namespace, isNamespaceKnown },
      name: String(metadata['name']),
      selector: Object.fromEntries(selector) as Record<string, string>,
      action: typeof spec['action'] === 'string' ? spec['action'] : 'ALLOW',
    };
  });
}

function appliesTo(
  { namespace, isNamespaceKnown, selector }: AccessPolicy,
  { config }: Mesh,
  client: Client,
): boolean {
  const isPlace = [config.rootNamespace, client.namespace].includes(namespace) || !isNamespaceKnown;
  return isPlace && satisfiesSelector(client.labels, selector);
}

/** What only writes logs rejects nothing, and without a token there is none to be rejected. */
function mayReject({ kind, action }: AccessPolicy, { headers }: MeshRequest): boolean {
  return kind === 'AuthorizationPolicy' ? action !== 'AUDIT' : headers.has('authorization');
}

/** Why a public host has no route here, where nobody can tell whether it has one in the cluster. */
function uncertainHosts(mesh: Mesh): HostIndex<string> {
  const index = new HostIndex<string>();
  for (const { unserved } of unservedTargets(mesh)) {
    if (unserved && !unserved.isCertain) index.add(unserved.publicHost, unserved.reason);
  }
  return index;
}

/** Objects of other kinds that may give a gateway routes, by their hosts. */
function otherRoutes(mesh: Mesh): (client: Client) => HostIndex<string> {
  const index = new HostIndex<string>();
  const withGateways = new HostIndex<string>();
  for (const one of mesh.placed) {
    const { value } = one.document;
    if (kindOf(value)?.id !== 'Ingress') continue;
    const name = String(mappingOf(value['metadata'])['name']);
    for (const host of hostsOfIngress(value, mappingOf(value['spec']))) {
      for (const list of [index, withGateways]) list.add(host, `Ingress ${one.namespace}/${name}`);
    }
  }
  for (const route of routeKinds.flatMap((kind) => mesh.resources[kind] as ApiRouteResource[])) {
    const missing = missingParents(mesh, route);
    if (missing.length === 0) continue;
    const isOfSet =
      mayBeElsewhere(mesh, route) && missing.some(({ kind }) => kind === 'ListenerSet');
    const title = `${route.kind} ${route.namespace}/${route.name}`;
    for (const host of routeHosts(route)) {
      withGateways.add(host, title);
      if (isOfSet) index.add(host, title);
    }
  }
  // The pod of a Gateway that is there has no routes of one that is not.
  const isKnown = ({ gateway, labels }: Client) =>
    gateway !== undefined || (labels !== undefined && isMeshDeclared(mesh.config));
  return (client) => (isKnown(client) ? index : withGateways);
}

/** Of those that are meant for Istio. */
function hostsOfIngress(
  value: Readonly<Record<string, unknown>>,
  spec: Record<string, unknown>,
): string[] {
  const annotations = mappingOf(mappingOf(value['metadata'])['annotations']);
  const name = spec['ingressClassName'] ?? annotations['kubernetes.io/ingress.class'];
  if (name !== 'istio') return [];
  return listOf(spec['rules']).map((rule) => {
    const { host } = mappingOf(rule);
    return typeof host === 'string' && host !== '' ? host : '*';
  });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function mappingOf(value: unknown): Record<string, unknown> {
  return isMapping(value) ? value : {};
}
