import { didYouMean } from '../../foundation/did-you-mean.js';
import { trimEndings } from '../../foundation/trim-endings.js';
import { formatLocality, matchesLocality, parseLocality } from '../../mesh/locality.js';
import type { Locality } from '../../mesh/locality.js';
import type { Mesh } from '../../mesh/mesh.js';
import { misspeltNames } from '../../mesh/misspelt-localities.js';

/** The localities of the mesh: of clusters, clients and a host's endpoints. */
export function knownLocalities({ topology }: Mesh, host: string): Locality[] {
  return [
    ...topology.clusters.map(({ locality }) => locality),
    ...topology.clients.map(({ locality }) => locality),
    ...topology.endpoints(host).map(({ locality }) => locality),
  ];
}

/** Whether a key of a locality setting can match one of them; where no zone is known, any may be the one. */
export function isKnown(key: string, known: readonly Locality[]): boolean {
  const { region } = parseLocality(key);
  return known.some((locality) => matchesLocality(locality, locality.zone === '' ? region : key));
}

/**
 * The locality that a key of a policy for the host means for certain, being a slip of the hand: spelt nearly as everything else
 * spells it, or as a locality of the declared clusters. Undefined where the key is right, or may mean another place.
 */
export function slipOf(mesh: Mesh, host: string, key: string): string | undefined {
  const slip = mesh.topology.meantBy(key);
  if (slip !== undefined || !mesh.config.clusters || key.replace(/\/\*$/, '').includes('*'))
    return slip;
  const known = knownLocalities(mesh, host);
  if (isKnown(key, known)) return undefined;
  const plain = trimEndings(key, '/*', '/');
  const names = known.flatMap((locality) => [
    locality.region,
    formatLocality({ ...locality, subzone: '' }),
  ]);
  return misspeltNames(new Map([[plain, 1]]), new Set(names)).get(plain);
}

/** The same, and where there is none the known locality that is nearest: for a question. */
export function localityMeant(mesh: Mesh, host: string, key: string): string | undefined {
  const slip = slipOf(mesh, host, key);
  if (slip !== undefined) return slip;
  const known = knownLocalities(mesh, host);
  const plain = trimEndings(key, '/*', '/');
  const zone = known.find((locality) => locality.zone === plain);
  if (zone) return formatLocality({ ...zone, subzone: '' });
  const names = known.flatMap((locality) => [locality.region, formatLocality(locality)]);
  return didYouMean(plain, new Set(names.filter((name) => name !== '')));
}
