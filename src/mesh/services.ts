import { addTo } from '../foundation/add-to.js';
import type { ServiceSpec } from '../api/kubernetes.js';
import type { ServiceEntrySpec } from '../api/service-entry.js';
import { HostIndex } from './host-index.js';
import { isWildcard, serviceHost } from './host-name.js';
import type { Resource } from './resource.js';
import type { Resources } from './resources.js';

/** What a Service or ServiceEntry says about its host. */
export interface DeclaredService {
  host: string;
  namespace: string;
  /** Numbers of the service's ports. */
  ports: number[];
  /** Names of the ports, the empty string for one without: endpoints are found by them. */
  portNames: string[];
  trafficDistribution: string | undefined;
  internalTrafficPolicy: string | undefined;
  /** A ServiceEntry's; undefined for a Service. */
  resolution: string | undefined;
  headless: boolean;
  /** A Service that selects no pods, and is no other name for a host: somebody else writes down its endpoints. */
  selectsNothing: boolean;
  /** What a Service of type ExternalName stands for; undefined for any other. */
  externalName: string | undefined;
  exportTo: string[] | undefined;
  resource: Resource<'Service'> | Resource<'ServiceEntry'>;
}

export interface Services {
  /** Every declared host, in the order of the manifests. */
  all: DeclaredService[];
  /** By exact host, else by the wildcard host of a ServiceEntry that covers it. */
  find(host: string): DeclaredService | undefined;
  /** Everything that declares the exact host: the endpoints of all that are in one namespace count. */
  declarations(host: string): readonly DeclaredService[];
  /** The clusters whose own manifests alone declare the host as a Service; undefined: all, or nothing says which. */
  clustersOf(host: string): ReadonlySet<string> | undefined;
}

export function servicesOf({ Service, ServiceEntry }: Resources): Services {
  const all = [...Service.map(fromService), ...ServiceEntry.flatMap(fromServiceEntry)];
  const byHost = new Map<string, DeclaredService[]>();
  for (const service of all) addTo(byHost, service.host, service);
  const wildcards = new HostIndex<DeclaredService>();
  for (const service of all) if (isWildcard(service.host)) wildcards.add(service.host, service);
  const byCluster = clustersByHost(all);
  return {
    all,
    find: (host) => byHost.get(host)?.[0] ?? wildcards.covering(host)[0],
    declarations: (host) => byHost.get(host) ?? [],
    clustersOf: (host) => byCluster.get(host),
  };
}

/** A host that anything declares for every cluster is in none of them alone. */
function clustersByHost(all: readonly DeclaredService[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const everywhere = new Set<string>();
  for (const { host, resource, selectsNothing } of all) {
    // It makes the name known in its cluster, and has no endpoints there.
    if (selectsNothing) continue;
    if (resource.cluster === undefined || resource.kind !== 'Service') {
      everywhere.add(host);
      found.delete(host);
    } else if (!everywhere.has(host)) {
      found.set(host, (found.get(host) ?? new Set()).add(resource.cluster));
    }
  }
  return found;
}

function fromService(resource: Resource<'Service'>): DeclaredService {
  const spec: ServiceSpec = resource.spec;
  return {
    host: serviceHost(resource.name, resource),
    namespace: resource.namespace,
    ports: numbersOf((spec.ports ?? []).map(({ port }) => port)),
    portNames: (spec.ports ?? []).map(({ name = '' }) => name),
    trafficDistribution: trafficDistribution(spec.trafficDistribution, resource.annotations),
    internalTrafficPolicy: spec.internalTrafficPolicy,
    resolution: undefined,
    headless: spec.clusterIP === 'None' && spec.type !== 'ExternalName',
    selectsNothing: spec.type !== 'ExternalName' && Object.keys(spec.selector ?? {}).length === 0,
    externalName: spec.type === 'ExternalName' ? spec.externalName : undefined,
    exportTo: resource.annotations['networking.istio.io/exportTo']
      ?.split(',')
      .map((target) => target.trim()),
    resource,
  };
}

function fromServiceEntry(resource: Resource<'ServiceEntry'>): DeclaredService[] {
  const spec: ServiceEntrySpec = resource.spec;
  return (spec.hosts ?? []).map((host) => ({
    host,
    namespace: resource.namespace,
    ports: numbersOf((spec.ports ?? []).map(({ number }) => number)),
    portNames: (spec.ports ?? []).map(({ name = '' }) => name),
    trafficDistribution: trafficDistribution(undefined, resource.annotations),
    internalTrafficPolicy: undefined,
    resolution: spec.resolution ?? 'NONE',
    headless: false,
    selectsNothing: false,
    externalName: undefined,
    exportTo: spec.exportTo,
    resource,
  }));
}

const trafficDistributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

/**
 * The field counts, if its value is known; else the annotation, in whatever case.
 * Source: istio/istio pilot/pkg/model/service.go GetTrafficDistribution.
 */
function trafficDistribution(
  field: string | undefined,
  annotations: Readonly<Record<string, string>>,
): string | undefined {
  if (field !== undefined && trafficDistributions.includes(field)) return field;
  const wanted = annotations['networking.istio.io/traffic-distribution']?.toLowerCase();
  return trafficDistributions.find((value) => value.toLowerCase() === wanted);
}

function numbersOf(values: (number | undefined)[]): number[] {
  const isNumber = (value: number | undefined) => typeof value === 'number';
  return values.every(isNumber) ? values : values.filter(isNumber);
}
