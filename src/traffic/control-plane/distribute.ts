import type { LocalityLbSetting } from '../../api/traffic-policy.js';
import {
  matchesParsedLocality,
  matchesLocality,
  parseLocality,
  type Locality,
} from '../../mesh/locality.js';
import type { LocalityEndpoints } from './assignment.js';

type DistributeRule = NonNullable<LocalityLbSetting['distribute']>[number];

/** The rule that applies to a proxy: the first whose `from` matches; -1 for none. */
export function matchingRule(distribute: DistributeRule[], proxyLocality: Locality): number {
  return distribute.findIndex(({ from }) => matchesLocality(proxyLocality, from ?? ''));
}

/**
 * The weights that `to` gives to the groups, its keys taken in one order. A key's weight is divided among
 * the groups that match it by their own weights, and rounded up for each; groups that no key matches lose
 * their endpoints, for good.
 * Source: istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityWeights.
 */
export function distribute(
  groups: readonly LocalityEndpoints[],
  to: Iterable<[string, number]>,
): LocalityEndpoints[] {
  const result = groups.map((group) => ({ ...group }));
  const unmatched = new Set(result);
  for (const [key, share] of to) {
    const read = parseLocality(key);
    const matched = [...unmatched].filter(({ locality }) => matchesParsedLocality(locality, read));
    const own = matched.map(({ weight }) => weight ?? 1);
    const total = own.reduce((sum, weight) => uint32(sum + weight), 0);
    matched.forEach((group, index) => {
      unmatched.delete(group);
      // The product is 32 bits wide upstream and wraps.
      const weight = uint32Product(own[index]!, share) / total;
      if (weight > 0) group.weight = Math.ceil(weight);
    });
  }
  for (const group of unmatched) group.endpoints = [];
  return result;
}

/** One outcome of `distribute`: `to` is a Go map, and overlapping keys make its random order count. */
export interface PossibleAssignment {
  /** 0 to 1; all of them sum to 1. */
  probability: number;
  localities: LocalityEndpoints[];
}

/** As many keys as can be permuted without the work getting out of hand: 6! = 720. */
const maxPermutedKeys = 6;

export function possibleDistributions(
  groups: readonly LocalityEndpoints[],
  to: Readonly<Record<string, number>>,
): PossibleAssignment[] {
  const entries = reaching(to, groups);
  const overlapping = overlappingOf(entries, groups);
  if (overlapping.length === 0) {
    return [{ probability: 1, localities: distribute(groups, entries) }];
  }
  const rest = entries.filter((entry) => !overlapping.includes(entry));
  const orders =
    overlapping.length <= maxPermutedKeys ? permutations(overlapping) : rotations(overlapping);
  const outcomes = new Map<string, PossibleAssignment>();
  for (const order of orders) {
    const localities = distribute(groups, [...order, ...rest]);
    const key = localities.map(({ weight }) => weight).join();
    const outcome = outcomes.get(key);
    if (outcome) outcome.probability += 1 / orders.length;
    else outcomes.set(key, { probability: 1 / orders.length, localities });
  }
  return [...outcomes.values()];
}

/**
 * The entries that may match one of the groups: the others change nothing. A policy may name hundreds of regions, and is applied in
 * every prediction.
 */
function reaching(
  to: Readonly<Record<string, number>>,
  groups: readonly LocalityEndpoints[],
): [string, number][] {
  const regions = new Set(groups.map(({ locality }) => locality.region)).add('*');
  return Object.entries(to).filter(([key]) => {
    const end = key.indexOf('/');
    return regions.has(end < 0 ? key : key.slice(0, end));
  });
}

/** The entries whose keys share a group with another key. */
function overlappingOf(
  entries: readonly [string, number][],
  groups: readonly LocalityEndpoints[],
): [string, number][] {
  const keys = entries.map((entry) => ({ entry, key: parseLocality(entry[0]) }));
  const found = new Set<[string, number]>();
  for (const { locality } of groups) {
    const matching = keys.filter(({ key }) => matchesParsedLocality(locality, key));
    if (matching.length > 1) for (const { entry } of matching) found.add(entry);
  }
  return entries.filter((entry) => found.has(entry));
}

function permutations<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((tail) => [item, ...tail]),
  );
}

function rotations<T>(items: T[]): T[][] {
  return items.flatMap((_, index) => {
    const rotated = [...items.slice(index), ...items.slice(0, index)];
    return [rotated, rotated.toReversed()];
  });
}

function uint32(value: number): number {
  return value % 2 ** 32;
}

function uint32Product(a: number, b: number): number {
  if (a * b < 2 ** 32) return a * b;
  return Number((BigInt(a) * BigInt(Math.trunc(b))) & 0xffffffffn);
}
