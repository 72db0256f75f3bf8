import { domainOf, type Config } from '../config/config.js';
import type { Memory } from '../foundation/memory.js';
import { addTo } from '../foundation/add-to.js';
import { kept } from '../foundation/kept.js';
import { clientKinds } from '../mesh/clients/client-kinds.js';
import type { ClientModel } from '../mesh/clients/client-model.js';
import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { takesStreams, type Target, type TargetPolicy } from '../mesh/target.js';
import { retryBudgetOf, tlsAcrossNetworks } from '../mesh/traffic-policy.js';
import type { Client, ClusterSite, EndpointGroup, Topology } from '../mesh/topology.js';
import { isSubsetOf } from '../mesh/host-name.js';
import type { Endpoint, NetworkGateway, Proxy } from './control-plane/endpoint.js';
import type { PolicyInput, ServiceSettings } from './control-plane/policy.js';
import { controlPlaneFlags, isGlobalService } from './global-services.js';
import { loadOfTarget } from './load/load-of-target.js';
import { noCluster, noClusterReason, type NoCluster } from './no-cluster.js';
import type { Outage } from './outage.js';
import type { PredictInput, PredictResult } from './predict.js';
import { PredictionBudget } from './prediction-budget.js';
import { PredictionCache } from './prediction-cache.js';
import type { RetryPolicy } from './proxy/retry.js';
import { unorderedReason } from './unordered.js';

/** Labels that istiod derives from the locality and the cluster, whatever the workload says. */
const derivedLabel = /^topology\.|^kubernetes\.io\/hostname$/;

/** What becomes of a target's requests during the outages, whatever the load. */
export function predictTarget(
  mesh: Mesh,
  target: Target,
  outages: readonly Outage[],
  explain = false,
): PredictResult {
  const cause = noCluster(mesh, target);
  if (cause) return withoutCluster(mesh, target, cause);
  return predictInput(mesh, target, { ...inputOf(mesh, target), outages, explain });
}

/** The same with the declared load: what limits, timeouts and endpoints without room make of it. */
export function predictUnderLoad(
  mesh: Mesh,
  target: Target,
  outages: readonly Outage[],
): PredictResult {
  const cause = noCluster(mesh, target);
  if (cause) return withoutCluster(mesh, target, cause);
  return predictInput(mesh, target, { ...loadedInputOf(mesh, target), outages });
}

/** What becomes of the target's requests with an input that is the target's own but for some changes. */
export function predictInput(mesh: Mesh, target: Target, input: PredictInput): PredictResult {
  return predictWithin(mesh, mesh.memory.of(mesh, newPredictions), target, input);
}

/**
 * The same, with what a cache knows.
 *
 * @throws UserError where all predictions of the mesh together are more than can be made.
 */
export function predictWithin(
  mesh: Mesh,
  cache: PredictionCache,
  target: Target,
  input: PredictInput,
): PredictResult {
  const budget = mesh.memory.of(mesh, newBudget);
  return cache.predict(
    input,
    () => budget.take(input, target),
    (events) => budget.takeEvents(events, input, target),
  );
}

function newBudget(): PredictionBudget {
  return new PredictionBudget();
}

/** Rules predict the same few outages for each of thousands of targets, most of which are alike. */
function newPredictions({ memory }: Mesh): PredictionCache {
  return new PredictionCache(memory);
}

/** Every request ends with 503, with the flag NC or UH; for a route of the Gateway API with 500. */
export function withoutCluster(mesh: Mesh, target: Target, cause: NoCluster): PredictResult {
  return notServed(mesh, target, rules[cause], noClusterReason(mesh, cause, target));
}

