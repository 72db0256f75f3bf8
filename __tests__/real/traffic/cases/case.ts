/** One generated case: manifests, a client, and a mesh configuration. */
import type { MeshConfig } from '../../../../src/api/mesh-config.js';
import type { EndpointConfig } from '../../../../src/config/config.js';

/** An object as it is applied. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  /** Of a pod: set once it is there. */
  status?: Record<string, unknown>;
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    creationTimestamp?: string;
  };
  spec?: Record<string, unknown>;
  addressType?: string;
  endpoints?: unknown[];
  ports?: unknown[];
}

/** Where and when an object is applied. */
export interface Placed {
  manifest: Manifest;
  /** Undefined: every cluster has a copy, the first one's istiod reads it. */
  cluster: string | undefined;
  /** 1: at least a second younger than 0. */
  wave: 0 | 1;
}

export interface CaseClient {
  cluster: string;
  locality: string;
  namespace: string;
  network: string | undefined;
  labels: Record<string, string>;
}

export interface Case {
  index: number;
  objects: Placed[];
  client: CaseClient;
  /** Which of the mesh configurations. */
  mesh: string;
  host: string;
  port: number;
  subset: string | undefined;
  /** What the configuration says about pods, one endpoint each; undefined: the manifests say where it runs. */
  pods: CasePod[] | undefined;
}

/** A pod as the configuration knows it. */
export interface CasePod {
  endpoint: Required<Pick<EndpointConfig, 'locality' | 'cluster' | 'labels'>> & EndpointConfig;
  isUnready: boolean;
}

/** A mesh configuration, and the networks of the clusters under it. */
export interface MeshVariant {
  name: string;
  config: MeshConfig;
  /** By cluster; a cluster that is missing has none. */
  networks: Record<string, string>;
  /** East-west gateways by cluster. */
  gateways: Record<string, number>;
  /** istiod's flags; missing: none. */
  flags?: Record<string, string>;
}

export const CLUSTERS = [
  { name: 'a', locality: 'europe-west1' },
  { name: 'b', locality: 'us-central1' },
  { name: 'c', locality: 'asia-east1' },
] as const;
