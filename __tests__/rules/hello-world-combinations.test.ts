import { describe, test } from '@jest/globals';
import type { Files } from './check-files.js';
import {
  all,
  below,
  configuration,
  DESTINATION_RULE,
  DISTRIBUTE,
  expectFindings,
  FIRST_FROM,
  GATEWAY,
  HOST,
  inGateway,
  inRoute,
  inRule,
  manifests,
  ofRule,
  OUTLIER_DETECTION,
  policyMissing,
  portLevel,
  SECOND_FROM,
  VIRTUAL_SERVICE,
  withSubset,
  type Expected,
} from './hello-world.js';

type Case = [string, (files: Files) => Files, Expected[]];

const RULE = manifests[DESTINATION_RULE] ?? '';
const withoutEjection = inRule(OUTLIER_DETECTION, '');
const ejectionMissing = ofRule('outlier-detection-required', 'trafficPolicy:', 'trafficPolicy');

const outOfReach = (line: string): Expected => ({
  ...ofRule('destination-rule-out-of-reach', line),
  severity: 'warning',
});
const duplicate: Expected = {
  rule: 'duplicate-destination-rule',
  file: 'other.yaml',
  line: 'host:',
  severity: 'warning',
};

const add = (file: string, text: string) => (files: Files) => ({ ...files, [file]: text });
const remove =
  (...names: string[]) =>
  (files: Files) =>
    Object.fromEntries(Object.entries(files).filter(([file]) => !names.includes(file)));
const config = (text: string) => add('mesh-failover.yaml', `version: 1\n${text}`);
const clusters = (first: string, second: string, more = '') =>
  config(`clusters:
  - name: a
    locality: ${first}
  - name: b
    locality: ${second}
${more}`);
const workloads = (...localities: string[]) =>
  `workloads:
  - host: ${HOST}
    endpoints:
${localities.map((locality) => `      - locality: ${locality}\n`).join('')}`;
const service = (port: number) =>
  add(
    'service.yaml',
    `apiVersion: v1
kind: Service
metadata:
  name: hello-world
  namespace: default
spec:
  selector:
    app: hello-world
  ports:
    - port: ${port}
`,
  );
const inNamespace = (namespace: string) => inRule('namespace: default', `namespace: ${namespace}`);
const distribute = (text: string) => inRule(DISTRIBUTE, `        distribute:\n${text}`);

function run(cases: readonly Case[]): void {
  test.each(cases)('%s', async (_, change, expected) => {
    await expectFindings(change(manifests), expected);
  });
}

describe('subsets and ports', () => {
  const ROUND_ROBIN = '        loadBalancer:\n          simple: ROUND_ROBIN\n';
  run([
    // What is left is Istio's default order, and that fails over as long as 100 % may be ejected.
    [
      'a subset with a loadBalancer without locality setting',
      withSubset(ROUND_ROBIN),
      [ofRule('subset-overrides-policy', 'version: v2 > loadBalancer', 'loadBalancer')],
    ],
    [
      'that, where nothing ejects',
      all(withoutEjection, withSubset(ROUND_ROBIN)),
      [ofRule('subset-overrides-policy', 'version: v2 > loadBalancer', 'loadBalancer')],
    ],
    [
      'portLevelSettings for a port that is not routed',
      below(portLevel(9090)),
      [ofRule('outlier-detection-required', '# of the port', 'port')],
    ],
    [
      'portLevelSettings for the port that the route names',
      all(
        inRoute(HOST, `${HOST}\n            port:\n              number: 9090`),
        below(portLevel(9090)),
      ),
      [ofRule('outlier-detection-required', '# of the port', 'port')],
    ],
    [
      "portLevelSettings for the Service's only port",
      all(service(8080), below(portLevel(8080))),
      [ofRule('outlier-detection-required', '# of the port', 'port')],
    ],
    [
      "portLevelSettings for the Gateway's port, where the Service has another",
      all(service(8080), below(portLevel(80))),
      [
        ofRule('outlier-detection-required', '# of the port', 'port'),
        { ...ofRule('policy-port-exists', 'number: 80', '80'), severity: 'warning' as const },
      ],
    ],
    [
      'a subset that is not routed',
      all(
        below(`  subsets:
    - name: v2
      trafficPolicy:
        outlierDetection: {}
`),
      ),
      [ofRule('max-ejection-percent-100', 'outlierDetection: {}', 'outlierDetection')],
    ],
  ]);
});

