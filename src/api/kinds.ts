import { isMapping } from '../foundation/values.js';
import served from '../../schemas/istio/kinds.json' with { type: 'json' };
import { destinationRule } from './destination-rule.js';
import { gateway } from './gateway.js';
import {
  backendTlsPolicy,
  gatewayApiGateway,
  gatewayClass,
  grpcRoute,
  httpRoute,
  listenerSet,
  referenceGrant,
  tcpRoute,
  tlsRoute,
} from './gateway-api.js';
import { horizontalPodAutoscaler, replicated, service } from './kubernetes.js';
import { orderOfOther } from './order-of-others.js';
import { serviceEntry, workloadEntry } from './service-entry.js';
import type { Shape, TypeOf } from './shape.js';
import { sidecar } from './sidecar.js';
import { virtualService } from './virtual-service.js';

/** The API group of Istio's traffic management; a text without it says nothing about failover. */
export const istioGroup = served.group;

/** The API group of Istio's policies for who may talk to whom. */
export const istioSecurityGroup = 'security.istio.io';

/** The API group of Kubernetes' Gateway API. */
export const gatewayApiGroup = 'gateway.networking.k8s.io';

/** Groups whose objects say how requests are routed; the last one has the Gateway API's experiments. */
export const routingGroups: readonly string[] = [
  istioGroup,
  gatewayApiGroup,
  'gateway.networking.x-k8s.io',
];

/** One kind of object, and everything that depends on the kind. */
export interface KindEntry {
  /** The API group; empty for the core group. */
  group: string;
  kind: string;
  /** The versions of the group in which the API server serves the kind; the first is the one to write. */
  versions: readonly string[];
  /** The shape of `spec`. A kind with a shape is part of the model: its objects become resources. */
  shape?: Shape;
  /**
   * Its place among the kinds that `apply` writes: what others need comes before them, and goes after them. Default: that of
   * `orderOfOther`.
   */
  deployOrder?: number;
  /** Its objects are checked as the API server and istiod's webhook check them: `admission/` has its schema. */
  admission?: true;
  /** Only its number of pods is read: other tools report what is wrong with its text. */
  sizeOnly?: true;
  /** It is no part of the model, but rules look at it: it is kept, and what is wrong with its text is for others to report. */
  noted?: true;
  /** The name of the one object of the kind that matters. */
  onlyNamed?: string;
  clusterScoped?: true;
}

/** The places in the order of writing. */
const order = {
  namespaces: 0,
  hosts: 2,
  policies: 3,
  rules: 4,
  gateways: 5,
  listeners: 6,
  routes: 7,
} as const;

const core = '';
const apps = 'apps';
const { kinds: istio } = served;

/**
 * Every kind that is known, by the name that the code uses for it: the kind's own, unless two groups have a kind of
 * that name. A kind without a shape outside Istio's group is only recognised: reading manifests passes it over.
 */
