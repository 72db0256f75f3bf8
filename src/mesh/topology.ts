import type { ClientKind } from '../config/config.js';
import type { GatewayNamespace } from './clients/gateway-namespace.js';
import type { Locality } from './locality.js';

/** Where things run: the clusters, what is in them, and who sends requests. */
export interface Topology {
  clusters: ClusterSite[];
  clients: Client[];
  /** Where the ingress gateways run that the configuration does not declare. */
  gatewayNamespace: GatewayNamespace;
  /** Zones count as regions do: a policy names several of one region, or all localities are of one region. */
  byZone: boolean;
  /** All localities are of one region. */
  isOneRegion: boolean;
  /** The locality that a key of a policy most probably means, being spelt otherwise than everywhere else; undefined: no slip. */
  meantBy(key: string): string | undefined;
  /** The host's endpoints, in the order in which an outage's `count` takes them. */
  endpoints(host: string): EndpointGroup[];
  /** The same for one port of the host as one namespace declares it. */
  endpointsIn(host: string, namespace: string, port: number | undefined): EndpointGroup[];
  /** Whether a host has pods that are assumed beside the endpoints that the manifests list, or may have. */
  podsBeside(host: string): 'some' | 'unknown' | 'none';
}

export interface ClusterSite {
  name: string;
  locality: Locality;
  /** The empty string for no network. */
  network: string;
  eastWestGateways: number;
}

/** Endpoints that are alike. */
export interface EndpointGroup {
  cluster: string;
  locality: Locality;
  network: string;
  count: number;
  /** Of each endpoint. */
  weight: number;
  /** Milliseconds that each works on a request, on average; missing: unknown. */
  latencyMs?: number;
  /** Requests that each works on at a time; missing: unlimited. */
  concurrency?: number;
  /** Undefined where nothing says which labels they have: they belong to every subset. */
  labels: Record<string, string> | undefined;
  /** Undefined for endpoints without an address of their own. */
  address: string | undefined;
  /** What sets an object of Istio's apart; missing for pods. */
  entry?: EndpointEntry;
  /** False for pods without a sidecar, which take no mTLS: they cannot be reached from other networks. */
  mtls?: false;
  /** Assumed, because nothing in the manifests or the configuration says where the host runs. */
  assumed: boolean;
}

/** An endpoint that is an object of Istio's, not a pod. */
export interface EndpointEntry {
  /** Every cluster has a copy of the manifest: an istiod takes the one in its own. */
  isShared: boolean;
  /** It is no part of the mesh: nobody scales it to zero, and it goes with no cluster. */
  isExternal?: true;
  /** As it is written, without trailing slashes that pods have. */
  locality: string;
  /** Whether it takes mTLS, as only those with a sidecar do. */
  mtls: boolean;
  /** The network that its label names, though it is in none unless it says so itself. */
  networkLabel: string;
}

/** A proxy that sends requests: by default the ingress gateway of a cluster. */
export interface Client {
  kind: ClientKind;
  name: string;
  cluster: string;
  locality: Locality;
  namespace: string;
  /** False: nothing says where it runs, and nothing may be concluded from its namespace. */
  isNamespaceKnown: boolean;
  network: string;
  /** The Gateway of the Gateway API, as `namespace/name`, whose pod it is; missing: it is no such pod, or its labels say which. */
  gateway?: string;
  /** Undefined: it matches every Gateway's selector. */
  labels: Record<string, string> | undefined;
  /** Requests per second of all replicas, for runs over time and limits; of no account where there are callers. */
  rps: number;
  /** Callers of all replicas, each of whom sends a request when the one before is answered; missing: `rps` counts. */
  callers?: number;
  /** Proxies that share the requests; missing: 1. */
  replicas?: number;
}

/** Of a client whose configuration does not say it. */
export const defaultRequestsPerSecond = 50;

/** The clients of one kind. */
export function clientsOfKind<C extends { kind: string }>(
  clients: readonly C[],
  kind: ClientKind,
): C[] {
  return clients.filter((client) => client.kind === kind);
}

/** The regions of the clusters, in their order. */
export function clusterRegions(clusters: readonly ClusterSite[]): string[] {
  return [...new Set(clusters.map(({ locality }) => locality.region))].filter(Boolean);
}
