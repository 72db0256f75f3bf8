/** One generated case: manifests, a client, and a mesh configuration. */
import type { MeshConfig } from '../../../../src/config/config.js';

/** An object as it is applied. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    creationTimestamp?: string;
  };
  spec: Record<string, unknown>;
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
  /** Addresses of endpoints that are unready. */
  unready: string[];
}

/** A mesh configuration, and the networks of the clusters under it. */
export interface MeshVariant {
  name: string;
  config: MeshConfig;
  /** By cluster; a cluster that is missing has none. */
  networks: Record<string, string>;
  /** East-west gateways by cluster. */
  gateways: Record<string, number>;
}

export const CLUSTERS = [
  { name: 'a', locality: 'europe-west1' },
  { name: 'b', locality: 'us-central1' },
  { name: 'c', locality: 'asia-east1' },
] as const;
