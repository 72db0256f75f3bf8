import { describe, expect, test } from '@jest/globals';
import type { LocalityLbSetting } from '../../src/api/traffic-policy.js';
import { UserError } from '../../src/foundation/errors.js';
import { Project } from '../../src/project/project.js';
import type { PredictInput } from '../../src/traffic/predict.js';
import { PredictionBudget } from '../../src/traffic/prediction-budget.js';
import { rowTargets } from '../../src/traffic/table.js';
import { grown } from '../fuzz/grown.mjs';
import { endpointsOf, inputOf, outage } from './mesh-of.js';
import { GUIDE, twoRegions } from './two-regions.js';

/** What is the product of lists is refused before it is made, with the place and the numbers. */

const now = new Date('2026-11-01');

function projectOf(counts: Parameters<typeof grown>[0]): Project {
  const { manifest, config } = grown(counts);
  return Project.of({ files: { 'shop/all.yaml': manifest }, config, now });
}

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  return 'not refused';
}

test('clients, scenarios and regions: a table that is too large names its numbers', () => {
  const project = projectOf({ clusters: 200, workloads: 0 });
  expect(refusalOf(() => project.check())).toBe(
    'the predicted table would have 120,600 rows, of 200 destinations for 200 clients in 603 scenarios, and 24,361,200 numbers; no more than ' +
      '2,500,000 can be shown. Name some of the hosts, clients or scenarios, declare fewer of them in mesh-failover.yaml, or look at some of the folders at a time.',
  );
  // What is asked for by name has its numbers.
  const rows = [...project.table(undefined, { isMeant: ({ client }) => client.name === 'c7' })];
  const cases = rows.flatMap(({ outcomes }) => [...outcomes()].flat());
  expect(new Set(cases.map(({ scenario }) => scenario)).size).toBe(603);
});

test('a table that was predicted once is read again without being counted again', () => {
  const { table, rows } = projectOf({ clusters: 45 }).check();
  const read = [...table].flatMap(({ outcomes }) => [...outcomes()].flat());
  expect(read.length).toBe(rows.length);
  expect(rows.length).toBeGreaterThan(5000);
});

test('a large mesh of services that are alike is no problem', () => {
  const { lint } = projectOf({
    services: 300,
    destinationRules: 300,
    virtualServices: 300,
  }).check();
  expect(lint.summary.predicted).toBeGreaterThan(4000);
});

describe('what a prediction costs', () => {
  const mesh = twoRegions(GUIDE);
  const [target] = rowTargets(mesh);
  const endpoints = (count: number) =>
    endpointsOf(
      Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`r${at}/a`, count / 20])),
    );
  const input = inputOf({ client: 'r0/a', endpoints: endpoints(40) });
  const outages = (count: number) =>
    Array.from({ length: count }, (_, at) => outage('failing', `r${at}`));
  const keys = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`r${at}`, 1]));
  const policy = (localityLbSetting: LocalityLbSetting) => ({
    policies: [{ loadBalancer: { localityLbSetting } }],
  });

  /** How many of them fit into what others, with all the rules that may be the oldest, have left of a budget. */
  function mostOf(more: Partial<PredictInput>): number {
    const budget = new PredictionBudget();
    budget.take({ ...input, policies: Array.from({ length: 25_000 }, () => ({})) }, target!);
    const { policies = input.policies } = more;
    const all = Array.from({ length: 10 }, () => policies).flat();
    for (let count = 0; ; count += 1) {
      try {
        budget.take({ ...input, ...more, policies: all }, target!);
      } catch {
        return count;
      }
    }
  }
  const plain = mostOf({});

  test('grows with everything that it looks at', () => {
    const labels = Array.from({ length: 100 }, (_, at) => `label-${at}`);
    const from = Array.from({ length: 400 }, (_, at) => ({ from: `x${at}`, to: {} }));
    for (const more of [
      { endpoints: endpoints(80) },
      { outages: outages(10) },
      { outages: [{ kind: 'error-rate' as const, rate: 0.1 }] },
      { policies: [{}, {}] },
      policy({ distribute: [{ from: '*', to: keys(40) }] }),
      policy({ distribute: from }),
      policy({ failoverPriority: labels }),
      { mesh: { localityLbSetting: { distribute: from } } },
    ]) {
      expect([more, mostOf(more) < plain * 0.8]).toEqual([more, true]);
    }
    expect(mostOf({ policies: [{}, {}] })).toBe(Math.floor(plain / 2));
    // The policy's own setting hides that of the mesh.
    const hidden = { ...policy({}), mesh: { localityLbSetting: { distribute: from } } };
    expect(mostOf(hidden)).toBe(plain);
    // What the outage does not hit, and a single region more or less, costs next to nothing.
    expect(mostOf({ outages: [outage('failing', 'elsewhere')] })).toBe(plain);
    expect(mostOf({ outages: outages(1) })).toBeGreaterThan(plain * 0.95);
    // The longest of several lists of keys counts.
    const lists = [
      { from: '*', to: keys(5) },
      { from: 'r1', to: keys(40) },
      { from: 'r2', to: {} },
    ];
    expect(mostOf(policy({ distribute: lists }))).toBeLessThan(
      mostOf(policy({ distribute: [{ from: '*', to: keys(30) }] })),
    );
  });

  test('is refused with the place, the host, the client and the numbers', () => {
    const budget = new PredictionBudget();
    const much = {
      ...input,
      endpoints: [...Array(2_000_000).keys()].map(() => input.endpoints[0]!),
    };
    const refused = (more: object) => refusalOf(() => budget.take({ ...much, ...more }, target!));
    const say = (overTime: string) =>
      `manifests.yaml:3:1: web.shop.svc.cluster.local has 2000000 endpoints, and every client is predicted in every scenario. ` +
      `With client a ${overTime}all predictions together look at more than 1,500,000 endpoints, more than can be done. ` +
      'Declare fewer clusters, clients or scenarios in mesh-failover.yaml, or look at some of the folders at a time.';
    const [place] = refused({}).split(' ');
    expect(place).toMatch(/^manifests\.yaml:\d+:\d+:$/);
    const told = (overTime: string) => say(overTime).replace('manifests.yaml:3:1:', place!);
    expect(refused({})).toBe(told(''));
    expect(refused({ outages: [{ kind: 'error-rate', rate: 0.1 }] })).toBe(
      told('with error rates, which are run over time, '),
    );
    expect(refusalOf(() => budget.takeEvents(1, much, target!))).toBe(
      told('under load, where requests are run one by one, '),
    );
    const { place: _, ...unplaced } = target!;
    expect(refusalOf(() => budget.take(input, { ...unplaced, place: undefined }))).toMatch(
      /^web\.shop\.svc\.cluster\.local has 40 endpoints/,
    );
  });
});
