import { describe, expect, test } from '@jest/globals';
import { inspectFiles, type Files } from './check-files.js';

/** Two clusters, one in each region. */
const CLUSTERS = `version: 1
clusters: [{name: eu, locality: europe-west1}, {name: us, locality: us-central1}]
`;
const HALVES =
  '{distribute: [{from: europe-west1, to: {europe-west1: 80, us-central1: 20}}, ' +
  '{from: us-central1, to: {us-central1: 80, europe-west1: 20}}]}';

interface RuleOptions {
  namespace?: string;
  percent?: number;
}

function policy(host: string, setting: string, options: RuleOptions = {}): string {
  const { namespace = 'shop', percent = 10 } = options;
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${host.split('.')[0]!.replace('*', 'all')}, namespace: ${namespace}}
spec:
  host: "${host}"
  trafficPolicy:
    outlierDetection: {interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: ${percent}}
    loadBalancer: {localityLbSetting: ${setting}}
`;
}

const sound = (host: string) => policy(host, HALVES, { percent: 100 });

function service(name: string, namespace = 'shop', annotations = '{}'): string {
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}, annotations: ${annotations}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}
`;
}

const PLAIN = '{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}';

function gateway(servers = PLAIN, namespace = 'shop'): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: ${namespace}}
spec: {selector: {istio: ingressgateway}, servers: [${servers}]}
`;
}

function route(name: string, gateways: string, destination = `{host: ${name}}`): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [${name}.example.com]
  gateways: [${gateways}]
  http: [{route: [{destination: ${destination}}]}]
`;
}

