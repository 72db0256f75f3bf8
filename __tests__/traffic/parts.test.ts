/** Parts of predictions, each by itself. */
import { describe, expect, test } from '@jest/globals';
import { anyOf } from '../../src/traffic/entry.js';
import type { DefinedResult } from '../../src/traffic/predict.js';
import { retrySettings } from '../../src/traffic/proxy/retry.js';
import { rowTargets } from '../../src/traffic/table.js';
import { tlsMismatch } from '../../src/traffic/tls-mismatch.js';
import { unservedTargets } from '../../src/traffic/unserved-hosts.js';
import { whyNoHost } from '../../src/traffic/why-nothing.js';
import { clusters, meshFrom, objects } from '../mesh/mesh-from.js';
import { outage, predictCase } from './mesh-of.js';
import { gateway, routed, type Objects } from './two-regions.js';

describe('one of several entries', () => {
  const result = (shares: [number, number], more: Partial<DefinedResult> = {}): DefinedResult => ({
    ...{ undefined: false, unanswered: 0, errors: 0, determined: true, steps: [] },
    split: [
      { locality: 'a', share: shares[0] },
      { locality: 'b', share: shares[1] },
    ],
    ...more,
  });

  test('is their mean, and the range between them', () => {
    const [one, other] = [
      result([1, 0], { errors: 0.5, unanswered: 0.5, steps: [{ rule: 'x', text: 'one' }] }),
      result([0.5, 0.5], { errors: 0.1, steps: [{ rule: 'y', text: 'other' }] }),
    ];
    expect(anyOf(one, [other], 'why')).toEqual({
      undefined: false,
      split: [
        { locality: 'a', share: 0.75, min: 0.5, max: 1 },
        { locality: 'b', share: 0.25, min: 0, max: 0.5 },
      ],
      ...{ unanswered: 0.25, errors: 0.3, errorsMin: 0.1, errorsMax: 0.5 },
      ...{ determined: false, reason: 'why' },
      steps: [...one.steps, ...other.steps],
    });
  });

  test('takes the ranges of both', () => {
    const wide = result([0.5, 0.5], {
      errors: 0.2,
      errorsMin: 0.05,
      errorsMax: 0.9,
      determined: false,
    });
    const narrow = result([0.5, 0.5], {
      errors: 0.4,
      errorsMin: 0.3,
      errorsMax: 0.5,
      determined: false,
    });
    for (const both of [anyOf(wide, [narrow], ''), anyOf(narrow, [wide], '')]) {
      expect(both).toMatchObject({ errorsMin: 0.05, errorsMax: 0.9 });
    }
    const ranged = result([0.5, 0.5], { errors: 0.1 });
    ranged.split = [
      { locality: 'a', share: 0.5, min: 0.1, max: 0.8 },
      { locality: 'b', share: 0.5 },
    ];
    expect(anyOf(ranged, [result([0.6, 0.4])], '')).toMatchObject({
      split: [
        { min: 0.1, max: 0.8 },
        { min: 0.4, max: 0.5 },
      ],
    });
  });

  test('counts each of them once', () => {
    const all = [
      result([1, 0], { errors: 0.6 }),
      result([0.4, 0.6]),
      result([0.1, 0.9], { unanswered: 0.3, errors: 0.3 }),
    ];
    for (const order of [all, all.toReversed(), [all[1]!, all[2]!, all[0]!]]) {
      const any = anyOf(order[0]!, order.slice(1), '');
      expect(any).toMatchObject({ errorsMin: 0, errorsMax: 0.6 });
      const numbers = [any.split[0]!.share, any.split[1]!.share, any.unanswered, any.errors];
      expect(numbers.map((number) => Math.round(number * 1e9) / 1e9)).toEqual([0.5, 0.5, 0.1, 0.3]);
    }
    expect(anyOf(all[0]!, [], '')).toBe(all[0]);
  });

  test('is determined where all are the same', () => {
    const same = anyOf(result([1, 0]), [result([1, 1e-12]), result([1, 0])], 'why');
    expect(same).toMatchObject({ determined: true });
    const others: [[number, number], Partial<DefinedResult>][] = [
      [[1, 0], { errors: 0.1 }],
      [[1, 0], { unanswered: 0.1 }],
      [[0.9, 0.1], {}],
      // The same on average, in a range of its own.
      [[1, 0], { errorsMin: 0, errorsMax: 0.5, determined: false }],
    ];
    for (const [shares, more] of others) {
      for (const [one, other] of [
        [result([1, 0]), result(shares, more)],
        [result(shares, more), result([1, 0])],
      ] as const) {
        expect(anyOf(one, [one, other], 'why')).toMatchObject({
          determined: false,
          reason: 'why',
        });
      }
    }
  });
});

