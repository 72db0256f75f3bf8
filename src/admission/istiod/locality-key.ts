/** A locality as `from` and `to` write it, `*` only as its end. */
export interface LocalityKey {
  region: string;
  zone: string | undefined;
  subzone: string | undefined;
}

/** Reads a key, or says what is wrong with it. Source: validation/agent/validation.go validateLocalities. */
export function readLocalityKey(text: string): LocalityKey | string {
  if (text.includes('*') && text.indexOf('*') !== text.length - 1) {
    return `"${text}" may have one * only, as its last character`;
  }
  const [region = '', zone, ...rest] = text.split('/');
  const subzone = rest.length > 0 ? rest.join('/') : undefined;
  if (text === '') return 'a locality is missing: write region, region/zone or region/zone/subzone';
  if (region === '' || zone === '' || subzone === '') {
    return `"${text}" has an empty region, zone or subzone`;
  }
  return { region, zone, subzone };
}

/**
 * Whether istiod finds that the second key overlaps with the first, in this order. Order matters to it: a wildcard may
 * follow what is more specific, but not the other way round.
 */
export function overlapsWithEarlier(earlier: LocalityKey, later: LocalityKey): boolean {
  if (earlier.region === '*') return true;
  if (earlier.region !== later.region) return false;
  if (earlier.zone === undefined || later.zone === undefined || earlier.zone === '*') return true;
  if (earlier.zone !== later.zone) return false;
  if (earlier.subzone === undefined || later.subzone === undefined) return true;
  return earlier.subzone === '*' || earlier.subzone === later.subzone;
}