export const kinds = {
  Gateway: {
    group: istioGroup,
    kind: 'Gateway',
    versions: istio.Gateway,
    shape: gateway,
    deployOrder: order.gateways,
    admission: true,
  },
  VirtualService: {
    group: istioGroup,
    kind: 'VirtualService',
    versions: istio.VirtualService,
    shape: virtualService,
    deployOrder: order.routes,
    admission: true,
  },
  DestinationRule: {
    group: istioGroup,
    kind: 'DestinationRule',
    versions: istio.DestinationRule,
    shape: destinationRule,
    deployOrder: order.rules,
    admission: true,
  },
  Service: {
    group: core,
    kind: 'Service',
    versions: ['v1'],
    shape: service,
    deployOrder: order.hosts,
  },
  ServiceEntry: {
    group: istioGroup,
    kind: 'ServiceEntry',
    versions: istio.ServiceEntry,
    shape: serviceEntry,
    deployOrder: order.hosts,
  },
  WorkloadEntry: {
    group: istioGroup,
    kind: 'WorkloadEntry',
    versions: istio.WorkloadEntry,
    shape: workloadEntry,
    deployOrder: order.hosts,
  },
  Sidecar: {
    group: istioGroup,
    kind: 'Sidecar',
    versions: istio.Sidecar,
    shape: sidecar,
    deployOrder: order.policies,
  },
  Deployment: {
    group: apps,
    kind: 'Deployment',
    versions: ['v1'],
    shape: replicated,
    sizeOnly: true,
    deployOrder: order.hosts,
  },
  StatefulSet: {
    group: apps,
    kind: 'StatefulSet',
    versions: ['v1'],
    shape: replicated,
    sizeOnly: true,
    deployOrder: order.hosts,
  },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    kind: 'HorizontalPodAutoscaler',
    versions: ['v2', 'v1'],
    shape: horizontalPodAutoscaler,
    sizeOnly: true,
    deployOrder: order.hosts,
  },

  // Istio's other kinds of the group.
  EnvoyFilter: {
    group: istioGroup,
    kind: 'EnvoyFilter',
    versions: istio.EnvoyFilter,
    deployOrder: order.policies,
  },
  ProxyConfig: {
    group: istioGroup,
    kind: 'ProxyConfig',
    versions: istio.ProxyConfig,
    deployOrder: order.policies,
  },
  WorkloadGroup: {
    group: istioGroup,
    kind: 'WorkloadGroup',
    versions: istio.WorkloadGroup,
    deployOrder: order.hosts,
  },

  // Istio's policies for who may talk to whom.
  AuthorizationPolicy: {
    group: istioSecurityGroup,
    kind: 'AuthorizationPolicy',
    versions: ['v1', 'v1beta1'],
    deployOrder: order.policies,
    noted: true,
  },
  PeerAuthentication: {
    group: istioSecurityGroup,
    kind: 'PeerAuthentication',
    versions: ['v1', 'v1beta1'],
    deployOrder: order.policies,
    noted: true,
  },
  RequestAuthentication: {
    group: istioSecurityGroup,
    kind: 'RequestAuthentication',
    versions: ['v1', 'v1beta1'],
    deployOrder: order.policies,
    noted: true,
  },

  // What else may keep requests from pods, or answers them.
  WasmPlugin: {
    group: 'extensions.istio.io',
    kind: 'WasmPlugin',
    versions: ['v1alpha1'],
    noted: true,
  },
  NetworkPolicy: {
    group: 'networking.k8s.io',
    kind: 'NetworkPolicy',
    versions: ['v1'],
    noted: true,
  },

  // What can hold a mesh configuration, or a namespace's labels.
  Namespace: {
    group: core,
    kind: 'Namespace',
    versions: ['v1'],
    clusterScoped: true,
    noted: true,
    deployOrder: order.namespaces,
  },
  ConfigMap: { group: core, kind: 'ConfigMap', versions: ['v1'], onlyNamed: 'istio' },
  IstioOperator: { group: 'install.istio.io', kind: 'IstioOperator', versions: ['v1alpha1'] },
  Istio: { group: 'sailoperator.io', kind: 'Istio', versions: ['v1'], clusterScoped: true },
  IstioRevision: {
    group: 'sailoperator.io',
    kind: 'IstioRevision',
    versions: ['v1'],
    clusterScoped: true,
  },
  ServiceMeshControlPlane: {
    group: 'maistra.io',
    kind: 'ServiceMeshControlPlane',
    versions: ['v2', 'v1'],
  },

  // The Gateway API.
  GatewayApiGateway: {
    group: gatewayApiGroup,
    kind: 'Gateway',
    versions: ['v1', 'v1beta1'],
    shape: gatewayApiGateway,
    noted: true,
    deployOrder: order.gateways,
  },
  GatewayClass: {
    group: gatewayApiGroup,
    kind: 'GatewayClass',
    versions: ['v1', 'v1beta1'],
    shape: gatewayClass,
    noted: true,
    clusterScoped: true,
    deployOrder: order.namespaces,
  },
  HTTPRoute: {
    group: gatewayApiGroup,
    kind: 'HTTPRoute',
    versions: ['v1', 'v1beta1'],
    shape: httpRoute,
    noted: true,
    deployOrder: order.routes,
  },
  GRPCRoute: {
    group: gatewayApiGroup,
    kind: 'GRPCRoute',
    versions: ['v1'],
    shape: grpcRoute,
    noted: true,
    deployOrder: order.routes,
  },
  TLSRoute: {
    group: gatewayApiGroup,
    kind: 'TLSRoute',
    versions: ['v1', 'v1alpha3', 'v1alpha2'],
    shape: tlsRoute,
    noted: true,
    deployOrder: order.routes,
  },
  TCPRoute: {
    group: gatewayApiGroup,
    kind: 'TCPRoute',
    versions: ['v1', 'v1alpha2'],
    shape: tcpRoute,
    noted: true,
    deployOrder: order.routes,
  },
  ReferenceGrant: {
    group: gatewayApiGroup,
    kind: 'ReferenceGrant',
    versions: ['v1', 'v1beta1'],
    shape: referenceGrant,
    noted: true,
    deployOrder: order.policies,
  },
  ListenerSet: {
    group: gatewayApiGroup,
    kind: 'ListenerSet',
    versions: ['v1'],
    shape: listenerSet,
    noted: true,
    deployOrder: order.listeners,
  },
  BackendTLSPolicy: {
    group: gatewayApiGroup,
    kind: 'BackendTLSPolicy',
    versions: ['v1', 'v1alpha3'],
    shape: backendTlsPolicy,
    noted: true,
    deployOrder: order.policies,
  },

  // What may give a gateway other routes.
  Ingress: { group: 'networking.k8s.io', kind: 'Ingress', versions: ['v1'], noted: true },

  // What writes routes and Services in the cluster, by its own steps.
  Canary: { group: 'flagger.app', kind: 'Canary', versions: ['v1beta1'], noted: true },
  Rollout: { group: 'argoproj.io', kind: 'Rollout', versions: ['v1alpha1'], noted: true },

  // What says which manifests a cluster receives.
  Kustomization: {
    group: 'kustomize.config.k8s.io',
    kind: 'Kustomization',
    versions: ['v1beta1', 'v1'],
  },
  Application: { group: 'argoproj.io', kind: 'Application', versions: ['v1alpha1'] },
  ApplicationSet: { group: 'argoproj.io', kind: 'ApplicationSet', versions: ['v1alpha1'] },
  FluxKustomization: {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    versions: ['v1', 'v1beta2'],
  },
  GitRepository: {
    group: 'source.toolkit.fluxcd.io',
    kind: 'GitRepository',
    versions: ['v1', 'v1beta2'],
  },
  HelmRelease: {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    versions: ['v2', 'v2beta2', 'v2beta1'],
  },
} as const satisfies Readonly<Record<string, KindEntry>>;

