import type { LocalityLbSetting } from '../../api/traffic-policy.js';
import {
  formatLocality,
  matchesParsedLocality,
  parseLocality,
  type Locality,
} from '../../mesh/locality.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import type { EndpointGroup } from '../../mesh/topology.js';

export type Distribute = NonNullable<LocalityLbSetting['distribute']>;

/**
 * The places with endpoints of the target that none of the keys of a `to` reaches: regions, and zones as `region/zone` where
 * the keys reach other zones of the region only. A zone where endpoints are assumed counts if one of the entries names it.
 */
export function placesLeftOut(
  mesh: Mesh,
  { host, regions }: Target,
  keys: readonly string[],
  entries: Distribute,
): string[] {
  const wanted = keys.map(parseLocality);
  const reached = (group: EndpointGroup) => wanted.some((key) => isCovered(group, key));
  const groups = mesh.topology.endpoints(host);
  const covered = groups.filter(reached);
  const coveredRegions = new Set(covered.map(({ locality }) => locality.region));
  const left = new Set(regions.filter((region) => !coveredRegions.has(region)));
  const coveredZones = new Set(covered.map(({ locality }) => zoneOf(locality)));
  const named = mesh.memory.of(entries, namedZones);
  for (const { locality, assumed } of groups) {
    const zone = zoneOf(locality);
    if (locality.zone === '' || left.has(locality.region) || coveredZones.has(zone)) continue;
    if (!assumed || named.has(zone)) left.add(zone);
  }
  return [...left];
}

function zoneOf(locality: Locality): string {
  return formatLocality({ ...locality, subzone: '' });
}

function namedZones(entries: Distribute): Set<string> {
  const names = entries.flatMap(({ from = '', to = {} }) => [from, ...Object.keys(to)]);
  return new Set(names.map((name) => zoneOf(parseLocality(name))));
}

/** Nobody said in which zone an assumed endpoint is: any zone that is named may be the one. */
function isCovered({ locality, assumed }: EndpointGroup, key: Locality): boolean {
  if (!assumed || locality.zone !== '') return matchesParsedLocality(locality, key);
  return matchesParsedLocality(locality, { region: key.region, zone: '', subzone: '' });
}