const rules: Record<NoCluster, string> = {
  backend: 'invalid-backend',
  host: 'missing-host',
  subset: 'missing-subset',
  port: 'missing-port',
  visibility: 'not-exported',
  labels: 'missing-labels',
  tls: 'tls-mismatch',
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

/**
 * Everything of the model that the prediction for a target depends on, without outages. Its parts are the same objects
 * wherever their content is the same, so that what follows from them can be worked out once. They must not be changed.
 */
export function inputOf(mesh: Mesh, target: Target): PredictInput {
  const { load: _, ...input } = ownInput(mesh, target);
  return input;
}

/** The same with the declared load, and with that of other clients where endpoints have too little room for all. */
export function loadedInputOf(mesh: Mesh, target: Target): PredictInput {
  const input = ownInput(mesh, target);
  const isShared =
    input.load && input.endpoints.some(({ concurrency }) => concurrency !== undefined);
  return isShared ? { ...input, sharing: otherInputs(mesh, target) } : input;
}

/** Other clients that are looked at where endpoints have too little room for all. */
const mostOthers = 20;

/** What other clients send to the same endpoints; of several routes of a client the first. */
function otherInputs(mesh: Mesh, { client, host, port, subset }: Target): PredictInput[] {
  const all = mesh.memory.of(mesh, httpTargetsByHost).get(host) ?? [];
  const byClient = new Map<string, Target>();
  for (const other of all) {
    const { name } = other.client;
    const isMeant = other.port === port && other.subset === subset && name !== client.name;
    if (isMeant && byClient.size < mostOthers && !byClient.has(name)) byClient.set(name, other);
  }
  return [...byClient.values()].map((other) => ownInput(mesh, other));
}

function httpTargetsByHost(mesh: Mesh): Map<string, Target[]> {
  const byHost = new Map<string, Target[]>();
  for (const target of mesh.targets()) {
    if (target.route?.protocol === 'http') addTo(byHost, target.host, target);
  }
  return byHost;
}

function ownInput(mesh: Mesh, target: Target): PredictInput {
  const { config, topology } = mesh;
  const { client, subset, policies } = target;
  const { memory } = mesh;
  const retries = retriesOf(mesh, target);
  const subsetLabels =
    policies[0]?.merged.subsets.find(({ value: { name } }) => name === subset)?.value.labels ??
    noLabels;
  return {
    profile: config.profile,
    flags: controlPlaneFlags(mesh, client.cluster),
    proxy: memory.of(client, sharedProxy),
    policies: memory.of(policies, () => memory.shared(policyInputs(target)), policyInputs),
    mesh: config.meshConfig ?? noMeshConfig,
    service: settingsFor(mesh, target),
    subsetLabels: memory.shared(subsetLabels),
    endpoints: endpointsOf(memory, groupsFor(mesh, target), subsetLabels, client.cluster),
    networkGateways: memory.of(topology, networkGateways),
    outages: [],
    retries: retries && memory.shared(retries),
    rps: client.rps,
    ...loadPart(mesh, target),
    ...(takesStreams(target) ? { isStream: true } : {}),
  };
}

/** The same object for targets with the same load. Streams have neither requests nor timeouts that are modelled. */
function loadPart(mesh: Mesh, target: Target): Pick<PredictInput, 'load'> {
  if (target.route && target.route.protocol !== 'http') return {};
  const load = loadOfTarget(mesh, target);
  return load ? { load: mesh.memory.shared(load) } : {};
}

/** The endpoints of a target; of a host that several namespaces declare, those of the one that the client means. */
function groupsFor(mesh: Mesh, { client, host, port }: Target): readonly EndpointGroup[] {
  const model: ClientModel = clientKinds[client.kind];
  const namespace = model.namespaceOf?.(mesh, client, host);
  const { topology } = mesh;
  return namespace === undefined
    ? topology.endpoints(host)
    : topology.endpointsIn(host, namespace, port);
}

const noLabels: Readonly<Record<string, string>> = {};
const noMeshConfig = {};
const noRetries: RetryPolicy = { attempts: 0 };

function newServices(): Map<string, ServiceSettings> {
  return new Map();
}

/** The same array for the same groups, labels and cluster. */
function endpointsOf(
  memory: Memory,
  groups: readonly EndpointGroup[],
  subsetLabels: Readonly<Record<string, string>>,
  clientCluster: string,
): Endpoint[] {
  const key = JSON.stringify([clientCluster, subsetLabels]);
  return kept(memory.of(groups, newEndpoints), key, () =>
    groups.flatMap((group, index) => expand(group, index, subsetLabels, clientCluster)),
  );
}

function newEndpoints(): Map<string, Endpoint[]> {
  return new Map();
}

/** The settings of the target's Service; the same object for every target that has them. */
function settingsFor(mesh: Mesh, target: Target): ServiceSettings {
  const { memory } = mesh;
  const known = kept(memory.of(mesh, newServices), target.host, () =>
    memory.shared(serviceSettings(mesh, target.host)),
  );
  const unordered = unorderedReason(mesh, target);
  const isGlobal = isGlobalService(mesh, target.client.cluster, target.host);
  if (unordered === undefined && isGlobal === undefined) return known;
  return memory.shared({
    ...known,
    ...(unordered === undefined ? {} : { unordered }),
    ...(isGlobal === undefined ? {} : { isGlobal }),
  });
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
function isClusterLocal(host: string, config: Config): boolean {
  const { meshConfig } = config;
  const domain = domainOf(config);
  const settings = (meshConfig?.serviceSettings ?? []).flatMap(({ settings: own, hosts = [] }) =>
    hosts.map((pattern) => ({ pattern, local: own?.clusterLocal === true })),
  );
  const defaults = [`*.kube-system.svc.${domain}`, `kubernetes.default.svc.${domain}`];
  const best = [...defaults.map((pattern) => ({ pattern, local: true })), ...settings]
    .filter(({ pattern }) => isSubsetOf(host, pattern))
    .sort((a, b) => a.pattern.length - b.pattern.length)
    .at(-1);
  return best?.local ?? false;
}

function sharedProxy(client: Client, memory: Memory): Proxy {
  return memory.shared(proxyOf(client));
}

function proxyOf(client: Client): Proxy {
  const { name, cluster, network, locality, namespace, labels = {} } = client;
  // Nothing says where the client's pod is, but it is on a node, and hardly on that of an endpoint.
  const node = { 'kubernetes.io/hostname': `node of ${name}` };
  const role = roleOf(client);
  const own = { cluster, network, locality, namespace, labels: { ...node, ...labels } };
  return role ? { ...own, role } : own;
}

/** A gateway without labels is the ingress gateway of its cluster. Source: istio/istio pilot/pkg/model/context.go IsIngressGateway. */
function roleOf({ kind, gateway, labels }: Client): Proxy['role'] {
  if (kind === 'sidecar') return 'sidecar';
  const isIngress =
    gateway !== undefined ||
    labels === undefined ||
    labels['istio'] === 'ingressgateway' ||
    labels['gateway.istio.io/managed'] === 'istio.io-gateway-controller';
  return isIngress ? 'ingress' : undefined;
}

function policyInputs(target: Target): PolicyInput[] {
  const { policies } = target;
  return policies.length ? policies.map((own) => policyInput(own, target)) : [{}];
}

/** The effective policy; whether mTLS crosses networks is resolved in another way than the rest. */
function policyInput({ merged, policy }: TargetPolicy, { port, subset }: Target): PolicyInput {
  const networkTls = tlsAcrossNetworks(merged, port, subset) ?? null;
  const { value, levels } = policy;
  const retryBudget = retryBudgetOf(merged, port, subset);
  return {
    ...value,
    ...(retryBudget && { retryBudget }),
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
  const own = Object.entries(subsetLabels).filter(([key]) => !derivedLabel.test(key));
  const labels = { ...(group.labels ?? Object.fromEntries(own)) };
  // Only entries of other clusters are labelled so.
  if (entry?.networkLabel && group.network === '' && group.cluster !== clientCluster) {
    labels['topology.istio.io/network'] ??= entry.networkLabel;
  }
  return Array.from({ length: group.count }, (_, number) => ({
    id: `${formatLocality(group.locality)}#${index}.${number}`,
    ...(group.address === undefined ? {} : { address: group.address }),
    ...(entry && { localityLabel: entry.locality, mtls: entry.mtls, isDroppedWhenUnready: true }),
    ...(group.mtls === false && { mtls: false }),
    ...(entry?.isExternal && { isExternal: true as const }),
    ...(group.latencyMs === undefined ? {} : { latencyMs: group.latencyMs }),
    ...(group.concurrency === undefined ? {} : { concurrency: group.concurrency }),
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

function networkGateways({ clusters }: Topology): NetworkGateway[] {
  return clusters.flatMap(gatewaysOf);
}

function gatewaysOf({ name, network, eastWestGateways }: ClusterSite): NetworkGateway[] {
  return Array.from({ length: network === '' ? 0 : eastWestGateways }, (_, number) => ({
    network,
    cluster: name,
    address: `east-west gateway ${number + 1} of ${name}`,
    port: 15443,
  }));
}

function retriesOf({ config }: Mesh, target: Target): RetryPolicy | undefined {
  if (takesStreams(target)) return noRetries;
  const { route } = target;
  return route?.http?.retries ?? config.meshConfig?.defaultHttpRetryPolicy;
}
