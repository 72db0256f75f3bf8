import type { Path } from '../foundation/range.js';
import { at, isMapping, listAt } from '../foundation/values.js';
import { parseLocality } from './locality.js';

/** A `localityLbSetting`, as far as it matters here. */
export interface LocalitySetting {
  distribute?: { from?: unknown; to?: unknown }[];
  failover?: unknown;
  failoverPriority?: unknown;
  enabled?: unknown;
}

/** A region that is to get less, or nothing. */
export interface RegionToEvacuate {
  region: string;
  /** The regions that are left. */
  others: readonly string[];
  /** What the region keeps of its weights, 0 to 1. */
  share: number;
}

/** What is to stand at a path: the weights of an entry, or a whole list of entries. */
export type WeightChange =
  | { path: Path; to: ReadonlyMap<string, number> }
  | { path: Path; entries: { from: string; to: ReadonlyMap<string, number> }[] };

/** Every locality setting of a DestinationRule, with its path. */
export function settingsOf(value: unknown): [Path, LocalitySetting][] {
  const policies: [Path, unknown][] = [
    [['spec', 'trafficPolicy'], at(value, 'spec', 'trafficPolicy')],
    ...listAt(value, 'spec', 'subsets').map((each, index): [Path, unknown] => {
      return [['spec', 'subsets', index, 'trafficPolicy'], at(each, 'trafficPolicy')];
    }),
  ];
  return policies
    .flatMap(([path, policy]): [Path, unknown][] => [
      [path, policy],
      ...listAt(policy, 'portLevelSettings').map((each, index): [Path, unknown] => {
        return [[...path, 'portLevelSettings', index], each];
      }),
    ])
    .flatMap(([path, policy]): [Path, LocalitySetting][] => {
      const setting = at(policy, 'loadBalancer', 'localityLbSetting');
      const own = [...path, 'loadBalancer', 'localityLbSetting'];
      return setting === undefined ? [] : [[own, isMapping(setting) ? setting : {}]];
    });
}

/**
 * What takes the region out of one setting; empty: it gets nothing there.
 *
 * @throws Error where weights cannot do it, with the reason
 */
export function weightChangesOf(
  setting: LocalitySetting,
  path: Path,
  wanted: RegionToEvacuate,
): WeightChange[] {
  if (setting.enabled === false) {
    throw new Error('its locality settings are off, so that no weights can take the region out');
  }
  const entries = listAt(setting, 'distribute');
  if (entries.length > 0) {
    return entries.flatMap((entry, index) => {
      const to = weightsIn(at(entry, 'to'), wanted);
      return to ? [{ path: [...path, 'distribute', index, 'to'], to }] : [];
    });
  }
  if (wanted.share > 0) {
    throw new Error(
      'it has no distribute list, so that the region can be taken out in one step only',
    );
  }
  const { region, others } = wanted;
  if (others.length === 0) throw new Error('no region is left to send requests to');
  const even = shared(new Map(others.map((each) => [each, 1])), 100);
  return [
    {
      path,
      entries: [
        { from: region, to: even },
        // Who is elsewhere stays there.
        ...others.map((each) => ({ from: each, to: new Map([[each, 100]]) })),
      ],
    },
  ];
}

/** Undefined: the region is not in it. */
function weightsIn(
  to: unknown,
  { region, others, share }: RegionToEvacuate,
): Map<string, number> | undefined {
  const weights = new Map(
    Object.entries(isMapping(to) ? to : {}).map(([key, weight]) => [key, Number(weight)]),
  );
  if ([...weights.values()].some((weight) => !Number.isInteger(weight) || weight < 0)) {
    throw new Error('its weights are no numbers');
  }
  if (weights.has('*') || [...weights.keys()].some((key) => key === '')) {
    throw new Error('it sends requests to "*", which names the region too');
  }
  const own = [...weights].filter(([key]) => regionOf(key) === region);
  if (own.length === 0) return undefined;
  const kept = own
    .map(([key, weight]): [string, number] => [key, Math.round(weight * share)])
    .filter(([, weight]) => weight > 0);
  const left = [...weights].filter(([key, weight]) => regionOf(key) !== region && weight > 0);
  const survivors = left.length > 0 ? left : others.map((each): [string, number] => [each, 1]);
  if (survivors.length === 0) throw new Error('no region is left to send requests to');
  const rest = 100 - kept.reduce((sum, [, weight]) => sum + weight, 0);
  const all = new Map([...kept, ...shared(new Map(survivors), rest)]);
  // In the order of the manifest, then what is new.
  const order = [...weights.keys(), ...all.keys()].filter((key) => all.has(key));
  return new Map(order.map((key) => [key, all.get(key) ?? 0]));
}

/** Whole numbers in proportion to the weights, at least 1 each, with the given sum. */
function shared(weights: ReadonlyMap<string, number>, sum: number): Map<string, number> {
  const total = [...weights.values()].reduce((a, b) => a + b, 0);
  const exact = [...weights].map(([key, weight]) => ({ key, exact: (weight * sum) / total }));
  const parts = exact.map(({ key, exact: value }) => {
    return { key, whole: Math.max(1, Math.floor(value)), rest: value % 1 };
  });
  let open = sum - parts.reduce((a, { whole }) => a + whole, 0);
  for (const part of parts.toSorted((a, b) => b.rest - a.rest)) {
    if (open <= 0) break;
    part.whole++;
    open--;
  }
  const [largest] = parts.toSorted((a, b) => b.whole - a.whole);
  if (largest) largest.whole += open;
  return new Map(parts.map(({ key, whole }) => [key, whole]));
}

/** The region of a locality, as a key of `to` may be. */
function regionOf(locality: string): string {
  return parseLocality(locality).region;
}

/**
 * A DestinationRule that sends a region less, or nothing; undefined: it sends it nothing already.
 *
 * @throws Error where weights cannot do it, with the reason
 */
export function evacuatedRule(
  value: Record<string, unknown>,
  wanted: RegionToEvacuate,
): Record<string, unknown> | undefined {
  const changes = settingsOf(value).flatMap(([path, setting]) =>
    weightChangesOf(setting, path, wanted),
  );
  if (changes.length === 0) return undefined;
  const copy = structuredClone(value);
  for (const change of changes) put(copy, change.path, valueOf(change));
  return copy;
}

function valueOf(change: WeightChange): unknown {
  if ('to' in change) return Object.fromEntries(change.to);
  const distribute = change.entries.map(({ from, to }) => ({ from, to: Object.fromEntries(to) }));
  return { enabled: true, distribute };
}

/** Every key but the last one is there. */
function put(target: unknown, path: Path, value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined || typeof target !== 'object' || target === null) return;
  const holder = target as Record<string | number, unknown>;
  if (rest.length === 0) holder[key] = value;
  else put(holder[key], rest, value);
}
