import type { Config } from '../config/config.js';
import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Target, TargetPolicy } from '../mesh/targets.js';
import { tlsAcrossNetworks } from '../mesh/traffic-policy.js';
import type { ClusterSite, EndpointGroup } from '../mesh/topology.js';
import { isSubsetOf } from '../mesh/host-name.js';
import type { Endpoint, NetworkGateway, Proxy } from './control-plane/endpoint.js';
import type { PolicyInput, ServiceSettings } from './control-plane/policy.js';
import { noCluster, noClusterReason, type NoCluster } from './no-cluster.js';
import type { Outage } from './outage.js';
import type { PredictInput, PredictResult } from './predict.js';
import { PredictionCache } from './prediction-cache.js';
import type { RetryPolicy } from './proxy/retry.js';

/** Labels that istiod derives from the locality and the cluster, whatever the workload says. */
const DERIVED_LABEL = /^topology\.|^kubernetes\.io\/hostname$/;

/** What becomes of a target's requests during the outages. */
export function predictTarget(
  mesh: Mesh,
  target: Target,
  outages: readonly Outage[],
  explain = false,
): PredictResult {
  const cause = noCluster(mesh, target);
  if (cause) return withoutCluster(mesh, target, cause);
  return partsOf(mesh).predictions.predict({ ...inputOf(mesh, target), outages, explain });
}

/** Every request ends with 503, with the flag NC or UH. */
export function withoutCluster(mesh: Mesh, target: Target, cause: NoCluster): PredictResult {
  return notServed(mesh, target, RULES[cause], noClusterReason(cause, target));
}

const RULES: Record<NoCluster, string> = {
  subset: 'missing-subset',
  port: 'missing-port',
  visibility: 'not-exported',
  labels: 'missing-labels',
};

/** No endpoint gets a request, and every request fails. */
export function notServed(
  { topology }: Mesh,
  { host }: Target,
  rule: string,
  reason: string,
): PredictResult {
  const localities = new Set(
    topology
      .endpoints(host)
      .filter(({ count }) => count > 0)
      .map(({ locality }) => formatLocality(locality)),
  );
  return {
    undefined: false,
    split: [...localities].sort().map((locality) => ({ locality, share: 0 })),
    unanswered: 1,
    errors: 1,
    determined: true,
    reason,
    steps: [{ rule, text: reason }],
  };
}

/** Everything of the model that the prediction for a target depends on, without outages. */
export function inputOf(mesh: Mesh, target: Target): PredictInput {
  const { config, topology } = mesh;
  const { client, host, subset, policies } = target;
  const parts = partsOf(mesh);
  const retries = retriesOf(mesh, target);
  const subsetLabels =
    policies[0]?.merged.subsets.find(({ value: { name } }) => name === subset)?.value.labels ??
    noLabels;
  return {
    profile: config.profile,
    proxy: parts.from(client, () => proxyOf(target)),
    policies: parts.from(policies, () =>
      policies.length ? policies.map((own) => policyInput(own, target)) : [{}],
    ),
    mesh: config.meshConfig ?? noMeshConfig,
    service: parts.from(host, () => serviceSettings(mesh, host)),
    subsetLabels: parts.from(subsetLabels, () => subsetLabels),
    endpoints: parts.endpoints(topology.endpoints(host), subsetLabels, client.cluster),
    networkGateways: parts.from(topology, () => topology.clusters.flatMap(gatewaysOf)),
    outages: [],
    retries: retries && parts.from(retries, () => retries),
    rps: client.rps,
  };
}

const noLabels: Readonly<Record<string, string>> = {};
const noMeshConfig = {};
const noRetries: RetryPolicy = { attempts: 0 };

/**
 * The parts of inputs, of one mesh: each is the same object wherever its content is the same, so that what follows from them
 * can be worked out once. They must not be changed.
 */
class InputParts {
  /** Rules predict the same few outages for each of thousands of targets, most of which are alike. */
  readonly predictions = new PredictionCache();
  private readonly bySource = new Map<unknown, unknown>();
  private readonly byContent = new Map<string, unknown>();
  private readonly byGroups = new Map<unknown, Map<string, Endpoint[]>>();

  /** @param source What the part follows from: it is made once for each. */
  from<T extends object>(source: unknown, make: () => T): T {
    let part = this.bySource.get(source) as T | undefined;
    if (!part) {
      const made = make();
      const content = JSON.stringify(made);
      part = (this.byContent.get(content) as T | undefined) ?? made;
      this.byContent.set(content, part);
      this.bySource.set(source, part);
    }
    return part;
  }

