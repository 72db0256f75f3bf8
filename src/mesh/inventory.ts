import type { Config, EndpointConfig } from '../config/config.js';
import type { Memory } from '../foundation/memory.js';
import { addTo } from '../foundation/add-to.js';
import type { WorkloadEntrySpec } from '../api/service-entry.js';
import { kept } from '../foundation/kept.js';
import { isFurther, joiningOf } from './joined-declarations.js';
import { parseLocality, type Locality } from './locality.js';
import type { Resource } from './resource.js';
import type { Resources } from './resources.js';
import { selectedWorkloads } from './selected-workloads.js';
import { portsOf } from './service-ports.js';
import type { DeclaredService, Services } from './services.js';
import type { ClusterSite, EndpointGroup } from './topology.js';

type Entry = Resource<'WorkloadEntry'>;

const tlsModeLabel = 'security.istio.io/tlsMode';

/** Where hosts run, as far as something says it. */
export class Inventory {
  readonly #listed: ReadonlyMap<string, EndpointConfig[]>;
  /** A ServiceEntry may have thousands of hosts, which share its endpoints. */
  readonly #known = new Map<DeclaredService['resource'], EndpointGroup[]>();
  readonly #clusters: readonly ClusterSite[];
  readonly #services: Services;
  readonly #resources: Resources;
  readonly #memory: Memory;

  constructor(
    config: Config,
    clusters: readonly ClusterSite[],
    services: Services,
    resources: Resources,
    memory: Memory,
  ) {
    this.#clusters = clusters;
    this.#services = services;
    this.#resources = resources;
    this.#memory = memory;
    // The first of several for one host counts.
    const workloads = config.workloads.map(({ host, endpoints }) => [host, endpoints] as const);
    this.#listed = new Map(workloads.reverse());
  }

