import { didYouMean } from '../../foundation/did-you-mean.js';
import { trimEndings } from '../../foundation/trim-endings.js';
import { formatLocality, matchesParsedLocality, parseLocality } from '../../mesh/locality.js';
import type { Locality } from '../../mesh/locality.js';
import type { Mesh } from '../../mesh/mesh.js';
import { slipAmong } from '../../mesh/misspelt-localities.js';

/** The localities of the mesh as a policy for one host may name them. */
export interface KnownLocalities {
  /** Each once. */
  localities: readonly Locality[];
  /** Sorted. */
  regions: readonly string[];
  /** Regions, and zones as `region/zone`. */
  names: ReadonlySet<string>;
  /** The only one of the names that a word is a slip of. */
  slip: (name: string) => string | undefined;
  /** Regions and whole localities, in the order in which they are declared. */
  guesses: ReadonlySet<string>;
}

/** Of clusters, clients and a host's endpoints; worked out once for all keys. */
export function knownLocalities({ topology, memory }: Mesh, host: string): KnownLocalities {
  const endpoints = topology.endpoints(host);
  return memory.of(endpoints, () => known(topology, endpoints), known);
}

function known(
  { clusters, clients }: Mesh['topology'],
  endpoints: readonly { locality: Locality }[],
): KnownLocalities {
  const all = [...clusters, ...clients, ...endpoints].map(({ locality }) => locality);
  const localities = [...new Map(all.map((one) => [formatLocality(one), one])).values()];
  const zoneOf = (locality: Locality) => formatLocality({ ...locality, subzone: '' });
  const names = new Set(localities.flatMap((one) => [one.region, zoneOf(one)]));
  const guesses = localities.flatMap((one) => [one.region, formatLocality(one)]);
  return {
    localities,
    regions: [...new Set(localities.map(({ region }) => region))].filter(Boolean).sort(),
    names,
    slip: slipAmong(names),
    guesses: new Set(guesses.filter((name) => name !== '')),
  };
}

/** Whether a key of a locality setting can match one of them; where no zone is known, any may be the one. */
export function isKnown(key: string, { localities }: KnownLocalities): boolean {
  const read = parseLocality(key);
  const ofRegion = { region: read.region, zone: '', subzone: '' };
  return localities.some((locality) =>
    matchesParsedLocality(locality, locality.zone === '' ? ofRegion : read),
  );
}

/**
 * The locality that a key of a policy for the host means for certain, being a slip of the hand: spelt nearly as everything else
 * spells it, or as a locality of the declared clusters. Undefined where the key is right, or may mean another place.
 */
export function slipOf(mesh: Mesh, host: string, key: string): string | undefined {
  const slip = mesh.topology.meantBy(key);
  if (slip !== undefined || !mesh.config.clusters || key.replace(/\/\*$/, '').includes('*'))
    return slip;
  const all = knownLocalities(mesh, host);
  if (isKnown(key, all)) return undefined;
  const plain = trimEndings(key, '/*', '/');
  return all.names.has(plain) ? undefined : all.slip(plain);
}

/** The same, and where there is none the known locality that is nearest: for a question. */
export function localityMeant(mesh: Mesh, host: string, key: string): string | undefined {
  const slip = slipOf(mesh, host, key);
  if (slip !== undefined) return slip;
  const { localities, guesses } = knownLocalities(mesh, host);
  const plain = trimEndings(key, '/*', '/');
  const zone = localities.find((locality) => locality.zone === plain);
  if (zone) return formatLocality({ ...zone, subzone: '' });
  return didYouMean(plain, guesses);
}
