import type { Path } from '../../foundation/range.js';

/**
 * The fields that decide whether a traffic policy lacks a field: the field itself and the load balancing that asks for it, at the
 * policy's own level and at the top of the rule, from which a subset inherits.
 *
 * @param policy The path of the policy; of an object without one, of what would hold it.
 * @param field Its path below the policy.
 */
export function decisiveFields(policy: Path, field: Path): Path[] {
  const isPolicy = policy.at(-1) === 'trafficPolicy' || policy.at(-2) === 'portLevelSettings';
  if (!isPolicy) return [policy];
  const levels: Path[] = [policy, ['spec', 'trafficPolicy']];
  return levels.flatMap((level): Path[] => [
    [...level, ...field],
    [...level, 'loadBalancer'],
  ]);
}
