import type { ControlPlaneConfig } from './control-plane-config.js';
import type { GateConfig, VerifyConfig } from './gate-config.js';
import type { MeshConfig } from '../api/mesh-config.js';
import type { Severity } from '../foundation/severity.js';
import type { Document } from '../manifest/document.js';

/** `mesh-failover.yaml`, with every default filled in. Shapes as in docs/configuration.md. */
export interface Config {
  version: 1;
  profile: Profile;
  rootNamespace: string;
  /** How the istiod of every cluster is started. */
  controlPlane: ControlPlaneConfig;
  /** The mesh configuration, already read; undefined: Istio's defaults. */
  meshConfig: MeshConfig | undefined;
  /** Folders, files and globs, relative to the working folder. */
  paths: string[];
  /** Globs of what is not read, relative to the working folder. */
  exclude: string[];
  /** The namespace of objects that have none and get none from their unit; undefined: unknown. */
  namespace: string | undefined;
  /** Where the names of the clusters' Services end, after `svc`; undefined: found in the manifests. */
  clusterDomain: string | undefined;
  /** Whether kustomizations and charts are rendered with the installed kustomize and Helm. */
  render: 'off' | 'auto';
  /** Undefined: found in the folders. */
  environments: Record<string, EnvironmentConfig> | undefined;
  /** Undefined where the file declares none: one per region that the manifests name. */
  clusters: ClusterConfig[] | undefined;
  workloads: WorkloadConfig[];
  /** Undefined where the file declares none: the ingress gateway of each cluster. */
  clients: ClientConfig[] | undefined;
  /** Round-trip times; between localities that none names it is 0. */
  links: LinkConfig[];
  scenarios: ScenarioConfig[];
  /** Which rules are on without being named: those for most, all, or the mission's alone. */
  preset: Preset;
  rules: Record<string, RuleSetting>;
  /** Other settings of rules in some files; the last one that names a rule counts. */
  overrides: OverrideConfig[];
  frontDoor: 'none' | 'dns' | 'global-lb';
  deploy: DeployConfig;
  /** As it is declared; `src/drill/drill-settings.ts` has the defaults. */
  drill: DrillConfig;
  /** The configuration file, relative to the working folder; undefined if there is none. */
  file: string | undefined;
  /** The configuration's own document, to point at its lines. */
  document: Document | undefined;
}

/** Where the names of the clusters' Services end, after `svc`. */
export function domainOf({
  clusterDomain = 'cluster.local',
}: Pick<Config, 'clusterDomain'>): string {
  return clusterDomain;
}

/**
 * Whether a configuration says what the mesh consists of: what the manifests lack is then missing, and else it may be elsewhere.
 * Clusters that were found in the folders do not count.
 */
export function isMeshDeclared({ document, clusters, workloads }: Config): boolean {
  return document !== undefined && (clusters !== undefined || workloads.length > 0);
}

export type Profile = 'istio-1.31' | 'istio-1.30' | 'csm-managed';

export const presets = ['recommended', 'strict', 'invariants'] as const;

export type Preset = (typeof presets)[number];

/** What the configuration needs to know of a rule. */
export interface KnownRule {
  name: string;
  /** The numbers that can be set, by their names. */
  options?: Readonly<Record<string, NumberOption>>;
}

export interface NumberOption {
  /** Markdown for the rule's page, with the unit. */
  summary: string;
  /** Undefined: the rule says nothing without it. */
  default: number | undefined;
  /** A value must be above this … */
  above: number;
  /** … and at most this. */
  most: number;
}

export interface RuleSetting {
  /** `off`, or the severity that replaces the rule's own; undefined keeps it. */
  severity: Severity | 'off' | undefined;
  options: Record<string, unknown>;
}

export interface OverrideConfig {
  /** Files, folders and globs, relative to the working folder. */
  paths: string[];
  rules: Record<string, RuleSetting>;
}

/** Clusters that form a mesh of their own, when one file describes several. */
export interface EnvironmentConfig {
  clusters: ClusterConfig[];
  workloads?: WorkloadConfig[];
  clients?: ClientConfig[];
}

/** Where manifests of one cluster come from; paths are relative to the working folder. */
export type SourceConfig =
  | { path: string }
  | { kustomize: string }
  | {
      helm: {
        chart: string;
        release?: string;
        namespace?: string;
        values?: string[];
        set?: Record<string, string | number | boolean>;
      };
    };

export interface ClusterConfig {
  name: string;
  locality: string;
  network?: string;
  eastWestGateways?: number;
  /** How its istiod is started, beside what is said for all. */
  controlPlane?: ControlPlaneConfig;
  context?: string;
  /** Absolute. */
  kubeconfig?: string;
  /** Relative to the working folder. */
  paths?: string[];
  /** Beside `paths`. */
  sources?: SourceConfig[];
  ingress?: IngressConfig;
}