const MESH_ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: other, namespace: shop}
spec: {hosts: [other], http: [{route: [{destination: {host: other}}]}]}
`;

function tree(...objects: string[]): Files {
  return { 'all.yaml': objects.join('---\n') };
}

const declared = (...objects: string[]): Files => ({
  ...tree(...objects),
  'mesh-failover.yaml': CLUSTERS,
});

/** Findings as `severity rule`, and of the rows of a public or declared host how many requests fail, for each case once. */
function verdictOf(files: Files, host?: string) {
  const { lint, rows } = inspectFiles(files).check();
  const own = rows.filter(
    ({ prediction }) =>
      prediction.publicHost === host || prediction.host === `${host ?? ''}.shop.svc.cluster.local`,
  );
  return {
    found: [...new Set(lint.findings.map(({ severity, rule }) => `${severity} ${rule}`))].sort(),
    errors: [...new Set(own.map(({ prediction }) => prediction.errors))],
    reasons: [...new Set(own.flatMap(({ prediction: { reason } }) => reason ?? []))],
    summary: lint.summary,
  };
}

describe('a rule that one object decides', () => {
  const settings = ['{failoverPriority: [topology.kubernetes.io/region]}', '{enabled: true}'];
  const surroundings: [string, string[]][] = [
    ['alone', []],
    ['beside a route for sidecars', [MESH_ROUTE]],
    ['beside another Service', [service('other')]],
    ['beside a Gateway and its route', [gateway(), route('api', 'public')]],
    ['beside a sound rule', [sound('other')]],
  ];
  const hosts: [string, RuleOptions][] = [
    ['web', {}],
    ['web.shop.svc.cluster.local', {}],
    ['*.shop.svc.cluster.local', {}],
    ['*.local', { namespace: 'istio-system' }],
  ];
  for (const setting of settings) {
    for (const [host, options] of hosts) {
      test.each(surroundings)(`${setting} for ${host}, %s`, (_, others) => {
        for (const files of [tree, declared]) {
          const { found } = verdictOf(files(policy(host, setting, options), ...others));
          expect(found).toContain('error max-ejection-percent-100');
          const reversed = verdictOf(files(...others, policy(host, setting, options)));
          expect(reversed.found).toContain('error max-ejection-percent-100');
        }
      });
    }
  }

  test('without any case, the verdict says so', () => {
    const setting = '{failoverPriority: [topology.kubernetes.io/region]}';
    const { found, summary } = verdictOf(tree(policy('web', setting, { percent: 100 })));
    expect(found).toEqual(['warning nothing-predicted']);
    expect(summary.predicted).toBe(0);
  });

  test('what is said to do against it helps', () => {
    const setting = '{failoverPriority: [topology.kubernetes.io/region]}';
    const { found, errors } = verdictOf(declared(policy('web', setting, { percent: 100 })), 'web');
    expect(found).toEqual([]);
    expect(errors).toContain(0);
  });
});

describe('a public host that nobody serves has rows that say 404', () => {
  const tls = (mode: string, protocol: string) =>
    `{port: {number: 443, name: tls, protocol: ${protocol}}, tls: {mode: ${mode}}, hosts: ["*.example.com"]}`;

  test.each([
    ['TLS passed through', tls('PASSTHROUGH', 'TLS')],
    ['HTTPS passed through', tls('PASSTHROUGH', 'HTTPS')],
    ['TLS passed through by SNI', tls('AUTO_PASSTHROUGH', 'TLS')],
    ['plain TCP', '{port: {number: 80, name: tcp, protocol: TCP}, hosts: ["*.example.com"]}'],
  ])('%s, and http routes only', (_, server) => {
    const files = declared(gateway(server), route('web', 'public'), service('web'), sound('web'));
    const { found, errors, reasons, summary } = verdictOf(files, 'web.example.com');
    expect(found).toEqual(['error public-host-unserved']);
    expect(errors).toEqual([1]);
    expect(reasons).toContain('no gateway serves this host: 404');
    expect(summary.failing).toBe(summary.predicted);
  });

  test.each([
    ['a typo', 'publik'],
    ['another namespace', 'istio-ingress/public'],
    ['an old form', 'public.istio-ingress'],
  ])('gateways: %s', (_, name) => {
    const objects = [gateway(), route('web', name), sound('web')];
    for (const more of [[], [service('web')], [route('api', 'public'), service('api')]]) {
      const { found, errors } = verdictOf(declared(...objects, ...more), 'web.example.com');
      expect(found).toContain('error gateway-exists');
      expect(errors).toEqual([1]);
    }
  });

  test('a typo beside a Gateway that is there costs nothing', () => {
    const files = declared(gateway(), route('web', 'public, publik'), sound('web'));
    const { found, errors } = verdictOf(files, 'web.example.com');
    expect(found).toEqual(['error gateway-exists']);
    expect(errors).toContain(0);
  });

  test('a Gateway that may be in another repository leaves the rows without a number', () => {
    const files = declared(route('web', 'istio-ingress/public'), sound('web'));
    const { found, errors, summary } = verdictOf(files, 'web.example.com');
    expect(found).toEqual(['notice gateway-exists']);
    // A client whose cluster is lost gets no answer, whatever its Gateway is.
    expect(errors).toEqual([null, 1]);
    expect(summary.notModelled).toBeGreaterThan(0);
  });

  test('sidecars that the same VirtualService routes keep their rows', () => {
    const files = declared(gateway(), route('web', 'publik, mesh'), service('web'), sound('web'));
    // Gateways answer with 404; sidecars that ask for the host have its routes.
    expect(verdictOf(files, 'web.example.com').errors).toEqual([1, 0]);
    expect(verdictOf(files, 'web').errors).toContain(0);
  });
});

describe('a route to nowhere fails in every case', () => {
  const good = [gateway(), service('web'), sound('web')];

  test('a port that the Service lacks', () => {
    const files = declared(...good, route('web', 'public', '{host: web, port: {number: 8080}}'));
    const { found, errors } = verdictOf(files, 'web.example.com');
    expect(found).toEqual(['error destination-port-exists']);
    expect(errors).toEqual([1]);
  });

  test('a subset with labels that no workload has', () => {
    const workload = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web, version: v1}}}}
`;
    const subsets = `${sound('web')}  subsets: [{name: next, labels: {version: v2}}]\n`;
    const objects = [gateway(), service('web'), subsets, workload];
    const files = declared(...objects, route('web', 'public', '{host: web, subset: next}'));
    const { found, errors } = verdictOf(files, 'web.example.com');
    expect(found).toEqual(['error subset-has-workloads']);
    expect(errors).toEqual([1]);
  });

  test.each([
    ['.', 'istio-ingress', 'error', 1],
    ['other', 'shop', 'error', 1],
    // The pods of a Gateway may run beside it.
    ['.', 'shop', 'warning', null],
  ])('a Service exported to "%s", its Gateway in %s', (to, namespace, severity, share) => {
    const annotated = service('web', 'shop', `{networking.istio.io/exportTo: "${to}"}`);
    const objects = [gateway(PLAIN, namespace), annotated, sound('web')];
    const files = declared(...objects, route('web', `${namespace}/public`));
    const { found, errors } = verdictOf(files, 'web.example.com');
    expect(found).toEqual([`${severity} destination-visible`]);
    expect(errors).toContain(share);
    expect(errors).not.toContain(0);
  });
});

