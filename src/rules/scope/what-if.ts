import type { OutlierDetection } from '../../api/traffic-policy.js';
import type { Mesh } from '../../mesh/mesh.js';
import type { Target } from '../../mesh/target.js';
import type { Outage } from '../../traffic/outage.js';
import { inputOf, predictInput } from '../../traffic/predict-target.js';
import type { PredictInput } from '../../traffic/predict.js';

/** The target's input with other values in the outlier detection of each policy. */
export function withOutlierDetection(
  mesh: Mesh,
  target: Target,
  change: Partial<OutlierDetection>,
): PredictInput {
  const input = inputOf(mesh, target);
  const policies = input.policies.map((policy) =>
    policy.outlierDetection
      ? { ...policy, outlierDetection: { ...policy.outlierDetection, ...change } }
      : policy,
  );
  return { ...input, policies };
}

/** The most errors that the failure of any one region leaves; undefined where there are no numbers. */
export function worstRegion(
  mesh: Mesh,
  target: Target,
  input: PredictInput,
  regions: readonly string[],
): { region: string; errors: number } | undefined {
  const costs = regions.flatMap((region) => {
    const outages: Outage[] = [{ kind: 'failing', locality: region }];
    const result = predictInput(mesh, target, { ...input, outages });
    return result.undefined ? [] : [{ region, errors: result.errorsMax ?? result.errors }];
  });
  return costs.sort((a, b) => b.errors - a.errors)[0];
}
