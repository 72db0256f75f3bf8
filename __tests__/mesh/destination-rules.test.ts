import { describe, expect, test } from '@jest/globals';
import type { Client } from '../../src/mesh/topology.js';
import { meshFrom, objects } from './mesh-from.js';

const HOST = 'a.shop.svc.cluster.local';
type Rule = [string, Record<string, unknown>, object?];

const client = (namespace: string, labels?: Record<string, string>): Client => ({
  kind: 'gateway',
  name: 'edge',
  cluster: 'x',
  locality: { region: '', zone: '', subzone: '' },
  namespace,
  isNamespaceKnown: true,
  network: '',
  labels,
  rps: 50,
});

/** The names of the rules that may apply, each merged one with its parts in order. */
function lookup(
  rules: Rule[],
  namespace = 'istio-system',
  labels?: Record<string, string>,
  exportTo?: string[],
): string[] {
  const mesh = meshFrom(
    objects(
      ...rules.map(([key, spec, more]): [string, string, Record<string, unknown>, object?] =>
        more ? ['DestinationRule', key, spec, more] : ['DestinationRule', key, spec],
      ),
    ),
    exportTo ? { meshConfig: { defaultDestinationRuleExportTo: exportTo } } : {},
  );
  const { possible } = mesh.destinationRule(client(namespace, labels), HOST);
  return possible.map((merged) =>
    merged.rules.map((rule) => `${rule.namespace}/${rule.name}`).join('+'),
  );
}

const policy = { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } };
const own: Rule = ['shop/own', { host: HOST, ...policy }];

describe('the namespace that counts', () => {
  const root: Rule = ['istio-system/root', { host: HOST, ...policy }];
  const edge: Rule = ['edge/edge', { host: HOST, ...policy }];
  const everything: Rule = ['edge/all', { host: '*.local', ...policy }];

  test("the service's before the root namespace", () => {
    expect(lookup([own, root])).toEqual(['shop/own']);
    expect(lookup([root])).toEqual(['istio-system/root']);
  });

  test("the client's before both, even with a wildcard", () => {
    expect(lookup([own, root, edge], 'edge')).toEqual(['edge/edge']);
    expect(lookup([own, everything], 'edge')).toEqual(['edge/all']);
  });

  test('of the root namespace, a client in it sees first only what is private to it', () => {
    const hidden: Rule = ['istio-system/hidden', { host: HOST, exportTo: ['.'] }];
    expect(lookup([own, hidden])).toEqual(['istio-system/hidden']);
    expect(lookup([own, hidden], 'edge')).toEqual(['shop/own']);
  });

  test('no third one', () => {
    expect(lookup([edge])).toEqual([]);
  });

  test("the Service's, not the one in the name", () => {
    const mesh = meshFrom(
      objects(
        ['ServiceEntry', 'partners/api', { hosts: ['api.example.com'], resolution: 'STATIC' }],
        ['DestinationRule', 'partners/api', { host: 'api.example.com' }],
      ),
    );
    expect(mesh.destinationRule(client('istio-system'), 'api.example.com').possible).toHaveLength(
      1,
    );
  });
});

describe('exportTo', () => {
  test.each([
    [['*'], ['shop/own']],
    [['istio-system'], ['shop/own']],
    [['istio-system', 'shop'], ['shop/own']],
    [['.'], []],
    [['shop'], []],
    [['elsewhere'], []],
    [['~'], []],
    [[], ['shop/own']],
  ])('%j', (exportTo, expected) => {
    expect(lookup([['shop/own', { host: HOST, exportTo }]])).toEqual(expected);
  });

  test("the mesh's default holds where a rule says nothing", () => {
    expect(lookup([own], 'istio-system', undefined, ['.'])).toEqual([]);
    expect(lookup([own], 'shop', undefined, ['.'])).toEqual(['shop/own']);
  });

  test('the best host is chosen before: one that is not exported hides a wider one', () => {
    const wide: Rule = ['shop/wide', { host: '*.shop.svc.cluster.local' }];
    const elsewhere: Rule = ['shop/elsewhere', { host: HOST, exportTo: ['elsewhere'] }];
    expect(lookup([wide, elsewhere])).toEqual([]);
    // What is private is not among the exported ones at all.
    expect(lookup([wide, ['shop/private', { host: HOST, exportTo: ['.'] }]])).toEqual([
      'shop/wide',
    ]);
  });
});

