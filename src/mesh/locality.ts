import { trimEndings } from '../foundation/trim-endings.js';

/** A locality as istiod and Envoy hold it; a part that is missing is the empty string. */
export interface Locality {
  region: string;
  zone: string;
  subzone: string;
}

/** Reads `region[/zone[/subzone]]`. */
export function parseLocality(text: string): Locality {
  const [region = '', zone = '', ...subzone] = text.split('/');
  return { region, zone, subzone: subzone.join('/') };
}

/** Writes a locality without trailing slashes. */
export function formatLocality({ region, zone, subzone }: Locality): string {
  if (subzone === '') return zone === '' ? trimEndings(region, '/') : `${region}/${zone}`;
  return trimEndings(`${region}/${zone}/${subzone}`, '/');
}

/**
 * Whether a locality matches a `from` or `to` key of `distribute`: whole segments, `*` for any,
 * a missing segment for any. `us-*` is no wildcard and matches nothing.
 * Source: istio/istio pilot/pkg/networking/util/util.go LocalityMatch.
 */
export function matchesLocality(locality: Locality, key: string): boolean {
  return matchesParsedLocality(locality, parseLocality(key));
}

/** The same, of a key that has been read. */
export function matchesParsedLocality({ region, zone, subzone }: Locality, key: Locality): boolean {
  return (
    (key.region === '*' || key.region === region) &&
    (key.zone === '*' || key.zone === '' || key.zone === zone) &&
    (key.subzone === '*' || key.subzone === '' || key.subzone === subzone)
  );
}