describe('hosts', () => {
  run([
    ['a wildcard that covers the host', inRule(HOST, "'*.default.svc.cluster.local'"), []],
    [
      'a wildcard without ejection',
      all(inRule(HOST, "'*.local'"), withoutEjection),
      [ejectionMissing],
    ],
    ['a wildcard that covers others', inRule(HOST, "'*.other.svc.cluster.local'"), [policyMissing]],
    ['a short name in its namespace', inRule(HOST, 'hello-world'), []],
    ['a short name in the route', inRoute(HOST, 'hello-world'), []],
    [
      'a short name in the wrong namespace',
      all(inRule(HOST, 'hello-world'), inNamespace('istio-system')),
      [ofRule('destination-host-match', 'host:', 'hello-world')],
    ],
    [
      'name.namespace, which is no short name',
      inRule(HOST, 'hello-world.default'),
      [ofRule('destination-host-match', 'host:', 'hello-world.default')],
    ],
    ['in the root namespace, by its full name', inNamespace('istio-system'), []],
    [
      'in the root namespace, without ejection',
      all(inNamespace('istio-system'), withoutEjection),
      [ejectionMissing],
    ],
    ['in a third namespace', inNamespace('edge'), [outOfReach('namespace: edge')]],
    ['not exported to the gateway', below("  exportTo: ['.']\n"), [outOfReach('exportTo')]],
    ['exported to the gateway', below('  exportTo: [istio-system]\n'), []],
    [
      "in the client's namespace, before the one of the service",
      all(
        clusters(
          'europe-west1',
          'us-central1',
          `clients:
  - {name: edge-a, locality: europe-west1, namespace: edge}
  - {name: edge-b, locality: us-central1, namespace: edge}
`,
        ),
        add(
          'edge.yaml',
          RULE.replace('namespace: default', 'namespace: edge').replace(
            'Percent: 100',
            'Percent: 40',
          ),
        ),
      ),
      [{ rule: 'max-ejection-percent-100', file: 'edge.yaml', line: 'Percent: 40' }],
    ],
    [
      "in the client's namespace, a wildcard before the exact host",
      all(
        clusters(
          'europe-west1',
          'us-central1',
          'clients: [{name: edge-a, locality: europe-west1, namespace: edge}]\n',
        ),
        add(
          'edge.yaml',
          `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: everything
  namespace: edge
spec:
  host: '*.local'
  trafficPolicy:
    tls:
      mode: ISTIO_MUTUAL
`,
        ),
      ),
      [
        {
          rule: 'client-namespace-shadows',
          file: 'edge.yaml',
          line: 'host:',
          severity: 'warning',
        },
      ],
    ],
  ]);
});

describe('gateways', () => {
  const gateway = (name: string) => inRoute('- public-gateway', `- ${name}`);
  const hosts = (host: string) => inGateway("- '*'", `- '${host}'`);
  const nothingShared = { rule: 'gateway-host-match', file: GATEWAY, line: 'hosts: > - ' };
  run([
    ['namespace/name', gateway('default/public-gateway'), []],
    [
      'name.namespace.svc.cluster.local',
      gateway('public-gateway.default.svc.cluster.local'),
      [
        {
          rule: 'no-webhook-warnings',
          file: VIRTUAL_SERVICE,
          line: '- public-gateway.',
          severity: 'warning',
        },
      ],
    ],
    [
      './name, which the webhook refuses',
      gateway('./public-gateway'),
      [{ rule: 'valid-host', file: VIRTUAL_SERVICE, line: './public-gateway' }],
    ],
    [
      'another namespace',
      gateway('istio-system/public-gateway'),
      [{ rule: 'gateway-exists', file: VIRTUAL_SERVICE, line: 'istio-system/public-gateway' }],
    ],
    ['a server for */host', hosts('*/hello.example.com'), []],
    ['a server for ./*', hosts('./*'), []],
    ['a server for */*', hosts('*/*'), []],
    ['a server for namespace/*', hosts('default/*'), []],
    ['a server for the VirtualServices of another namespace', hosts('shop/*'), [nothingShared]],
    [
      'a server for its own namespace, where that is another one',
      all(
        inGateway('namespace: default', 'namespace: edge'),
        hosts('./*'),
        gateway('edge/public-gateway'),
      ),
      [nothingShared],
    ],
    [
      'a wildcard that does not cover the domain itself',
      all(hosts('*.example.com'), inRoute("- '*'", '- example.com')),
      [nothingShared],
    ],
    [
      'a wildcard that does cover',
      all(hosts('*.example.com'), inRoute("- '*'", '- a.example.com')),
      [],
    ],
    // No gateway sees it, so nothing is routed that could fail over.
    [
      'a VirtualService that stays in its namespace',
      inRoute('spec:', "spec:\n  exportTo: ['.']"),
      [
        {
          rule: 'gateway-route-unreachable',
          file: VIRTUAL_SERVICE,
          line: 'exportTo',
          severity: 'warning',
        },
      ],
    ],
    [
      'a VirtualService without gateways',
      inRoute('  gateways:\n    - public-gateway\n', ''),
      [{ rule: 'valid-host', file: VIRTUAL_SERVICE, line: "- '*'" }],
    ],
  ]);
});