describe('retries', () => {
  test.each([
    [
      undefined,
      {
        retries: 2,
        on503: false,
        on500: false,
        onConnectFailure: true,
        avoidsTriedHosts: true,
        avoidsTriedPriorities: false,
      },
    ],
    [{}, { retries: 0, onConnectFailure: true }],
    [{ attempts: -1 }, { retries: 0 }],
    [
      { attempts: 3, retryOn: '5xx' },
      { retries: 3, on503: true, on500: true, onConnectFailure: true },
    ],
    [{ retryOn: 'gateway-error' }, { on503: true, on500: false, onConnectFailure: true }],
    [{ retryOn: '503, 500' }, { on503: true, on500: true, onConnectFailure: false }],
    [{ retryOn: 'reset' }, { on503: false, onConnectFailure: true }],
    [{ retryOn: 'reset-before-request' }, { onConnectFailure: true }],
    [{ retryOn: 'connect-failure' }, { on503: false, on500: false, onConnectFailure: true }],
    [{ retryOn: 'retriable-4xx' }, { on503: false, onConnectFailure: false }],
    [{ retryRemoteLocalities: true }, { avoidsTriedPriorities: true }],
    [{ retryIgnorePreviousHosts: false }, { avoidsTriedHosts: false }],
  ])('%j', (policy, settings) => {
    expect(retrySettings(policy, false)).toMatchObject(settings);
  });

  test('with a hash find the same host again, unless told otherwise', () => {
    expect(retrySettings(undefined, true).avoidsTriedHosts).toBe(false);
    expect(retrySettings({ retryIgnorePreviousHosts: true }, true).avoidsTriedHosts).toBe(true);
  });

  /** The lowest and highest share of errors over all orders in which a round robin can meet hosts of which `failing` fail. */
  function byTurns(healthy: number, failing: number, retries: number): [number, number] {
    const all = Array.from({ length: healthy + failing }, (_, index) => index);
    const orders = permutations(all);
    const shares = orders.map((order) => {
      let [at, errors] = [0, 0];
      // As many requests as bring it back to where it began, many times.
      const requests = 4_000;
      for (let request = 0; request < requests; request += 1) {
        let isOk = false;
        for (let attempt = 0; attempt <= retries && !isOk; attempt += 1) {
          isOk = (order[at] ?? 0) < healthy;
          at = (at + 1) % order.length;
        }
        if (!isOk) errors += 1;
      }
      return errors / requests;
    });
    return [Math.min(...shares), Math.max(...shares)];
  }

  function permutations(all: number[]): number[][] {
    if (all.length < 2) return [all];
    return all.flatMap((one, index) =>
      permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]),
    );
  }

  test.each([
    [3, 1, 1],
    [2, 2, 1],
    [1, 3, 1],
    [2, 3, 2],
    [1, 4, 2],
    [3, 2, 0],
  ])(
    'in turn, with %d hosts that work and %d that fail, and %d retries, lie in the range',
    (healthy, failing, retries) => {
      const result = predictCase({
        ...{
          client: 'r/a',
          endpoints: { 'r/a': healthy + failing },
          lb: { simple: 'ROUND_ROBIN' },
        },
        retries: { attempts: retries, retryOn: '503', retryIgnorePreviousHosts: false },
        outages: [outage('failing', 'r/a', failing)],
      });
      const [low, high] = byTurns(healthy, failing, retries);
      const { errors, errorsMin = errors, errorsMax = errors } = result;
      expect(errorsMin).toBeLessThanOrEqual(low + 0.002);
      expect(errorsMax).toBeGreaterThanOrEqual(high - 0.002);
      expect(result.determined).toBe(retries === 0);
      // No wider than the extremes that a single proxy can come to, by much.
      expect(errorsMin).toBeLessThanOrEqual(errors);
      expect(errorsMax).toBeGreaterThanOrEqual(errors);
      expect(errorsMax).toBeLessThan(1);
    },
  );
});

