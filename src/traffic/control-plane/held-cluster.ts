import type { Locality } from '../../mesh/locality.js';
import type { ClusterSettings, LbEndpoint, LocalityEndpoints } from './assignment.js';
import type { Endpoint } from './endpoint.js';
import { toLbEndpoint } from './lb-endpoint.js';

/** What a proxy holds of one cluster, read from the proxy itself. */
export interface HeldCluster {
  settings: ClusterSettings;
  /** In the order of the proxy. */
  groups: readonly HeldGroup[];
  /** The place in `groups`, by the id of the endpoint. */
  groupOf: ReadonlyMap<string, number>;
}

/** Envoy's LocalityLbEndpoints, without the endpoints. */
export interface HeldGroup {
  locality: Locality;
  priority: number;
  /** 0 where the proxy was given none. */
  weight: number;
  /** The sum of the weights of its endpoints, as the proxy was read. */
  endpointWeight: number;
}

interface HeldConfiguration {
  settings: ClusterSettings;
  assignments: { probability: number; assignment: { localities: LocalityEndpoints[] } }[];
  steps: [];
  whySeveral?: string;
}

/**
 * The assignment with the endpoints that are left. Where localities are weighed and endpoints have vanished, the control plane weighs the
 * others anew, by rules that a proxy does not hold: each way that explains today's weights is one assignment.
 */
export function configureHeld(
  held: HeldCluster,
  endpoints: readonly Endpoint[],
): HeldConfiguration {
  const left = held.groups.map((): LbEndpoint[] => []);
  for (const endpoint of endpoints) {
    left[held.groupOf.get(endpoint.id)!]!.push(toLbEndpoint(endpoint));
  }
  const weights = left.map((own) => own.reduce((sum, { weight }) => sum + weight, 0));
  const ways = possibleWeights(held, weights);
  return {
    settings: held.settings,
    assignments: ways.map(({ probability, weights: own }) => ({
      probability,
      assignment: { localities: localitiesOf(held.groups, left, own) },
    })),
    steps: [],
    ...(ways.length > 1 && {
      whySeveral:
        'the control plane weighs localities anew when endpoints vanish, and the proxy does not hold the rule: localities may share one key of distribute',
    }),
  };
}

/** Priorities without gaps, as a control plane numbers them. */
function localitiesOf(
  groups: readonly HeldGroup[],
  left: readonly LbEndpoint[][],
  weights: readonly number[],
): LocalityEndpoints[] {
  const isLeft = (_: HeldGroup, index: number) => left[index]!.length > 0;
  const priorities = [...new Set(groups.filter(isLeft).map(({ priority }) => priority))].sort(
    (a, b) => a - b,
  );
  return groups.flatMap(({ locality, priority }, index) =>
    left[index]!.length === 0
      ? []
      : [
          {
            locality,
            priority: priorities.indexOf(priority),
            weight: weights[index]!,
            endpoints: left[index]!,
          },
        ],
  );
}

interface PossibleWeights {
  /** 0 for what only widens the range. */
  probability: number;
  weights: number[];
}

/** @param now The sums of the weights of the endpoints that are left, by group. */
function possibleWeights({ settings, groups }: HeldCluster, now: number[]): PossibleWeights[] {
  const asHeld = groups.map(({ weight }) => weight);
  const isLess = groups.some(({ endpointWeight }, index) => now[index]! < endpointWeight);
  if (!settings.localityWeighted || !isLess) return [{ probability: 1, weights: asHeld }];
  const isSum = groups.every(({ weight, endpointWeight }) => weight === endpointWeight);
  const total = asHeld.reduce((sum, weight) => sum + weight, 0);
  const mayDistribute = total >= 100 && total < 100 + groups.length;
  if (isSum && !mayDistribute) return [{ probability: 1, weights: now }];

  const regions = groups.map(({ locality }) => locality.region);
  const likely = [
    ...(isSum ? [now] : []),
    asHeld,
    shared(groups, now, (one, other) => regions[one] === regions[other]),
  ];
  // All that is lost may have shared a key with any one of the others, or with all of them.
  const isLost = groups.map(({ endpointWeight }, index) => now[index]! < endpointWeight);
  const others = groups.map((_, index) =>
    shared(
      groups,
      now,
      (one, other) => (one === index || isLost[one]!) && (other === index || isLost[other]!),
    ),
  );
  const possible = distinct(likely);
  const chance = 1 / possible.length;
  const rest = distinct([...possible, ...others, shared(groups, now, () => true)]);
  return [
    ...possible.map((weights) => ({ probability: chance, weights })),
    ...rest.slice(possible.length).map((weights) => ({ probability: 0, weights })),
  ].filter(({ weights }, _, all) => all.length === 1 || weights.some((weight) => weight > 0));
}

/**
 * The weights where groups share a key of `distribute` as far as today's weights allow it: those of one key are in proportion to the
 * weights of their endpoints, rounded up.
 */
function shared(
  groups: readonly HeldGroup[],
  now: readonly number[],
  mayShare: (one: number, other: number) => boolean,
): number[] {
  const weights = groups.map(({ weight }) => weight);
  const isDone = groups.map(() => false);
  groups.forEach((group, first) => {
    if (isDone[first]) return;
    let { low, high } = factorsOf(group);
    const key = [first];
    for (let other = first + 1; other < groups.length; other++) {
      const range = factorsOf(groups[other]!);
      const isAlike = Math.max(low, range.low) < Math.min(high, range.high);
      if (isDone[other] || !mayShare(first, other) || !isAlike) continue;
      low = Math.max(low, range.low);
      high = Math.min(high, range.high);
      key.push(other);
    }
    for (const index of key) isDone[index] = true;
    if (key.length === 1) return;
    const before = key.reduce((sum, index) => sum + groups[index]!.endpointWeight, 0);
    const after = key.reduce((sum, index) => sum + now[index]!, 0);
    if (after === 0) return;
    // The weight of the key is a whole number, which rounding up has hidden.
    const ofKey = Math.max(1, Math.floor(high * before + 1e-9));
    for (const index of key) weights[index] = Math.ceil((now[index]! * ofKey) / after);
  });
  return weights;
}

/** By what the weights of the endpoints may have been multiplied, before rounding up. */
function factorsOf({ weight, endpointWeight }: HeldGroup): { low: number; high: number } {
  if (endpointWeight === 0) return { low: Infinity, high: -Infinity };
  return { low: (weight - 1) / endpointWeight, high: weight / endpointWeight };
}

function distinct(ways: readonly number[][]): number[][] {
  return [...new Map(ways.map((weights) => [weights.join(), weights])).values()];
}