describe('localities', () => {
  run([
    ['* from', distribute(FIRST_FROM.replace('from: europe-west1', "from: '*'")), []],
    [
      'from and to with all zones',
      distribute(
        (FIRST_FROM + SECOND_FROM)
          .replaceAll('europe-west1', 'europe-west1/*')
          .replaceAll('us-central1', 'us-central1/*'),
      ),
      [],
    ],
    [
      'zones in to',
      distribute(`          - from: '*'
            to:
              europe-west1/b: 30
              europe-west1/c: 20
              us-central1/a: 50
`),
      [],
    ],
    [
      'zones in from, for the zones of the clusters',
      all(
        clusters('europe-west1/b', 'us-central1/a'),
        distribute(
          (FIRST_FROM + SECOND_FROM)
            .replace('from: europe-west1', 'from: europe-west1/b')
            .replace('from: us-central1', 'from: us-central1/a'),
        ),
      ),
      [],
    ],
    [
      'a zone in from, where the client is in another',
      all(
        clusters('europe-west1/c', 'us-central1/a'),
        inRule('from: europe-west1', 'from: europe-west1/b'),
      ),
      [ofRule('distribute-covers-every-region', 'distribute:', 'distribute')],
    ],
    [
      'a half wildcard, which matches nothing',
      all(clusters('europe-west1', 'us-central1'), inRule('from: us-central1', 'from: us-*')),
      [ofRule('distribute-covers-every-region', 'distribute:', 'distribute')],
    ],
    [
      'another case, which matches nothing',
      all(
        clusters('europe-west1', 'us-central1'),
        inRule('from: us-central1', 'from: US-central1'),
      ),
      [ofRule('unknown-locality', '- from: US-central1', 'US-central1')],
    ],
    [
      'clusters in one region only',
      all(clusters('europe-west1', 'europe-west1'), withoutEjection),
      [
        ejectionMissing,
        ...['- from: europe-west1 > us-', '- from: us-', '- from: us- > us-'].map((line) => ({
          ...ofRule('unknown-locality', line, 'us-central1'),
          severity: 'warning' as const,
        })),
      ],
    ],
    [
      'workloads in one region only',
      all(
        clusters('europe-west1', 'us-central1', workloads('europe-west1', 'europe-west1/b')),
        withoutEjection,
      ),
      [ejectionMissing],
    ],
    [
      'workloads in both',
      all(
        clusters('europe-west1', 'us-central1', workloads('europe-west1', 'us-central1')),
        withoutEjection,
      ),
      [ejectionMissing],
    ],
    [
      'workloads in a region without cluster',
      all(
        clusters(
          'europe-west1',
          'us-central1',
          workloads('europe-west1', 'us-central1', 'asia-east1'),
        ),
      ),
      [
        ofRule('distribute-covers-every-region', 'from: europe-west1 > to:', 'to'),
        ofRule('distribute-covers-every-region', 'from: us-central1 > to:', 'to'),
      ],
    ],
    [
      'enabled: false',
      all(inRule('enabled: true', 'enabled: false'), inRule('Percent: 100', 'Percent: 10')),
      [{ ...ofRule('locality-disabled-but-set', 'enabled:', 'false'), severity: 'warning' }],
    ],
  ]);
});

