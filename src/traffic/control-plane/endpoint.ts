import type { Locality } from '../../mesh/locality.js';

/** One workload instance of a service, as istiod's registries know it. */
export interface Endpoint {
  /** Unique within the service. */
  id: string;
  /** What Envoy de-duplicates by; the id where it is missing. */
  address?: string;
  cluster: string;
  /** The cluster that istiod takes it to be in; its own, unless a ServiceEntry holds it. */
  registryCluster?: string;
  /** The empty string for no network. */
  network: string;
  locality: Locality;
  /**
   * The locality as the registry spells it; pods have `region/zone/subzone`, the default. Another
   * spelling of the same locality makes a group of its own.
   */
  localityLabel?: string;
  /** At least 1. */
  weight: number;
  labels: Readonly<Record<string, string>>;
  health: 'ready' | 'unready';
  /** Whether istiod drops it when it is unready: pods stay, WorkloadEntries go. */
  isDroppedWhenUnready?: boolean;
  /** The node, for `internalTrafficPolicy: Local` and PreferSameNode. */
  node?: string;
  /** False where it has no sidecar or mTLS is off: it cannot be reached in another network. */
  mtls?: boolean;
  /** It is outside of the mesh. */
  isExternal?: true;
  /** What a request to it gets; outages set this, istiod does not see it. */
  answer?: Answer;
  /** Milliseconds that it works on a request, on average; missing: unknown, and taken for 0. */
  latencyMs?: number;
  /** Requests that it works on at a time; missing: unlimited. */
  concurrency?: number;
}

/** What becomes of a request to a host: shares of its requests, 0 to 1; the rest is answered well. */
export interface Answer {
  /** Answered with 503. */
  failing: number;
  /** Answered with 500. */
  erroring: number;
  /** The connection fails. */
  unreachable: number;
  /** The connection is accepted, and closed without an answer; missing: none is. */
  reset?: number;
  /** The proxy gives up and answers with 504; missing: 0. */
  timingOut?: number;
  /** Milliseconds that every answer takes; missing: the endpoint's own. */
  latencyMs?: number;
}

export const answersWell: Answer = { failing: 0, erroring: 0, unreachable: 0 };

/** The Envoy that asks: an ingress gateway or a sidecar. */
export interface Proxy {
  cluster: string;
  /** The empty string for no network. */
  network: string;
  locality: Locality;
  namespace: string;
  labels: Readonly<Record<string, string>>;
  node?: string;
  /** A sidecar, or a gateway that istiod takes for an ingress gateway; missing: another gateway. */
  role?: 'sidecar' | 'ingress';
}

/** An east-west gateway, by which other networks reach the endpoints of this one. */
export interface NetworkGateway {
  network: string;
  /** The empty string where it comes from meshNetworks. */
  cluster: string;
  address: string;
  port: number;
}