describe('what is not modelled has no number', () => {
  const good = [gateway(), route('web', 'public'), service('web'), sound('web')];
  const filter = (part: string) => `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: filter, namespace: istio-system}
spec: {configPatches: [{applyTo: ${part}, patch: {operation: MERGE, value: {}}}]}
`;
  const ambient = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
`;

  test.each([
    ['EnvoyFilter for clusters', filter('CLUSTER')],
    ['EnvoyFilter for routes', filter('ROUTE_CONFIGURATION')],
    ['ambient namespace', ambient],
  ])('%s', (_, object) => {
    const { found, errors, summary } = verdictOf(declared(...good, object), 'web.example.com');
    expect(found).toEqual(['warning not-modelled']);
    expect(errors).not.toContain(0);
    expect(summary.notModelled).toBeGreaterThan(0);
  });

  test('a route to a Service that Flagger makes is no error, and has no number', () => {
    const canary = `apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: web, namespace: shop}
spec: {provider: istio, targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
`;
    const toPrimary = good.map((one) =>
      one.includes('kind: VirtualService') ? one.replaceAll('host: web', 'host: web-primary') : one,
    );
    const without = verdictOf(declared(...toPrimary), 'web.example.com');
    expect(without.found).toContain('error destination-host-match');
    const { found, errors } = verdictOf(declared(...toPrimary, canary), 'web.example.com');
    expect(found).toContain('warning not-modelled');
    expect(found.filter((one) => one.startsWith('error'))).toEqual([]);
    expect(errors).not.toContain(0);
  });

  test('an EnvoyFilter that leaves routes and clusters alone changes nothing', () => {
    const { found, errors } = verdictOf(
      declared(...good, filter('HTTP_FILTER')),
      'web.example.com',
    );
    expect(found).toEqual([]);
    expect(errors).toContain(0);
  });
});

test('httpsRedirect on a server with HTTPS: the rule and the table agree that it does nothing', () => {
  const server =
    '{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*.example.com"], ' +
    'tls: {mode: SIMPLE, credentialName: c, httpsRedirect: true}}';
  const objects = [route('web', 'public'), service('web'), sound('web')];
  const { found, errors } = verdictOf(declared(gateway(server), ...objects), 'web.example.com');
  expect(found).toEqual(['warning valid-gateway']);
  expect(errors).toContain(0);
  const redirect =
    '{port: {number: 80, name: http, protocol: HTTP}, tls: {httpsRedirect: true}, hosts: ["*.example.com"]}';
  const both = verdictOf(
    declared(gateway(`${redirect}, ${server}`), ...objects),
    'web.example.com',
  );
  expect(both.errors).toContain(0);
});

describe('a host for sidecars only, beside one that a gateway routes, without any Service', () => {
  const routed = [gateway(), route('web', 'public'), sound('web')];

  test('is checked', () => {
    const { found, errors } = verdictOf(declared(...routed, policy('cart', HALVES)), 'cart');
    expect(found).toContain('error max-ejection-percent-100');
    expect(errors).toContain(0.8);
  });

  test('is predicted', () => {
    const { found, errors } = verdictOf(declared(...routed, sound('cart')), 'cart');
    expect(found.filter((one) => !one.startsWith('notice'))).toEqual([]);
    expect(errors).toContain(0);
  });

  test('is none where it is the misspelt name of a host without a rule', () => {
    const files = declared(gateway(), route('checkout', 'public'), sound('chekout'));
    const { found, errors } = verdictOf(files, 'chekout');
    expect(found).toContain('error destination-host-match');
    expect(errors).toEqual([]);
  });
});
