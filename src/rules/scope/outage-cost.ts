import { clientKinds } from '../../mesh/clients/client-kinds.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import { predictTarget } from '../../traffic/predict-target.js';
import { percent } from '../../foundation/percent.js';
import { formatLocality } from '../../mesh/locality.js';
import { placesOfTarget } from './spread.js';

/**
 * What it costs when a region of the target fails while its pods stay ready, in a sentence with the
 * region that costs most, or zone where there is one region only; undefined where no failure leaves errors behind.
 */
export function costOfFailingRegion(mesh: Mesh, target: Target): string | undefined {
  const costs = placesOfTarget(mesh, target).flatMap((place) => {
    const result = predictTarget(mesh, target, [{ kind: 'failing', locality: place }]);
    return result.undefined ? [] : [{ place, errors: result.errorsMax ?? result.errors }];
  });
  const worst = costs.reduce<(typeof costs)[number] | undefined>(
    (most, cost) => (most && most.errors >= cost.errors ? most : cost),
    undefined,
  );
  if (!worst || worst.errors < 0.0005) return undefined;
  const { kind, locality } = target.client;
  const { thatEnter } = clientKinds[kind].words;
  const isOfRegions = target.regions.length > 1 && !mesh.topology.byZone;
  const entry = isOfRegions ? locality.region : formatLocality(locality);
  return (
    `If ${worst.place} fails while its pods stay Ready, ${percent(worst.errors)} of the requests ` +
    `${thatEnter(entry)} keep failing.`
  );
}

/** The sentences that there are, as one text. */
export function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