const service = (
  name: string,
  port: object = { name: 'http', port: 80 },
  spec: object = {},
): Objects[number] => [
  'Service',
  `shop/${name}`,
  { ports: [port], selector: { app: name }, ...spec },
];
const toWeb = routed({ route: [{ destination: { host: 'web' } }] });
const meshOf = (...all: Objects) => meshFrom(objects(...all), { clusters });

describe('why no host has a row', () => {
  test('none where one has', () => {
    expect(whyNoHost(meshOf(gateway, toWeb, service('web')))).toBeUndefined();
  });

  test('nothing is routed or declared', () => {
    expect(whyNoHost(meshOf(gateway))).toMatch(/^no host is routed or declared/);
  });

  test('one of several gateways answers by itself, the others have nothing', () => {
    const answered = routed({ directResponse: { status: 200 } });
    const clients = ['edge', 'ingressgateway'].map((istio) => ({
      ...{ name: istio, cluster: 'a', locality: 'europe-west1', namespace: 'istio-system' },
      labels: { istio },
    }));
    const mesh = (list: typeof clients) =>
      meshFrom(objects(gateway, answered), { clusters, clients: list });
    expect(whyNoHost(mesh(clients))).toMatch(/^no route leads to a host/);
  });

  test('gateways answer by themselves', () => {
    expect(whyNoHost(meshOf(gateway, routed({ directResponse: { status: 200 } })))).toMatch(
      /^no route leads to a host \(gateways answer the requests themselves\)/,
    );
  });
});

