import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Config } from '../../src/config/config.js';
import type { LocalityLbSetting, OutlierDetection } from '../../src/api/traffic-policy.js';
import type { Mesh } from '../../src/mesh/mesh.js';
import { json, toJson } from '../../src/report/json.js';
import { text } from '../../src/report/text.js';
import type { Prediction } from '../../src/traffic/result.js';
import { PredictedTable, predictTable, rowTargets, scenariosOf } from '../../src/traffic/table.js';
import { meshFrom, objects } from '../mesh/mesh-from.js';
import { whole } from '../report/held-table.js';
import { EJECTS_ALL, gateway, HALF_EACH, policyFor, type Objects } from './two-regions.js';

const HOSTS = ['web0', 'web1', 'web2', 'web3'];

const CLUSTERS = ['europe-west1', 'us-central1', 'asia-east1'].map((locality, index) => {
  return { name: `c${index}`, locality };
});

interface Service {
  policy?: object;
  route?: object;
  weight?: number;
  /** The Gateway. */
  at?: string;
}

/** A Gateway that not every client has. */
const special: Objects[number] = [
  'Gateway',
  'shop/special',
  {
    selector: { istio: 'ingressgateway', edge: 'special' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  },
];

/** A VirtualService for each host; what its route says beside the destination is given. */
function services(list: readonly Service[]): Objects {
  return list.flatMap(({ policy = {}, route = {}, weight = 100, at = 'main' }, index): Objects => {
    const [host = '', other = ''] = [HOSTS[index], HOSTS[(index + 1) % list.length]];
    const destinations = [
      { destination: { host }, weight },
      ...(weight < 100 ? [{ destination: { host: other }, weight: 100 - weight }] : []),
    ];
    const spec = {
      hosts: [`${host}.example.com`],
      gateways: [at],
      http: [{ route: destinations, ...route }],
    };
    return [
      ['VirtualService', `shop/${host}`, spec],
      ['DestinationRule', `shop/${host}`, { host, trafficPolicy: policy }],
    ];
  });
}

const settings: (LocalityLbSetting | undefined)[] = [
  undefined,
  HALF_EACH,
  { failover: [{ from: 'europe-west1', to: 'us-central1' }] },
];
const detections: (OutlierDetection | undefined)[] = [
  undefined,
  EJECTS_ALL,
  { ...EJECTS_ALL, maxEjectionPercent: 30 },
];
const service = fc.record(
  {
    policy: fc
      .record({ setting: fc.constantFrom(...settings), od: fc.constantFrom(...detections) })
      .map(({ setting, od }) => ({
        ...(setting ? { loadBalancer: { localityLbSetting: setting } } : {}),
        ...(od ? { outlierDetection: od } : {}),
      })),
    route: fc.constantFrom(
      {},
      { retries: { attempts: 2, retryOn: '5xx' } },
      { mirror: { host: 'web0' } },
      { mirror: { host: 'web1' } },
      { fault: { abort: { httpStatus: 503, percentage: { value: 10 } } } },
    ),
    weight: fc.constantFrom(100, 100, 70),
    at: fc.constantFrom('main', 'main', 'special'),
  },
  { requiredKeys: [] },
);

const config = fc.record({
  frontDoor: fc.constantFrom('none' as const, 'dns' as const),
  workloads: fc.array(
    fc.record({
      host: fc.constantFrom(...HOSTS).map((name) => `${name}.shop.svc.cluster.local`),
      endpoints: fc.array(
        fc.record({
          locality: fc.constantFrom('europe-west1/a', 'europe-west1/b', 'us-central1'),
          count: fc.integer({ min: 0, max: 3 }),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
  profile: fc.constantFrom('istio-1.31' as const, 'istio-1.31' as const, 'csm-managed' as const),
  clients: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }).map(clientsOf),
});

/** One in each cluster; those that are special have the special Gateway too. */
function clientsOf(isSpecial: readonly boolean[]): NonNullable<Config['clients']> {
  return CLUSTERS.map(({ name, locality }, index) => {
    const edge = isSpecial[index] ? { edge: 'special' } : {};
    const labels = { istio: 'ingressgateway', ...edge };
    return { name, cluster: name, locality, namespace: 'istio-system', labels };
  });
}

/** Of each host one entry, as the configuration demands. */
function meshOf(list: readonly Service[], more: Partial<Config>): Mesh {
  const workloads = new Map((more.workloads ?? []).map((own) => [own.host, own]));
  return meshFrom(objects(gateway, special, ...services(list)), {
    clusters: CLUSTERS,
    ...more,
    workloads: [...workloads.values()],
  });
}

/** Each row by itself, so that nothing can be shared. */
function rowByRow(mesh: Mesh, scenarios: ReturnType<typeof scenariosOf>, explain = false) {
  return rowTargets(mesh).flatMap((target): Prediction[] =>
    scenarios.flatMap((scenario) => {
      const isMeant = (other: typeof target) => other === target;
      return [...predictTable(mesh, [scenario], { isMeant, explain })].map(
        ({ prediction }) => prediction,
      );
    }),
  );
}

describe('the stream', () => {
  test.each([false, true])('says the same as each row by itself; explained: %j', (explain) => {
    const list = fc.array(service, { minLength: 1, maxLength: HOSTS.length });
    fc.assert(
      fc.property(list, config, (own, more) => {
        const mesh = meshOf(own, more);
        const scenarios = scenariosOf(mesh, { depth: 2, zones: true }).filter(
          // Every third, so that it does not take long.
          (_, index) => index < 12 || index % 3 === 0,
        );
        const rows = rowByRow(mesh, scenarios, explain);
        const predictions = new PredictedTable(mesh, scenarios, { explain });
        const streamed = whole(json({ lint: undefined, predictions }));
        expect(streamed).toBe(`${toJson({ version: 1, results: rows })}\n`);
        const collected = [...predictTable(mesh, scenarios, { explain })];
        expect(collected.map(({ prediction }) => prediction)).toEqual(rows);
        expect(collected.map(({ scenario }) => scenario.name)).toEqual(
          rows.map(({ scenario }) => scenario),
        );
        // It can be read again.
        expect(whole(json({ lint: undefined, predictions }))).toBe(streamed);
      }),
      { numRuns: explain ? 10 : 40 },
    );
  });

  test('of more scenarios than are worked out at once', () => {
    const scenarios = Array.from({ length: 250 }, (_, index) => ({
      name: `s${index}`,
      outages: [{ kind: 'failing' as const, locality: `europe-west1`, count: 1 + (index % 3) }],
      configured: undefined,
    }));
    const mesh = meshOf([{}, {}], {});
    const rows = [...predictTable(mesh, scenarios)];
    expect(rows).toHaveLength(250 * mesh.targets().length);
    expect(rows.map(({ prediction }) => prediction)).toEqual(rowByRow(mesh, scenarios));
  });

  test('without a row is an empty list', () => {
    const predictions = new PredictedTable(meshOf([], {}), []);
    expect(whole(json({ lint: undefined, predictions }))).toBe(
      '{\n  "version": 1,\n  "results": []\n}\n',
    );
  });
});

describe('is worked out while it is read', () => {
  const alike = { policy: { outlierDetection: EJECTS_ALL } };

  /** The hosts that were predicted: their endpoints have been asked for more often than those of the others. */
  function watched() {
    const mesh = meshOf([alike, alike, alike, alike], {});
    mesh.targets();
    const asked = new Map<string, number>();
    const { topology } = mesh;
    const endpoints = topology.endpoints.bind(topology);
    topology.endpoints = (host) => {
      const name = host.split('.')[0] ?? '';
      asked.set(name, (asked.get(name) ?? 0) + 1);
      return endpoints(host);
    };
    const predicted = () => {
      const least = Math.min(...HOSTS.map((host) => asked.get(host) ?? 0));
      return HOSTS.filter((host) => (asked.get(host) ?? 0) > least);
    };
    return { mesh, predicted };
  }

  test('a reader that stops early has the first ones predicted only', () => {
    const { mesh, predicted } = watched();
    const scenarios = scenariosOf(meshOf([alike], {}));
    for (const { prediction } of predictTable(mesh, scenarios)) {
      expect(prediction.scenario).toBe('healthy');
      break;
    }
    expect(predicted()).toEqual(['web0']);
  });

  test('the text, a destination at a time', () => {
    const { mesh, predicted } = watched();
    const predictions = new PredictedTable(mesh, scenariosOf(meshOf([alike], {})));
    const results = { lint: undefined, predictions, basis: [], text: () => undefined };
    for (const piece of text(results, { color: false, quiet: false })) {
      // A line for each of the clients, and their rows.
      expect(String(piece).match(/^clients entering in/gm)).toHaveLength(CLUSTERS.length);
      break;
    }
    expect(predicted()).toEqual(['web0']);
  });

  test('targets that are alike share what becomes of them', () => {
    const mesh = meshOf([alike, alike, { policy: {} }], {});
    const [first, second, third] = new PredictedTable(mesh, scenariosOf(mesh));
    expect([...second!.outcomes()][0]).toBe([...first!.outcomes()][0]);
    expect([...third!.outcomes()][0]).not.toBe([...first!.outcomes()][0]);
  });
});

test('hosts that are alike but for where else they are served stay apart', () => {
  const clients = clientsOf([true, false, false]);
  const mesh = meshOf([{}, { at: 'special' }, {}], { frontDoor: 'dns', clients });
  const lost = [...predictTable(mesh, scenariosOf(mesh))].filter(
    ({ prediction: { client, scenario } }) => client === 'c0' && scenario === 'cluster-lost:c0',
  );
  const reasons = lost.map(({ prediction: { host, reason } }) => [host.split('.')[0], reason]);
  expect(Object.fromEntries(reasons)).toEqual({
    web0: undefined,
    web1: 'no entry: no other gateway serves this host',
    web2: undefined,
  });
});

test('policies of other hosts stay apart', () => {
  const list: Objects = [
    gateway,
    ...services([{}, {}]).filter(([kind]) => kind === 'VirtualService'),
    policyFor('web0', HALF_EACH, EJECTS_ALL),
    policyFor('web1', HALF_EACH, undefined),
  ];
  const mesh = meshFrom(objects(...list), { clusters: CLUSTERS });
  const failing = [...predictTable(mesh, scenariosOf(mesh))].filter(
    ({ prediction: { client, scenario } }) =>
      client === 'c0' && scenario === 'failing:europe-west1',
  );
  expect(failing.map(({ prediction }) => prediction.errors)).toEqual([0, 0.5]);
});