/** How the drill reaches a cluster's ingress gateway. */
export interface IngressConfig {
  url?: string;
  headers?: Record<string, string>;
  hostHeader?: string;
  /** Envoy's admin interface. */
  adminUrl?: string;
  /** The gateway's Prometheus endpoint. */
  metricsUrl?: string;
}

export interface DeployConfig {
  /** Names the lock, the set of objects and the record of a run. */
  environment: string;
  /** Where in each cluster these are kept. */
  namespace: string;
  /** What it was called before; undefined: it has no other name. */
  previousEnvironment?: string;
  /** Whose it is; undefined: the repository's. */
  owner?: string;
  strategy: 'one-cluster-first' | 'parallel';
  pruneLimit: number;
  /** Sent beside Istio's kinds: `Service`, `HTTPRoute`, `KIND.GROUP` or `*.GROUP`. Undefined: none. */
  kinds?: string[];
  /** Undefined: by the profile. */
  verifySeconds?: number;
  /** Beside the status of objects. Undefined: istiod is asked, and no ingress gateway. */
  verify?: VerifyConfig;
  /** What must hold, one after the other, before the next clusters are written. Undefined: nothing. */
  gates?: GateConfig[];
}

export interface WorkloadConfig {
  host: string;
  /** When the endpoints were read from the clusters, as `2026-11-21T10:50:00Z`; undefined: written by hand. */
  readAt?: string;
  endpoints: EndpointConfig[];
}

export interface EndpointConfig {
  /** Region, region/zone or region/zone/subzone. */
  locality: string;
  /** How many endpoints are alike; default: 1. */
  count?: number;
  /** The cluster that they run in; default: the one whose locality matches best. */
  cluster?: string;
  /** Of each endpoint; default: 1. */
  weight?: number;
  /** Labels that subsets select by. */
  labels?: Record<string, string>;
  /** The network that they are in; default: that of the cluster. */
  network?: string;
  /** It is a WorkloadEntry, not a pod: istiod leaves it out while it is unready. */
  workloadEntry?: boolean;
  /** Whether it takes mTLS, which another network wants; default: pods do, WorkloadEntries do not. */
  mtls?: boolean;
  /** Milliseconds that it works on a request, on average; default: 0, and nothing is known. */
  latencyMs?: number;
  /** Requests that it works on at a time; default: unlimited. */
  concurrency?: number;
}

/** The network between two localities, each with everything below it. */
export interface LinkConfig {
  from: string;
  to: string;
  /** Milliseconds for the way there and back. */
  rttMs: number;
}

/** The kinds of clients that can be declared; `src/mesh/clients/` has what each of them does. */
export const clientKindNames = ['gateway', 'sidecar'] as const;

/** What kind of proxy a client is. */
export type ClientKind = (typeof clientKindNames)[number];

export interface ClientConfig {
  kind?: ClientKind;
  name: string;
  locality: string;
  cluster?: string;
  namespace?: string;
  labels?: Record<string, string>;
  serviceAccount?: string;
  network?: string;
  /** The Gateway of the Gateway API whose pod it is, as `namespace/name`. */
  gateway?: string;
  /** Requests per second to each host, of all replicas together. */
  rps?: number;
  /** In place of `rps`: callers who wait for each answer, of all replicas together. */
  concurrency?: number;
  /** Proxies that share the requests; default: 1. */
  replicas?: number;
}

export type OutageKind =
  | 'scaled-to-zero'
  | 'failing'
  | 'unready'
  | 'unreachable'
  | 'reset'
  | 'stale-api'
  | 'error-rate'
  | 'slow'
  | 'cluster-lost';

export interface OutageConfig {
  kind: OutageKind;
  locality?: string;
  cluster?: string;
  count?: number;
  rate?: number;
  seed?: number;
  /** Milliseconds that an answer takes, for the kinds `slow` and `failing`. */
  latencyMs?: number;
}

export interface ScenarioConfig {
  name: string;
  outages: OutageConfig[];
  expect?: Expectation;
}

export interface Expectation {
  hosts?: string[];
  clients?: string[];
  split?: Record<string, number>;
  tolerance?: number;
  maxErrors?: number;
}

/** How the failover is drilled. */
export interface DrillConfig {
  host?: string;
  scenarios?: string[];
  attribution?: AttributionConfig;
  rate?: number;
  timeoutSeconds?: number;
  freshConnections?: number;
  phaseSeconds?: number;
  tolerance?: number;
  errorTolerance?: number;
  survivors?: number;
  stopAfterFailedRequests?: number;
  cordonLabels?: Record<string, string>;
  budgets?: { failoverSeconds?: number; failbackSeconds?: number; failedRequests?: number };
}

/** How it is known who answered: exactly one of `header`, `body` and `gateway`. */
export interface AttributionConfig {
  header?: string;
  /** Plain text around `{locality}`. */
  body?: string;
  /** What a header or body says, and the locality that it means. */
  values?: Record<string, string>;
  gateway?: 'admin' | 'metrics';
}