  /**
   * What the configuration's `workloads` say, else the endpoints of its ServiceEntry and the WorkloadEntries that its
   * Service or ServiceEntry selects; undefined where nothing says it.
   */
  of(host: string): EndpointGroup[] | undefined {
    const listed = this.#listed.get(host);
    if (listed) return endpointGroups(listed, this.#clusters);
    const lists = this.#declarations(host).map((service) =>
      kept(this.#known, service.resource, () => this.#groupsOf(service)),
    );
    // The hosts of one ServiceEntry share its list, and what is remembered of that.
    const [only = [], ...others] = lists;
    const groups = others.length > 0 ? lists.flat() : only;
    return groups.length || this.#declarations(host).some(hasNoEndpoints) ? groups : undefined;
  }

  /**
   * The endpoints of a host that several ServiceEntries of one namespace declare, for one port: those of the entries whose port is called
   * like it. Undefined where the host's endpoints are the same for whoever asks.
   * Source: istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go snapshotShards.
   */
  at(host: string, namespace: string, port: number | undefined): EndpointGroup[] | undefined {
    const all = this.#services.declarations(host);
    const isPlain = all.length < 2 || all.some(({ resource }) => resource.kind === 'Service');
    if (isPlain || this.#listed.has(host)) return undefined;
    const own = all.filter((one) => one.namespace === namespace);
    const name = own.flatMap(portsOf).find(({ number }) => number === port)?.name;
    return own
      .filter((one) => name === undefined || one.portNames.includes(name))
      .flatMap((one) => kept(this.#known, one.resource, () => this.#groupsOf(one)));
  }

  /**
   * Whether a host has pods besides the endpoints that the manifests list: a Service selects them beside a ServiceEntry of the
   * same host, or workloads of the tree have the labels. `unknown`: a ServiceEntry selects by labels, and no workload has them.
   */
  podsBeside(host: string): 'some' | 'unknown' | 'none' {
    if (this.#listed.has(host)) return 'none';
    const all = this.#declarations(host);
    const isBoth = all.some(({ resource }) => resource.kind === 'ServiceEntry');
    let found: 'unknown' | 'none' = 'none';
    for (const { resource } of all) {
      const selector = selectorOf(resource);
      if (selector.length === 0) continue;
      if (resource.kind === 'Service' && isBoth) return 'some';
      if (this.#hasWorkloads(resource, selector)) return 'some';
      if (resource.kind === 'ServiceEntry') found = 'unknown';
    }
    return found;
  }

  /** The first one, and those whose endpoints istiod joins with its own. */
  #declarations(host: string): DeclaredService[] {
    const first = this.#services.find(host);
    if (!first) return [];
    const further = this.#services
      .declarations(host)
      .filter((other) => isFurther(first, other) && joiningOf(first, other) === 'joined');
    return [first, ...further];
  }

  #hasWorkloads({ namespace }: Resource, selector: readonly [string, string][]): boolean {
    const known = { memory: this.#memory, resources: this.#resources };
    return selectedWorkloads(known, namespace, selector).length > 0;
  }

  #groupsOf(service: DeclaredService): EndpointGroup[] {
    const external = isExternal(service);
    const groups = [
      ...inlineEndpoints(service).map((endpoint) => {
        const group = fromEntry(endpoint, service.resource.cluster, this.#clusters);
        return external && group.entry
          ? { ...group, entry: { ...group.entry, isExternal: true as const } }
          : group;
      }),
      ...selectedEntries(this.#memory, service, this.#resources).map(({ spec, labels, cluster }) =>
        fromEntry({ ...spec, labels: { ...spec.labels, ...labels } }, cluster, this.#clusters),
      ),
    ];
    // Envoy has one endpoint of it, however many there are.
    return service.resolution === 'DNS_ROUND_ROBIN' ? groups.slice(0, 1) : groups;
  }
}

function selectorOf(resource: DeclaredService['resource']): [string, string][] {
  const selector =
    resource.kind === 'ServiceEntry'
      ? resource.spec.workloadSelector?.labels
      : resource.spec.selector;
  return Object.entries(selector ?? {});
}

/**
 * The endpoints that the configuration lists for a host, in its order. Labels that nobody wrote down are unknown; where
 * some endpoints have them, the others have none.
 */
export function endpointGroups(
  endpoints: readonly EndpointConfig[],
  clusters: readonly ClusterSite[],
): EndpointGroup[] {
  const known = endpoints.some(({ labels }) => labels !== undefined);
  return endpoints.map((endpoint) => {
    const { workloadEntry = false, mtls, latencyMs, concurrency } = endpoint;
    const locality = parseLocality(endpoint.locality);
    const cluster = endpoint.cluster ?? nearestCluster(locality, clusters)?.name ?? '';
    const home = networkOf(cluster, clusters);
    return {
      cluster,
      locality,
      // Unlike pods, entries are not in the network of their cluster unless they say so.
      network: endpoint.network ?? (workloadEntry ? '' : home),
      count: endpoint.count ?? 1,
      weight: endpoint.weight ?? 1,
      labels: known ? (endpoint.labels ?? {}) : undefined,
      address: undefined,
      ...(workloadEntry && {
        entry: {
          isShared: false,
          locality: endpoint.locality,
          mtls: mtls ?? false,
          networkLabel: home,
        },
      }),
      ...(mtls === false && !workloadEntry && { mtls }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(concurrency === undefined ? {} : { concurrency }),
      assumed: false,
    };
  });
}

/** Source: istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go convertWorkloadEntryToWorkloadInstance. */
function fromEntry(
  entry: WorkloadEntrySpec,
  only: string | undefined,
  clusters: readonly ClusterSite[],
): EndpointGroup {
  const { labels = {}, serviceAccount = '' } = entry;
  const text = entry.locality || localityLabel(labels);
  const locality = parseLocality(text);
  const cluster = only ?? nearestCluster(locality, clusters)?.name ?? '';
  const isShared = only === undefined;
  const tlsMode = labels[tlsModeLabel] ?? (serviceAccount === '' ? 'disabled' : 'istio');
  return {
    cluster,
    locality,
    // Unlike pods, entries are not in the network of their cluster unless they say so.
    network: entry.network ?? '',
    count: 1,
    weight: weightOf(entry.weight),
    labels,
    address: entry.address,
    entry: {
      isShared,
      locality: text,
      mtls: tlsMode === 'istio',
      networkLabel: isShared ? '' : networkOf(cluster, clusters),
    },
    assumed: false,
  };
}

/** Label values hold no slashes: there dots stand for them. */
function localityLabel(labels: Readonly<Record<string, string>>): string {
  const label = labels['topology.istio.io/locality'] || labels['istio-locality'] || '';
  return label.includes('/') ? label : label.replaceAll('.', '/');
}

/**
 * The endpoints that a ServiceEntry lists. Without any, a name that is looked up is its own endpoint, which has no locality.
 * Source: istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go convertServiceEntryToInstances.
 */
function inlineEndpoints(service: DeclaredService): WorkloadEntrySpec[] {
  const { resource, host } = service;
  if (resource.kind !== 'ServiceEntry') return [];
  const { endpoints = [], workloadSelector } = resource.spec;
  const isItself = isLookedUp(service) && endpoints.length === 0 && !workloadSelector;
  return isItself ? [{ address: host }] : endpoints;
}

/** Whether proxies look up the addresses of its endpoints by DNS. */
function isLookedUp({ resolution }: DeclaredService): boolean {
  return resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
}

/** Whether it has no endpoints that a gateway could send to: it is for the address that a client asks for. */
function hasNoEndpoints({ resource, resolution }: DeclaredService): boolean {
  if (resource.kind !== 'ServiceEntry' || resolution !== 'NONE') return false;
  const { endpoints = [], workloadSelector } = resource.spec;
  return endpoints.length === 0 && !workloadSelector;
}

/** Whether its endpoints are outside of the mesh. What nobody says of addresses is left open; names are of others, unless said. */
function isExternal(service: DeclaredService): boolean {
  const { resource } = service;
  if (resource.kind !== 'ServiceEntry' || resource.spec.workloadSelector) return false;
  const { location = isLookedUp(service) ? 'MESH_EXTERNAL' : 'MESH_INTERNAL' } = resource.spec;
  return location === 'MESH_EXTERNAL';
}

function selectedEntries(
  memory: Memory,
  { resource }: DeclaredService,
  { WorkloadEntry }: Resources,
): Entry[] {
  const [first, ...rest] = selectorOf(resource);
  if (!first) return [];
  return entriesWith(memory, WorkloadEntry, resource.namespace, first).filter((entry) => {
    const labels = labelsOf(entry);
    return rest.every(([key, value]) => labels[key] === value);
  });
}

function entriesWith(
  memory: Memory,
  all: readonly Entry[],
  namespace: string,
  label: [string, string],
): Entry[] {
  return memory.of(all, entriesByLabel).get(JSON.stringify([namespace, label])) ?? [];
}

/** Entries by namespace, label and value: a mesh may have thousands of them, and as many that select some. */
function entriesByLabel(all: readonly Entry[]): Map<string, Entry[]> {
  const byLabel = new Map<string, Entry[]>();
  for (const entry of all) {
    for (const own of Object.entries(labelsOf(entry))) {
      addTo(byLabel, JSON.stringify([entry.namespace, own]), entry);
    }
  }
  return byLabel;
}

function labelsOf({ spec, labels }: Entry): Record<string, string> {
  return { ...spec.labels, ...labels };
}

/** The cluster whose locality shares most with it: subzone, zone, region; the first of equals. */
export function nearestCluster(
  { region, zone, subzone }: Locality,
  clusters: readonly ClusterSite[],
): ClusterSite | undefined {
  const score = ({ locality }: ClusterSite) => {
    if (locality.region !== region) return 0;
    if (locality.zone !== zone) return locality.zone === '' ? 2 : 1;
    return locality.subzone === subzone ? 4 : 3;
  };
  const best = Math.max(0, ...clusters.map(score));
  return best === 0 ? undefined : clusters.find((cluster) => score(cluster) === best);
}

function networkOf(cluster: string, clusters: readonly ClusterSite[]): string {
  return clusters.find(({ name }) => name === cluster)?.network ?? '';
}

/** A uint32, of which 0 is the default; nobody checked it. */
function weightOf(weight: number | undefined): number {
  const isWeight = weight !== undefined && Number.isInteger(weight) && weight > 0;
  return isWeight && weight < 2 ** 32 ? weight : 1;
}