type Kinds = typeof kinds;

export type KindName = keyof Kinds;

/** The kinds that the model reads. */
export type Kind = NamesWith<{ shape: Shape }>;

/** The kinds whose objects are checked as a cluster checks them. */
export type ValidatedKind = NamesWith<{ admission: true }>;

type NamesWith<Part> = { [K in KindName]: Kinds[K] extends Part ? K : never }[KindName];

/** The `spec` of the objects of a kind. */
export type SpecOf<K extends Kind> = { [Each in Kind]: TypeOf<Kinds[Each]['shape']> }[K];

/** An entry of the registry, with its name there. */
export interface KnownKind extends KindEntry {
  id: KindName;
}

const all: readonly KnownKind[] = (Object.entries(kinds) as [KindName, KindEntry][]).map(
  ([id, entry]) => ({ id, ...entry }),
);

/** The entries of each kind's name; different groups can have kinds of the same name. */
const entriesOf: ReadonlyMap<string, readonly KnownKind[]> = new Map(
  all.map(({ kind }) => [kind, all.filter((entry) => entry.kind === kind)]),
);

/** The kind of an object, by its group and kind, in whatever version; undefined for a kind that is not in the registry. */
export function kindOf(object: Readonly<Record<string, unknown>>): KnownKind | undefined {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const entry = entryOf(groupOf(apiVersion), kind);
  return entry?.onlyNamed && entry.onlyNamed !== nameOf(object) ? undefined : entry;
}

