import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import type { EndpointGroup } from '../../mesh/topology.js';

/**
 * The places that an outage takes away from a target: its regions where it runs in several, else the zones of its only
 * region, as `region/zone`.
 */
export function placesOfTarget(mesh: Mesh, { host }: Pick<Target, 'host'>): string[] {
  const { regions, zones } = placesOfHost(mesh, host);
  return regions.length > 1 ? regions : zones;
}

/** The same for a policy that does not speak of places: the zones of the only region count where clusters are declared in several. */
export function placesOfClusters(mesh: Mesh, { host }: Pick<Target, 'host'>): string[] {
  const { regions, zones } = placesOfHost(mesh, host);
  return regions.length < 2 && mesh.memory.of(mesh, hasClusterInEachZone).yes ? zones : regions;
}

function hasClusterInEachZone({ config, topology }: Mesh): { yes: boolean } {
  const zones = topology.clusters.map(({ locality }) => locality.zone);
  const isDeclared = config.clusters !== undefined && topology.isOneRegion;
  return { yes: isDeclared && new Set(zones.filter((zone) => zone !== '')).size > 1 };
}

/** The regions in which a host has endpoints, sorted. */
export function regionsOfHost(mesh: Mesh, host: string): string[] {
  return placesOfHost(mesh, host).regions;
}

function placesOfHost(mesh: Mesh, host: string) {
  // One list for all targets of the host.
  return mesh.memory.of(mesh.topology.endpoints(host), placesIn);
}

function placesIn(endpoints: readonly EndpointGroup[]): { regions: string[]; zones: string[] } {
  const known = endpoints.filter(({ locality }) => locality.region !== '');
  const zoned = known.filter(({ locality }) => locality.zone !== '');
  return {
    regions: distinct(known.map(({ locality }) => locality.region)),
    zones: distinct(zoned.map(({ locality }) => `${locality.region}/${locality.zone}`)),
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