describe('hosts', () => {
  test('a short name is of its own namespace', () => {
    expect(lookup([['shop/a', { host: 'a' }]])).toEqual(['shop/a']);
    expect(lookup([['istio-system/a', { host: 'a' }]])).toEqual([]);
  });

  test('the exact one, else the longest wildcard', () => {
    const wide: Rule = ['shop/wide', { host: '*.local' }];
    const narrow: Rule = ['shop/narrow', { host: '*.shop.svc.cluster.local' }];
    expect(lookup([wide, narrow])).toEqual(['shop/narrow']);
    expect(lookup([wide, narrow, own])).toEqual(['shop/own']);
  });
});

describe('several rules for one host', () => {
  const at = (day: number) => ({ creationTimestamp: `2026-01-0${day}T00:00:00Z` });

  test('of unknown age: each of them may be the first', () => {
    expect(lookup([own, ['shop/second', { host: HOST, ...policy }]])).toEqual([
      'shop/own+shop/second',
      'shop/second+shop/own',
    ]);
  });

  test('of which one has a policy: it counts, whatever its age', () => {
    expect(lookup([own, ['shop/a', { host: HOST, subsets: [] }]])).toEqual(['shop/a+shop/own']);
  });

  test('the older first', () => {
    expect(
      lookup([
        ['shop/a', { host: HOST, ...policy }, at(2)],
        ['shop/b', { host: HOST, ...policy }, at(1)],
      ]),
    ).toEqual(['shop/b+shop/a']);
  });

  test('the policy comes whole from the first, subsets from all', () => {
    const mesh = meshFrom(
      objects(
        [
          'DestinationRule',
          'shop/a',
          { host: HOST, subsets: [{ name: 'v1', labels: { x: '1' } }] },
        ],
        [
          'DestinationRule',
          'shop/b',
          { host: HOST, ...policy, subsets: [{ name: 'v1' }, { name: 'v2' }] },
        ],
      ),
    );
    const [merged] = mesh.destinationRule(client('istio-system'), HOST).possible;
    expect(merged?.trafficPolicy?.rule.name).toBe('b');
    expect(merged?.subsets.map(({ rule, value }) => [rule.name, value.name])).toEqual(
      expect.arrayContaining([
        ['b', 'v2'],
        [merged?.rules[0]?.name, 'v1'],
      ]),
    );
    expect(merged?.subsets).toHaveLength(2);
  });

  test('exported alike or more widely: one; otherwise the last', () => {
    const alike: Rule[] = [
      ['shop/a', { host: HOST, exportTo: ['istio-system'] }, at(1)],
      ['shop/b', { host: HOST, exportTo: ['istio-system', 'shop'] }, at(2)],
    ];
    expect(lookup(alike)).toEqual(['shop/a+shop/b']);
    expect(
      lookup([
        ['shop/a', { host: HOST, exportTo: ['istio-system', 'x'] }, at(1)],
        ['shop/b', { host: HOST, exportTo: ['istio-system', 'y'] }, at(2)],
      ]),
    ).toEqual(['shop/b']);
  });
});

describe('workloadSelector', () => {
  const selector = (matchLabels: object) => ({ workloadSelector: { matchLabels } });
  const selective: Rule = ['edge/selective', { host: HOST, ...selector({ istio: 'gateway' }) }];
  const general: Rule = ['edge/general', { host: HOST }];

  test('counts for the workloads that it names, in its namespace', () => {
    const labels = { istio: 'gateway', app: 'edge' };
    expect(lookup([selective, general], 'edge', labels)).toEqual(['edge/selective']);
    expect(lookup([selective, general], 'edge', { istio: 'other' })).toEqual(['edge/general']);
    expect(lookup([selective, general], 'edge')).toEqual(['edge/general']);
  });

  test('keeps the rule in its namespace', () => {
    const labels = { istio: 'gateway' };
    const inShop: Rule = ['shop/selective', { host: HOST, ...selector(labels) }];
    expect(lookup([inShop], 'istio-system', labels)).toEqual([]);
    expect(lookup([inShop, ['shop/wide', { host: '*.local' }]], 'istio-system', labels)).toEqual([
      'shop/wide',
    ]);
  });

  test('hides the other namespaces even from those that it does not name', () => {
    expect(lookup([own, selective], 'edge', { istio: 'other' })).toEqual([]);
  });

  test('an empty one is for every workload', () => {
    expect(lookup([['edge/all', { host: HOST, ...selector({}) }], general], 'edge')).toEqual([
      'edge/all',
    ]);
  });
});