/** The entry of a kind, whatever the version and the object's name; undefined for a kind that is not in the registry. */
export function entryOf(group: string, kind: string): KnownKind | undefined {
  return entriesOf.get(kind)?.find((entry) => entry.group === group);
}

/** Every entry of a kind's name. */
export function entriesOfKind(kind: string): readonly KnownKind[] {
  return entriesOf.get(kind) ?? [];
}

/** The API group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return splitApiVersion(apiVersion).group;
}

/** `networking.istio.io/v1` in its parts. The core group has no name: its `apiVersion` is the version alone. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** The `apiVersion` in which objects of a kind are written. */
export function apiVersionOf({ group, versions }: KindEntry): string {
  const [version = ''] = versions;
  return group === '' ? version : `${group}/${version}`;
}

/** Whether an `apiVersion` is of Istio's group, even if its version is missing or not served. */
export function isIstioGroup(apiVersion: unknown): boolean {
  if (typeof apiVersion !== 'string' || !apiVersion.startsWith(istioGroup)) return false;
  return apiVersion.length === istioGroup.length || apiVersion[istioGroup.length] === '/';
}

/**
 * Whether an object is kept when manifests are read: every object of Istio's group, those of the other kinds of the
 * model, and those that rules look at, in the versions that are served.
 */
export function concernsFailover(object: Readonly<Record<string, unknown>>): boolean {
  if (isIstioGroup(object['apiVersion'])) return true;
  const entry = kindOf(object);
  if (!isModelled(entry) && !entry?.noted) return false;
  return entry.versions.includes(splitApiVersion(String(object['apiVersion'])).version);
}

/** An entry of the registry whose objects are checked as a cluster checks them. */
interface ValidatedEntry extends KnownKind {
  id: ValidatedKind;
}

/** Whether the objects of a kind are checked as a cluster checks them. */
export function isValidated(entry: KnownKind | undefined): entry is ValidatedEntry {
  return entry?.admission === true;
}

/** The kinds whose objects are checked as a cluster checks them. */
export const validatedKinds: readonly ValidatedKind[] = all.filter(isValidated).map(({ id }) => id);

/** The kinds of Istio's group, by the alphabet. */
export const istioKinds: readonly KnownKind[] = all
  .filter(({ group }) => group === istioGroup)
  .toSorted((a, b) => (a.kind < b.kind ? -1 : 1));

/** An entry of the registry that the model reads. */
export interface ModelledKind extends KnownKind {
  id: Kind;
  shape: Shape;
}

/** Whether the model reads the objects of a kind. */
export function isModelled(entry: KnownKind | undefined): entry is ModelledKind {
  return entry?.shape !== undefined;
}

/** The kinds that the model reads. */
export const modelledKinds: readonly Kind[] = all.filter(isModelled).map(({ id }) => id);

/** The kinds of objects that say how requests are routed, as far as no kind of another group has the same name. */
export const routingKinds: readonly KnownKind[] = all.filter(
  (entry) =>
    routingGroups.includes(entry.group) &&
    (isModelled(entry) || entry.noted) &&
    entriesOf.get(entry.kind)?.length === 1,
);

/** The API groups of which `apply` writes every kind. */
export const deployedGroups: readonly string[] = [istioGroup, istioSecurityGroup];

/** The place of a kind in the order of writing. */
export function deployOrderOf(group: string, kind: string): number {
  return entryOf(group, kind)?.deployOrder ?? orderOfOther(group, kind);
}

/** Whether the objects of a kind are routes: what they name is written before them, and deleted after them. */
export function isRouteKind(group: string, kind: string): boolean {
  return deployOrderOf(group, kind) === order.routes;
}

/** Whether the objects of a kind decide about the writes of others: they are written after everything, and deleted before it. */
export function isLateKind(group: string, kind: string): boolean {
  return deployOrderOf(group, kind) > order.routes;
}

function nameOf({ metadata }: Readonly<Record<string, unknown>>): unknown {
  return isMapping(metadata) ? metadata['name'] : undefined;
}