describe('a host that no gateway serves', () => {
  const bound = (gateways: string[], hosts: string[], spec: object = {}): Objects[number] => [
    'VirtualService',
    'shop/web',
    {
      hosts,
      gateways,
      http: [{ route: [{ destination: { host: 'web', port: { number: 80 } } }] }],
      ...spec,
    },
  ];
  const named: Objects[number] = [
    'Gateway',
    'shop/main',
    {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.example.com'] }],
    },
  ];
  const found = (...all: Objects) =>
    unservedTargets(meshOf(...all, service('web'))).map(
      ({ client, unserved, host, port }) =>
        `${client.cluster} ${host} ${String(port)} ${unserved?.publicHost ?? ''}${unserved?.isForMesh ? ' mesh' : ''} ${String(unserved?.isCertain)}: ${unserved?.reason ?? ''}`,
    );
  const web = 'web.shop.svc.cluster.local';

  test('has a row for each gateway', () => {
    expect(found(named, bound(['main'], ['a.example.com', 'b.example.com']))).toEqual([
      `a ${web} 80 b.example.com true: no gateway serves this host: 404`,
      `b ${web} 80 b.example.com true: no gateway serves this host: 404`,
    ]);
    expect(found(named, bound(['main', 'mesh'], ['b.example.com']))[0]).toContain(
      'b.example.com mesh true',
    );
    expect(found(named, bound(['mesh'], ['b.example.com']))).toEqual([]);
    expect(found(named, bound(['main'], ['a.example.com']))).toEqual([]);
  });

  test('hides what it was meant to lead to, unless sidecars ask for it too', () => {
    const unrouted = (gateways: string[]) => {
      const rule: Objects[number] = [
        'DestinationRule',
        'shop/web',
        { host: 'web', trafficPolicy: { outlierDetection: {} } },
      ];
      const mesh = meshOf(named, bound(gateways, ['b.example.com']), service('web'), rule);
      return rowTargets(mesh).filter((one) => !one.unserved && one.host === web).length;
    };
    expect(unrouted(['main'])).toBe(0);
    expect(unrouted(['main', 'mesh'])).toBeGreaterThan(0);
  });

  test('is not one that the mesh knows, or that has no dot', () => {
    expect(found(named, bound(['main'], ['web', 'web.shop.svc.cluster.local', 'other']))).toEqual(
      [],
    );
    expect(found(named, bound(['main'], ['*.b.example.com']))).toHaveLength(2);
    expect(found(named, bound(['main'], ['*.example.com']))).toEqual([]);
  });

  test('is not certain where its Gateway, what it delegates to, or who sees it is elsewhere', () => {
    expect(found(bound(['infra/edge'], ['b.example.com']))[0]).toContain(
      'b.example.com false: its Gateway is not among these manifests',
    );
    const delegated = bound(['main'], ['b.example.com'], {
      http: [{ delegate: { name: 'part', namespace: 'other' } }],
    });
    expect(found(named, delegated)[0]).toContain(
      'false: what it delegates to is not among these manifests',
    );
    expect(found(named, bound(['main'], ['b.example.com'], { exportTo: ['.'] }))[0]).toContain(
      'false: exportTo hides the VirtualService from some namespaces',
    );
  });

  test('has the port of its Service where that has one', () => {
    const route = bound(['main'], ['b.example.com'], {
      http: [{ route: [{ destination: { host: 'web' } }] }],
    });
    expect(found(named, route)[0]).toContain(`${web} 80 b.example.com`);
    const mesh = meshOf(
      named,
      route,
      service(
        'web',
        { name: 'http', port: 80 },
        {
          ports: [
            { port: 80, name: 'http' },
            { port: 81, name: 'http-b' },
          ],
        },
      ),
    );
    expect(unservedTargets(mesh)[0]?.port).toBeUndefined();
    const none = bound(['main'], ['b.example.com'], { http: [{ redirect: { uri: '/' } }] });
    expect(found(named, none)[0]).toContain('a b.example.com undefined b.example.com');
  });
});

