import { didYouMean } from '../../foundation/did-you-mean.js';
import { formatLocality, matchesLocality, parseLocality } from '../../mesh/locality.js';
import type { Locality } from '../../mesh/locality.js';
import type { Mesh } from '../../mesh/mesh.js';

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

/** The known locality that a key most probably means. */
export function localityMeant(key: string, known: readonly Locality[]): string | undefined {
  const names = known.flatMap((locality) => [locality.region, formatLocality(locality)]);
  return didYouMean(key, new Set(names.filter((name) => name !== '')));
}