  endpoints(
    groups: readonly EndpointGroup[],
    subsetLabels: Readonly<Record<string, string>>,
    clientCluster: string,
  ): Endpoint[] {
    const known = this.byGroups.get(groups) ?? new Map<string, Endpoint[]>();
    this.byGroups.set(groups, known);
    const key = JSON.stringify([clientCluster, subsetLabels]);
    const endpoints =
      known.get(key) ??
      groups.flatMap((group, index) => expand(group, index, subsetLabels, clientCluster));
    known.set(key, endpoints);
    return endpoints;
  }
}

const knownParts = new WeakMap<Mesh, InputParts>();

function partsOf(mesh: Mesh): InputParts {
  const parts = knownParts.get(mesh) ?? new InputParts();
  knownParts.set(mesh, parts);
  return parts;
}

/** The Service's settings, with the mesh's for its host. */
export function serviceSettings({ services, config }: Mesh, host: string): ServiceSettings {
  const service = services.find(host);
  return {
    trafficDistribution: service?.trafficDistribution,
    internalTrafficPolicy: service?.internalTrafficPolicy,
    resolution: service?.resolution,
    clusterLocal: isClusterLocal(host, config),
  };
}

/**
 * The most specific of the mesh's service settings decides; kube-system and the API server are local.
 * Source: istio/istio pilot/pkg/model/cluster_local.go.
 */
function isClusterLocal(host: string, { meshConfig }: Config): boolean {
  const settings = (meshConfig?.serviceSettings ?? []).flatMap(({ settings: own, hosts = [] }) =>
    hosts.map((pattern) => ({ pattern, local: own?.clusterLocal === true })),
  );
  const defaults = ['*.kube-system.svc.cluster.local', 'kubernetes.default.svc.cluster.local'];
  const best = [...defaults.map((pattern) => ({ pattern, local: true })), ...settings]
    .filter(({ pattern }) => isSubsetOf(host, pattern))
    .sort((a, b) => a.pattern.length - b.pattern.length)
    .at(-1);
  return best?.local ?? false;
}

function proxyOf({ client }: Target): Proxy {
  const { cluster, network, locality, namespace, labels = {} } = client;
  // Where the gateway's pod is nobody knows, but it is on a node, and hardly on that of an endpoint.
  const node = { 'kubernetes.io/hostname': `node of ${client.name}` };
  return { cluster, network, locality, namespace, labels: { ...node, ...labels } };
}

/** The effective policy; whether mTLS crosses networks is resolved in another way than the rest. */
function policyInput({ merged, policy }: TargetPolicy, { port, subset }: Target): PolicyInput {
  const networkTls = tlsAcrossNetworks(merged, port, subset) ?? null;
  const { value, levels } = policy;
  return {
    ...value,
    ...(networkTls?.mode === value.tls?.mode ? {} : { networkTls }),
    ...(levels.outlierDetection.kind === 'subset-port' ? { hidesMeshDefault: true } : {}),
  };
}

/** Endpoints whose labels nobody knows carry the subset's, so that every subset has them. */
function expand(
  group: EndpointGroup,
  index: number,
  subsetLabels: Readonly<Record<string, string>>,
  clientCluster: string,
): Endpoint[] {
  const { entry } = group;
  const own = Object.entries(subsetLabels).filter(([key]) => !DERIVED_LABEL.test(key));
  const labels = { ...(group.labels ?? Object.fromEntries(own)) };
  // Only entries of other clusters are labelled so.
  if (entry?.networkLabel && group.network === '' && group.cluster !== clientCluster) {
    labels['topology.istio.io/network'] ??= entry.networkLabel;
  }
  return Array.from({ length: group.count }, (_, number) => ({
    id: `${formatLocality(group.locality)}#${String(index)}.${String(number)}`,
    ...(group.address === undefined ? {} : { address: group.address }),
    ...(entry && { localityLabel: entry.locality, mtls: entry.mtls, isDroppedWhenUnready: true }),
    ...(group.mtls === false && { mtls: false }),
    // It comes from the configuration of the istiod that serves the client.
    ...(entry?.isShared && { registryCluster: clientCluster }),
    cluster: group.cluster,
    network: group.network,
    locality: group.locality,
    weight: group.weight,
    labels,
    health: 'ready',
  }));
}

function gatewaysOf({ name, network, eastWestGateways }: ClusterSite): NetworkGateway[] {
  return Array.from({ length: network === '' ? 0 : eastWestGateways }, (_, number) => ({
    network,
    cluster: name,
    address: `east-west gateway ${String(number + 1)} of ${name}`,
    port: 15443,
  }));
}

function retriesOf({ config }: Mesh, { route }: Target): RetryPolicy | undefined {
  if (route && route.protocol !== 'http') return noRetries;
  return route?.http?.retries ?? config.meshConfig?.defaultHttpRetryPolicy;
}
