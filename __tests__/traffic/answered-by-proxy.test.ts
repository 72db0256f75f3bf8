/** What proxies answer by themselves, and what they have no cluster for: the rows say so, in every outage. */
import { describe, expect, test } from '@jest/globals';
import { answeredRoutes } from '../../src/traffic/answered-routes.js';
import { withAbort, withoutAbort } from '../../src/traffic/injected-faults.js';
import { all, istio, repository, rule, service, verdictOf } from '../rules/reported.js';
import { inspectFiles } from '../rules/check-files.js';

const two = {
  clusters: [
    { name: 'a', locality: 'europe-west1' },
    { name: 'b', locality: 'us-central1' },
  ],
};
const failover = { failover: [{ from: 'europe-west1', to: 'us-central1' }] };

/** A Gateway, a Service with a policy, and the HTTP routes. */
function treeOf(...http: object[]) {
  return repository(
    all(
      service('shop/web'),
      rule('shop/web', failover),
      istio('Gateway', 'shop/public', {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.com'] }],
      }),
      istio('VirtualService', 'shop/public', { hosts: ['shop.com'], gateways: ['public'], http }),
    ),
    two,
  );
}

const to = (host: string, more: object = {}) => ({
  route: [{ destination: { host, ...more } }],
});
const abort = (value: number, answer: object = { httpStatus: 503 }) => ({
  ...to('web'),
  fault: { abort: { ...answer, percentage: { value } } },
});

/** The errors in per cent of what public clients in europe-west1 ask for. */
function errorsOf(files: ReturnType<typeof treeOf>, scenario: string): (number | null)[] {
  return inspectFiles(files)
    .check()
    .rows.map(({ prediction }) => prediction)
    .filter((one) => one.client === 'a' && one.publicHost !== null && one.scenario === scenario)
    .map(({ errors }) => errors && Math.round(errors * 100));
}

const outages = ['healthy', 'scaled-to-zero:europe-west1', 'failing:us-central1', 'cluster-lost:b'];

describe.each(outages)('%s', (scenario) => {
  test.each<[string, object, number]>([
    ['no fault', to('web'), 0],
    ['a fault for all', abort(100), 100],
    ['a fault for some', abort(30), 30],
    ['a status of the caller', abort(30, { httpStatus: 404 }), 30],
    ['a status of gRPC', abort(30, { grpcStatus: 'UNAVAILABLE' }), 30],
    ['a fault that is a success', abort(30, { httpStatus: 200 }), 0],
    ['a success of gRPC', abort(30, { grpcStatus: 'OK' }), 0],
    ['a fault without a percentage', { ...to('web'), fault: { abort: { httpStatus: 503 } } }, 0],
    ['a direct response of 503', { directResponse: { status: 503 } }, 100],
    ['no such Service', to('wbe'), 100],
    ['no such subset', to('web', { subset: 'v9' }), 100],
  ])('%s', (_, route, errors) => {
    expect(errorsOf(treeOf(route), scenario)).toEqual([errors]);
  });
});

test('a fault comes on top of what fails anyway', () => {
  const files = treeOf(abort(30));
  const without = {
    'app.yaml': files['app.yaml']!.replace('"maxEjectionPercent":100', '"maxEjectionPercent":1'),
    'mesh-failover.yaml': files['mesh-failover.yaml']!,
  };
  expect(errorsOf(without, 'failing:europe-west1')).toEqual([100]);
  const result = {
    undefined: false as const,
    split: [{ locality: 'a', share: 0.5, min: 0.4, max: 0.6 }],
    unanswered: 0.5,
    errors: 0.5,
    errorsMin: 0.4,
    errorsMax: 0.6,
    determined: false,
    steps: [],
  };
  const both = withAbort(result, { share: 0.2, status: '503', isFailure: true });
  const [place] = both.split;
  expect(place?.share).toBeCloseTo(0.4);
  expect(place?.min).toBeCloseTo(0.32);
  expect(place?.max).toBeCloseTo(0.48);
  expect(both.unanswered).toBeCloseTo(0.6);
  expect(both.errors).toBeCloseTo(0.6);
  expect(both.errorsMin).toBeCloseTo(0.52);
  expect(both.errorsMax).toBeCloseTo(0.68);
  const route = { http: { fault: { abort: { httpStatus: 503, percentage: { value: 20 } } } } };
  expect(withoutAbort(both.errors, route)).toBeCloseTo(0.5);
  expect(withoutAbort(1, { http: abort(100) })).toBe(0);
});

