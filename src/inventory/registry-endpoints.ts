import { serviceHost } from '../mesh/host-name.js';
import {
  objectLabels,
  type ClusterObjects,
  type Labels,
  type ServiceObject,
  type SliceEndpoint,
  type WorkloadEntryObject,
} from './cluster-objects.js';

/** One endpoint of a host, as the istiods know it. */
export interface RegistryEndpoint {
  cluster: string;
  address: string;
  /** As the registry spells it: pods have `region/zone/subzone`, of which parts may be empty. */
  locality: string;
  /** The empty string for no network. */
  network: string;
  weight: number;
  /** Those that are written down, without istiod's own. */
  labels: Labels;
  isReady: boolean;
  isWorkloadEntry: boolean;
  /** Whether it takes mTLS. */
  mtls: boolean;
}

const tlsModeLabel = 'security.istio.io/tlsMode';
const healthChecks = 'proxy.istio.io/health-checks-enabled';

/** The endpoints of every Service of a cluster that has endpoints at all, by host. */
export function registryEndpoints(
  objects: ClusterObjects,
  clusterDomain: string,
): Map<string, RegistryEndpoint[]> {
  const all = new Map<string, RegistryEndpoint[]>();
  for (const service of objects.services) {
    const { name, namespace = '' } = service.metadata;
    if (service.spec?.type === 'ExternalName') continue;
    all.set(serviceHost(name, { namespace, clusterDomain }), [
      ...podEndpoints(service, objects),
      ...entryEndpoints(service, objects),
    ]);
  }
  return all;
}

/** Source: istio/istio pilot/pkg/serviceregistry/kube/controller/endpointslice.go updateEndpointCacheForSlice. */
function podEndpoints(service: ServiceObject, objects: ClusterObjects): RegistryEndpoint[] {
  const { name, namespace = '' } = service.metadata;
  const found = new Map<string, RegistryEndpoint>();
  for (const slice of objects.slices) {
    if (slice.metadata.namespace !== namespace || slice.addressType === 'FQDN') continue;
    if (objectLabels(slice)['kubernetes.io/service-name'] !== name) continue;
    for (const endpoint of slice.endpoints ?? []) {
      for (const one of fromSlice(endpoint, namespace, objects)) found.set(one.address, one);
    }
  }
  return [...found.values()];
}

function fromSlice(
  { addresses = [], conditions = {}, nodeName = '', targetRef }: SliceEndpoint,
  namespace: string,
  { cluster, pods, nodes, network }: ClusterObjects,
): RegistryEndpoint[] {
  const { ready = true, terminating = true } = conditions;
  // istiod sends nobody who is about to end, unless sessions have to go on.
  if (!ready && terminating) return [];
  const isPod = targetRef?.kind === 'Pod';
  const pod = isPod
    ? pods.get(`${targetRef.namespace ?? namespace}/${targetRef.name ?? ''}`)
    : undefined;
  if (isPod && !pod) return [];
  const labels = pod?.labels ?? {};
  if (labels['istio.io/draining']) return [];
  return addresses.map((address) => ({
    cluster,
    address,
    locality: localityLabel(labels) || (pod ? nodeLocality(nodes.get(nodeName)) : ''),
    network: labels['topology.istio.io/network'] || network,
    weight: 1,
    labels,
    isReady: ready,
    isWorkloadEntry: false,
    mtls: labels[tlsModeLabel] === 'istio',
  }));
}

/** `region/zone/subzone`, or nothing. Source: istio/istio pilot/pkg/serviceregistry/kube/controller/controller.go getPodLocality. */
export function nodeLocality(labels: Labels = {}): string {
  const region =
    labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'];
  const zone =
    labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'];
  const subzone = labels['topology.istio.io/subzone'];
  if (!region && !zone && !subzone) return '';
  return [region, zone, subzone].map((part) => part ?? '').join('/');
}

/** Label values hold no slashes: there dots stand for them. Source: istio/istio pkg/model/proxy.go. */
function localityLabel(labels: Labels): string {
  const label = labels['topology.istio.io/locality'] ?? labels['istio-locality'] ?? '';
  return label.includes('/') ? label : label.replaceAll('.', '/');
}

/** Source: istio/istio pilot/pkg/serviceregistry/kube/controller/controller.go collectWorkloadInstanceEndpoints. */
function entryEndpoints(service: ServiceObject, objects: ClusterObjects): RegistryEndpoint[] {
  const { selector = {}, clusterIP } = service.spec ?? {};
  if (Object.keys(selector).length === 0 || clusterIP === 'None') return [];
  return objects.workloadEntries
    .filter(({ metadata }) => metadata.namespace === service.metadata.namespace)
    .map((entry) => fromEntry(entry, objects))
    .filter(
      ({ entry, endpoint }) =>
        isAddress(endpoint.address) &&
        Object.entries(selector).every(([key, value]) => endpoint.labels[key] === value) &&
        hasPort(service, entry),
    )
    .map(({ endpoint }) => endpoint);
}

/** Source: istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go convertWorkloadEntryToWorkloadInstance. */
function fromEntry(
  entry: WorkloadEntryObject,
  { cluster }: ClusterObjects,
): { entry: WorkloadEntryObject; endpoint: RegistryEndpoint } {
  const { address = '', locality, network = '', weight, serviceAccount = '' } = entry.spec ?? {};
  const labels = { ...entry.spec?.labels, ...objectLabels(entry) };
  return {
    entry,
    endpoint: {
      cluster,
      address,
      locality: locality || localityLabel(labels),
      // Unlike pods, entries are not in the network of their cluster unless they say so.
      network,
      weight: weight || 1,
      labels,
      isReady: isHealthy(entry),
      isWorkloadEntry: true,
      mtls: (labels[tlsModeLabel] ?? (serviceAccount === '' ? 'disabled' : 'istio')) === 'istio',
    },
  };
}

/** Services take entries with an IP address only. */
function isAddress(address: string): boolean {
  return /^[0-9.]+$/.test(address) || address.includes(':');
}

/** An entry is left out where the Service wants a named port that it does not have. */
function hasPort({ spec }: ServiceObject, entry: WorkloadEntryObject): boolean {
  const { ports = [] } = spec ?? {};
  return ports.some(({ targetPort }) => {
    return typeof targetPort !== 'string' || Boolean(entry.spec?.ports?.[targetPort]);
  });
}

/** Source: istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go isHealthy. */
function isHealthy({ metadata, status }: WorkloadEntryObject): boolean {
  const annotations = (metadata['annotations'] ?? {}) as Labels;
  if (!/^(1|t|true)$/i.test(annotations[healthChecks] ?? '')) return true;
  return Boolean(
    status?.conditions?.some((one) => one.type === 'Healthy' && one.status === 'True'),
  );
}