describe('a TLS mode that does not fit', () => {
  const policy = (mode: string | undefined): Objects[number] => [
    'DestinationRule',
    'shop/web',
    { host: 'web', trafficPolicy: mode ? { tls: { mode } } : {} },
  ];
  const strict: Objects[number] = [
    'PeerAuthentication',
    'shop/strict',
    { mtls: { mode: 'STRICT' } },
  ];
  const causeOf = (...all: Objects) => {
    const text = objects(gateway, toWeb, ...all).replaceAll(
      '"networking.istio.io/v1","kind":"PeerAuthentication"',
      '"security.istio.io/v1","kind":"PeerAuthentication"',
    );
    const mesh = meshFrom(text, { clusters });
    const [target] = rowTargets(mesh);
    const found = target && tlsMismatch(mesh, target);
    return (
      found && `${found.cause} ${String(found.isCertain)} ${String(found.mode)}: ${found.reason}`
    );
  };
  const pods = (inject: string): Objects[number] => [
    'Deployment',
    'shop/web',
    { template: { metadata: { labels: { app: 'web', 'sidecar.istio.io/inject': inject } } } },
  ];
  const tlsPort = { name: 'https', port: 80, targetPort: 443 };

  test('none without a mode for a plain port, nor for one that speaks TLS', () => {
    expect(causeOf(service('web'), policy(undefined))).toBeUndefined();
    expect(causeOf(service('web', tlsPort), policy('SIMPLE'))).toBeUndefined();
    expect(causeOf(service('web'), policy('DISABLE'))).toBeUndefined();
    expect(causeOf(service('web'), policy('ISTIO_MUTUAL'))).toBeUndefined();
    expect(causeOf(policy('SIMPLE'))).toBeUndefined();
  });

  test('mTLS of the mesh to pods without a sidecar', () => {
    expect(causeOf(service('web'), pods('false'), policy('ISTIO_MUTUAL'))).toBe(
      'no-sidecar true ISTIO_MUTUAL: the pods of web.shop have no sidecar for tls mode ISTIO_MUTUAL: 503',
    );
  });

  test.each(['SIMPLE', 'MUTUAL'])('%s to a port that says nothing of TLS', (mode) => {
    expect(causeOf(service('web'), policy(mode))).toBe(
      `plain-port false ${mode}: tls mode ${mode}, and nothing says that web.shop:80 speaks TLS`,
    );
  });

  test('TLS around what is TLS already', () => {
    const passing: Objects = [
      [
        'Gateway',
        'shop/main',
        {
          selector: { istio: 'ingressgateway' },
          servers: [
            {
              ...{ port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['*'] },
              tls: { mode: 'PASSTHROUGH' },
            },
          ],
        },
      ],
      [
        'VirtualService',
        'shop/web',
        {
          ...{ hosts: ['shop.com'], gateways: ['main'] },
          tls: [{ match: [{ sniHosts: ['shop.com'] }], route: [{ destination: { host: 'web' } }] }],
        },
      ],
    ];
    const found = (mode: string | undefined) => {
      const mesh = meshFrom(objects(...passing, service('web', tlsPort), policy(mode)), {
        clusters,
      });
      const [target] = rowTargets(mesh);
      return target && tlsMismatch(mesh, target);
    };
    for (const mode of ['SIMPLE', 'MUTUAL']) {
      expect(found(mode)).toMatchObject({
        ...{ cause: 'tls-in-tls', isCertain: true, mode },
        reason: `tls mode ${mode} wraps requests that are TLS already: the connection fails`,
      });
    }
    // What passes TLS on needs no mode for it.
    expect(found('DISABLE')).toBeUndefined();
    expect(found(undefined)).toBeUndefined();
  });

  test.each([
    [{ ...tlsPort, targetPort: 8080 }, 'SIMPLE'],
    [{ name: 'http', port: 80, targetPort: 443 }, 'SIMPLE'],
    [tlsPort, 'MUTUAL'],
  ])('none to %j with %s: its name or its target says TLS', (port, mode) => {
    expect(causeOf(service('web', port), policy(mode))).toBeUndefined();
  });

  test('no TLS to a port that is for it', () => {
    expect(causeOf(service('web', tlsPort), policy('DISABLE'))).toMatch(
      /^tls-port false DISABLE: web\.shop:80 is a port for TLS, and no rule has tls mode SIMPLE for it/,
    );
    expect(
      causeOf(service('web', { ...tlsPort, targetPort: 8080 }), policy('DISABLE')),
    ).toBeUndefined();
  });

  test.each([
    [
      'true',
      'DISABLE',
      'strict true DISABLE: the sidecars of web.shop take nothing but mTLS (STRICT), and its rule has tls mode DISABLE: 503',
    ],
    ['true', 'SIMPLE', 'strict true SIMPLE: the sidecars'],
    ['true', 'MUTUAL', 'strict false MUTUAL: tls mode MUTUAL under a STRICT PeerAuthentication'],
  ])('with sidecars (%s) that take nothing but mTLS: %s', (inject, mode, text) => {
    expect(causeOf(service('web'), pods(inject), policy(mode), strict)).toContain(text);
    expect(causeOf(service('web'), pods('false'), policy(mode), strict) ?? '').not.toContain(
      'strict',
    );
    expect(causeOf(service('web'), policy(mode), strict)).toContain('strict false');
  });
});