test('a route that is answered with 5xx has rows, and one that leads elsewhere is listed', () => {
  const files = treeOf(
    { match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/' } },
    { match: [{ uri: { prefix: '/no' } }], directResponse: { status: 403 } },
    { match: [{ uri: { prefix: '/closed' } }], directResponse: { status: 503 } },
    to('web'),
  );
  const [environment] = inspectFiles(files).environments;
  expect(
    answeredRoutes(environment!.mesh).map(({ match, answer }) => `${String(match)}: ${answer}`),
  ).toEqual(['path /old*: redirect to / (301)', 'path /no*: answered by the gateway (403)']);
  const { rows, lint } = inspectFiles(files).check();
  const failing = rows
    .map(({ prediction }) => prediction)
    .filter((one) => one.client === 'a' && one.scenario === 'healthy' && one.errors !== 0);
  expect(failing).toMatchObject([
    {
      publicHost: 'shop.com',
      route: 'shop/public#2',
      match: 'path /closed*',
      errors: 1,
      unanswered: 1,
      reason: 'answered by the gateway (503)',
    },
  ]);
  expect(lint.findings.map((one) => `${one.severity} ${one.rule}`)).toEqual([
    'warning leftover-fault',
  ]);
});

test('what is expected of a scenario counts faults too', () => {
  const files = treeOf(abort(5));
  const config = JSON.parse(files['mesh-failover.yaml']!) as object;
  const scenario = {
    name: 'quiet',
    outages: [{ kind: 'stale-api', locality: 'europe-west1' }],
    expect: { maxErrors: 0.01 },
  };
  files['mesh-failover.yaml'] = JSON.stringify({ ...config, scenarios: [scenario] });
  expect(verdictOf(files).findings).toEqual(['error expectation-failed', 'error leftover-fault']);
});

test('a host that may be in another repository is taken to be there', () => {
  const files = treeOf(to('other.elsewhere.svc.cluster.local'));
  expect(errorsOf(files, 'healthy')).toEqual([0]);
  expect(verdictOf(files).findings).toContain('notice destination-host-match');
});

test('a client does not wait for an abort that its steps do not name', () => {
  const project = inspectFiles(treeOf(abort(30)));
  const [row] = project.check().rows;
  expect(row?.prediction.notes).toEqual([
    'fault injection answers 30 % of the requests with 503; they count as errors',
  ]);
});

describe('a route for labels of callers', () => {
  const labelled = (labels: object) => ({ match: [{ sourceLabels: labels }], ...to('web') });

  test('of which nothing is known of the gateway has no number, and hides no other route', () => {
    const files = treeOf(labelled({ app: 'shop' }), to('web'));
    expect(errorsOf(files, 'healthy')).toEqual([null, 0]);
    expect(verdictOf(files).findings).toEqual(['warning gateway-route-unreachable']);
  });

  test('by which the Gateway selects its pods takes every request', () => {
    const files = treeOf(labelled({ istio: 'ingressgateway' }));
    expect(errorsOf(files, 'healthy')).toEqual([0]);
    expect(verdictOf(files).findings).toEqual([]);
  });

  test('that pods of the Gateway cannot have takes none', () => {
    expect(errorsOf(treeOf(labelled({ istio: 'other' })), 'healthy')).toEqual([100]);
  });

  test('is for sidecars where they take it too', () => {
    const both = (...http: object[]) => {
      const files = treeOf(...http);
      files['app.yaml'] = files['app.yaml']!.replace('["public"]', '["public","mesh"]');
      return files;
    };
    expect(errorsOf(both(labelled({ app: 'shop' }), to('web')), 'healthy')).toEqual([0]);
    expect(errorsOf(both(labelled({ app: 'shop' })), 'healthy')).toEqual([100]);
  });
});
