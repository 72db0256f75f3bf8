import { formatLocality, parseLocality } from '../mesh/locality.js';

/** How finely a table tells places apart. */
export type PlaceLevel = 'region' | 'zone';

/** The region of a locality, or its zone, in words where it has none. */
export function placeOf(locality: string, level: PlaceLevel): string {
  const parsed = parseLocality(locality);
  const place = level === 'zone' ? formatLocality({ ...parsed, subzone: '' }) : parsed.region;
  return place || '(no region)';
}

/** Zones where all localities are in one region and not in one zone. */
export function levelOf(localities: readonly string[]): PlaceLevel {
  const [first, ...others] = new Set(localities.map((locality) => placeOf(locality, 'region')));
  if (first === undefined || others.length > 0) return 'region';
  return new Set(localities.map((locality) => placeOf(locality, 'zone'))).size > 1
    ? 'zone'
    : 'region';
}

/** The places of localities, sorted. */
export function placesOf(localities: readonly string[], level: PlaceLevel): string[] {
  return [...new Set(localities.map((locality) => placeOf(locality, level)))].sort();
}

/** Places as columns are headed: zones without their region where that says nothing. */
export function placeNames(places: readonly string[]): string[] {
  const isPlain = isRegionPlain(places);
  return places.map((place) => (isPlain ? withoutRegion(place) : place));
}

/** The same for the places in a scenario's name. */
export function shortScenario(scenario: string, places: readonly string[]): string {
  if (!scenario.includes('/') || !isRegionPlain(places)) return scenario;
  return scenario
    .split('+')
    .map((part) =>
      part.replace(/^([^:]*:)(.*)$/s, (_, kind: string, place: string) =>
        places.includes(place) ? kind + withoutRegion(place) : part,
      ),
    )
    .join('+');
}

/** Whether the names of the zones alone tell them apart: there is one region, or each zone is called like its region. */
function isRegionPlain(places: readonly string[]): boolean {
  const zones = places.map(parseLocality);
  if (zones.length === 0 || zones.some(({ zone }) => zone === '')) return false;
  const regions = new Set(zones.map(({ region }) => region));
  return regions.size === 1 || zones.every(({ region, zone }) => zone.startsWith(region));
}

function withoutRegion(place: string): string {
  return place.slice(place.indexOf('/') + 1);
}
