import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/targets.js';
import { predictTarget } from '../../traffic/predict-target.js';
import { percent } from '../../foundation/percent.js';

/**
 * What it costs when a region of the target fails while its pods stay ready, in a sentence with the
 * region that costs most; undefined where no region's failure leaves errors behind.
 */
export function costOfFailingRegion(mesh: Mesh, target: Target): string | undefined {
  const costs = target.regions.flatMap((region) => {
    const result = predictTarget(mesh, target, [{ kind: 'failing', locality: region }]);
    return result.undefined ? [] : [{ region, errors: result.errorsMax ?? result.errors }];
  });
  const worst = costs.reduce<(typeof costs)[number] | undefined>(
    (most, cost) => (most && most.errors >= cost.errors ? most : cost),
    undefined,
  );
  if (!worst || worst.errors < 0.0005) return undefined;
  return (
    `If ${worst.region} fails while its pods stay Ready, ${percent(worst.errors)} of the requests that ` +
    `enter in ${target.client.locality.region} keep failing.`
  );
}

/** The sentences that there are, as one text. */
export function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