describe('sets of manifests', () => {
  const only = remove(GATEWAY, VIRTUAL_SERVICE);
  run([
    ['a DestinationRule and nothing else', only, []],
    ['that, without ejection', all(only, withoutEjection), [ejectionMissing]],
    ['a Service that is not routed', all(only, service(80)), []],
    ['that, without ejection', all(only, service(80), withoutEjection), [ejectionMissing]],
    [
      "that, where the Service's port has settings without ejection",
      all(only, service(80), below(portLevel(80))),
      [ofRule('outlier-detection-required', '# of the port', 'port')],
    ],
    [
      'a Service of another name',
      all(only, service(80), inRule(HOST, 'hello-wolrd')),
      [{ ...ofRule('destination-host-match', 'host:', 'hello-wolrd'), severity: 'warning' }],
    ],
    [
      'two DestinationRules for the host, of which the age decides',
      all(
        add(
          'other.yaml',
          RULE.replace('name: hello-world', 'name: hello-world-2').replace(
            'Percent: 100',
            'Percent: 20',
          ),
        ),
      ),
      [{ rule: 'max-ejection-percent-100', file: 'other.yaml', line: 'Percent: 20' }, duplicate],
    ],
    [
      'two of which the younger is wrong',
      all(
        inRule(
          'name: hello-world',
          "name: hello-world\n  creationTimestamp: '2026-01-01T00:00:00Z'",
        ),
        add(
          'other.yaml',
          RULE.replace(
            'name: hello-world',
            "name: hello-world-2\n  creationTimestamp: '2026-02-01T00:00:00Z'",
          ).replace('Percent: 100', 'Percent: 20'),
        ),
      ),
      [{ rule: 'max-ejection-percent-100', file: 'other.yaml', line: 'Percent: 20' }, duplicate],
    ],
    [
      'the policy in one and the subsets in another',
      all(
        inRoute(HOST, `${HOST}\n            subset: v2`),
        add(
          'subsets.yaml',
          `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: hello-world-subsets
  namespace: default
spec:
  host: ${HOST}
  subsets:
    - name: v2
      labels:
        version: v2
`,
        ),
      ),
      [],
    ],
    [
      'the same object twice',
      add('copy.yaml', RULE),
      [{ rule: 'duplicate-resource', file: DESTINATION_RULE, line: 'name: hello-world' }],
    ],
    [
      'the same object in the folders of two clusters',
      all(
        config(`clusters:
  - {name: a, locality: europe-west1, paths: [a]}
  - {name: b, locality: us-central1, paths: [b]}
`),
        remove(DESTINATION_RULE),
        add('a/destination-rule.yaml', RULE),
        add('b/destination-rule.yaml', RULE),
      ),
      [],
    ],
    [
      'the rule of one cluster only is wrong',
      all(
        config(`clusters:
  - {name: a, locality: europe-west1, paths: [a]}
  - {name: b, locality: us-central1, paths: [b]}
`),
        remove(DESTINATION_RULE),
        add('a/destination-rule.yaml', RULE),
        add('b/destination-rule.yaml', RULE.replace('Percent: 100', 'Percent: 20')),
      ),
      ['max-ejection-percent-100', 'cluster-drift'].map((rule) => ({
        rule,
        file: 'b/destination-rule.yaml',
        line: 'Percent: 20',
      })),
    ],
    [
      'all three in one list',
      (files) => ({
        'all.yaml':
          'apiVersion: v1\nkind: List\nitems:\n' +
          Object.values(withoutEjection(files))
            .map((text) => `  - ${text.trimEnd().split('\n').join('\n    ')}\n`)
            .join(''),
      }),
      [{ rule: 'outlier-detection-required', file: 'all.yaml', line: 'trafficPolicy:' }],
    ],
    [
      'Windows line ends',
      (files) =>
        Object.fromEntries(
          Object.entries(inRule('Percent: 100', 'Percent: 20')(files)).map(([file, text]) => [
            file,
            text.replaceAll('\n', '\r\n'),
          ]),
        ),
      [ofRule('max-ejection-percent-100', 'Percent: 20', '20')],
    ],
    ['the configuration of the example', (files) => ({ ...files, ...configuration }), []],
  ]);
});
