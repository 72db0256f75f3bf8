/**
 * Retries where hosts and localities take turns: schedules of an Envoy that draws as Envoy does, with random starts and requests in
 * between, lie within the predicted range.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { predict } from '../../src/traffic/predict.js';
import { seededRandom, type Random } from '../../src/traffic/random.js';
import { endpoint, inputOf } from './mesh-of.js';

const REQUESTS = 20_000;
/** Draws until a host that was tried is taken after all. */
const DRAWS = 6;

/** Takes items in turn by their weights: the earliest deadline first. */
class Turns<T> {
  readonly #entries: { item: T; weight: number; deadline: number; order: number }[];
  #order = 0;

  constructor(items: readonly [T, number][], random: Random) {
    this.#entries = items.map(([item, weight]) => {
      return { item, weight, deadline: 1 / weight, order: (this.#order += 1) };
    });
    for (let skipped = Math.floor(random() * 50); skipped > 0; skipped -= 1) this.next();
  }

  next(): T {
    const best = this.#entries.reduce((a, b) =>
      a.deadline < b.deadline || (a.deadline === b.deadline && a.order < b.order) ? a : b,
    );
    best.deadline += 1 / best.weight;
    best.order = this.#order += 1;
    return best.item;
  }
}

interface Place {
  name: string;
  weight: number;
  hosts: number;
  isDown: boolean;
}

interface Run {
  places: Place[];
  retries: number;
  /** Hosts of a locality take turns; else they are drawn. */
  isRoundRobin: boolean;
  /** Requests that are on their way at the same time. */
  concurrency: number;
  seed: number;
}

/** The share of requests that fail, and of those that each place answered last. */
function measured({ places, retries, isRoundRobin, concurrency, seed }: Run) {
  const random = seededRandom(seed);
  const localities = new Turns<Place>(
    places.map((place) => [place, place.weight]),
    random,
  );
  const hosts = new Map(
    places.map((place) => {
      const all = Array.from({ length: place.hosts }, (_, index) => `${place.name}#${index}`);
      const turns = new Turns<string>(
        all.map((host) => [host, 1]),
        random,
      );
      return [place, () => (isRoundRobin ? turns.next() : all[Math.floor(random() * all.length)]!)];
    }),
  );
  const last = new Map<string, number>();
  let failed = 0;
  let done = 0;
  const open: Set<string>[] = Array.from({ length: concurrency }, () => new Set());
  while (done < REQUESTS) {
    const slot = Math.floor(random() * concurrency);
    const tried = open[slot]!;
    let place = places[0]!;
    let host = '';
    for (let draw = 0; draw < DRAWS; draw += 1) {
      place = localities.next();
      host = hosts.get(place)!();
      if (!tried.has(host)) break;
    }
    const attempts = (attemptsOf.get(tried) ?? 0) + 1;
    attemptsOf.set(tried, attempts);
    tried.add(host);
    if (place.isDown && attempts <= retries) continue;
    if (place.isDown) failed += 1;
    last.set(place.name, (last.get(place.name) ?? 0) + 1);
    done += 1;
    open[slot] = new Set();
  }
  return { errors: failed / done, shareOf: (name: string) => (last.get(name) ?? 0) / done };
}

const attemptsOf = new WeakMap<Set<string>, number>();

const run: fc.Arbitrary<Run> = fc
  .record({
    weights: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 4 }),
    hosts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
    down: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    retries: fc.integer({ min: 1, max: 4 }),
    isRoundRobin: fc.boolean(),
    concurrency: fc.constantFrom(1, 1, 1, 2, 5),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ weights, hosts, down, ...rest }) => ({
    places: weights.map((weight, index) => ({
      ...{ name: `r${index}/a`, weight, hosts: hosts[index]! },
      // One answers at least.
      isDown: index > 0 && down[index]!,
    })),
    ...rest,
  }));

function predictionOf({ places, retries, isRoundRobin }: Run) {
  const total = places.reduce((sum, { weight }) => sum + weight, 0);
  let left = 100;
  const to = Object.fromEntries(
    places.map(({ name, weight }, index) => {
      const share =
        index === places.length - 1 ? left : Math.max(1, Math.floor((100 * weight) / total));
      left -= share;
      return [name, share];
    }),
  );
  const result = predict({
    ...inputOf({
      client: 'r0/a',
      endpoints: places.flatMap(({ name, hosts }) =>
        Array.from({ length: hosts }, (_, index) => endpoint(`${name}-${index}`, name, 'ready')),
      ),
      locality: { distribute: [{ from: '*', to }] },
      lb: { simple: isRoundRobin ? 'ROUND_ROBIN' : 'RANDOM' },
    }),
    retries: { attempts: retries, retryOn: 'connect-failure' },
    outages: places
      .filter(({ isDown }) => isDown)
      .map(({ name }) => ({ kind: 'unreachable' as const, locality: name })),
  });
  return { result, to };
}

test('no schedule leaves the range', () => {
  fc.assert(
    fc.property(run, (one) => {
      const { result, to } = predictionOf(one);
      if (result.undefined) throw new Error(result.reason);
      const places = one.places.map((place) => ({ ...place, weight: to[place.name]! }));
      const { errors, shareOf } = measured({ ...one, places });
      const { errorsMin = result.errors, errorsMax = result.errors } = result;
      // Where hosts are drawn, the measured share is near the expected one.
      const slack = 0.02;
      expect(errors).toBeGreaterThanOrEqual(errorsMin - slack);
      expect(errors).toBeLessThanOrEqual(errorsMax + slack);
      for (const { locality, share, min = share, max = share } of result.split) {
        expect(shareOf(locality)).toBeGreaterThanOrEqual(min - slack);
        expect(shareOf(locality)).toBeLessThanOrEqual(max + slack);
      }
    }),
    { numRuns: 120, seed: 17 },
  );
});

test('two hosts with 90 % of the draws take all attempts of many requests', () => {
  const places = [
    { name: 'r0/a', weight: 10, hosts: 1, isDown: false },
    { name: 'r1/a', weight: 90, hosts: 2, isDown: true },
  ];
  const one = { places, retries: 2, isRoundRobin: true, concurrency: 1, seed: 1 };
  const { result } = predictionOf(one);
  if (result.undefined) throw new Error(result.reason);
  // What a real Envoy came to was 43 %.
  expect(measured(one).errors).toBeGreaterThan(0.4);
  expect(result.errorsMax).toBeCloseTo(9 / 17, 6);
});
