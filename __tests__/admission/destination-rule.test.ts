import { expect, test } from '@jest/globals';
import { manifest, rule, said } from './manifests.js';

const hash = (consistentHash: object) => rule({ loadBalancer: { consistentHash } });

test.each([
  ['an empty policy', rule({}), 'traffic-policy'],
  ['an empty connection pool', rule({ connectionPool: {} }), 'connection-pool'],
  [
    'a negative limit',
    rule({ connectionPool: { tcp: { maxConnections: -1 } } }),
    'connection-pool',
  ],
  [
    'a negative idle timeout',
    rule({ connectionPool: { tcp: { idleTimeout: '-1s' } } }),
    'connection-pool',
  ],
  [
    'two protocols upstream',
    rule({ connectionPool: { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } } }),
    'connection-pool',
  ],
  [
    'half a keep-alive',
    rule({ connectionPool: { http: { http2KeepAlive: { interval: '1s' } } } }),
    'connection-pool',
  ],
  ['parts of milliseconds', rule({ outlierDetection: { interval: '1.5ms' } }), 'outlier-detection'],
  ['101 percent', rule({ outlierDetection: { maxEjectionPercent: 101 } }), 'outlier-detection'],
  [
    'local failures that are not split',
    rule({ outlierDetection: { consecutiveLocalOriginFailures: 1 } }),
    'outlier-detection',
  ],
  ['a port without number', rule({ portLevelSettings: [{ tls: {} }] }), 'traffic-policy'],
  [
    'a port that sets nothing',
    rule({ portLevelSettings: [{ port: { number: 80 } }] }),
    'traffic-policy',
  ],
  [
    'a table that is no prime',
    hash({ useSourceIp: true, maglev: { tableSize: 65536 } }),
    'consistent-hash',
  ],
  ['a table of no size', hash({ useSourceIp: true, maglev: {} }), 'consistent-hash'],
  ['a cookie without name', hash({ httpCookie: { name: '' } }), 'consistent-hash'],
  ['a cookie that lives for x', hash({ httpCookie: { name: 'a', ttl: 'x' } }), 'duration'],
  [
    'two settings of locality',
    rule({ outlierDetection: {}, loadBalancer: { localityLbSetting: {}, zoneAwareLbSetting: {} } }),
    'load-balancer',
  ],
  [
    'a warm-up without aggression',
    rule({ loadBalancer: { warmup: { duration: '1s', aggression: 0 } } }),
    'warmup',
  ],
  [
    'zones in the priorities of zones',
    rule({
      outlierDetection: {},
      loadBalancer: { zoneAwareLbSetting: { failoverPriority: ['topology.kubernetes.io/zone'] } },
    }),
    'zone-aware-setting',
  ],
  ['TLS without certificate', rule({ tls: { mode: 'MUTUAL', privateKey: 'x' } }), 'client-tls'],
  [
    'TLS with two certificates',
    rule({ tls: { mode: 'SIMPLE', credentialName: 'x', caCertificates: 'y' } }),
    'client-tls',
  ],
  [
    'a ConfigMap of another namespace',
    rule({ tls: { credentialName: 'configmap://b/x' } }),
    'client-tls',
  ],
  [
    'names to verify where nothing is',
    rule({ tls: { mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: ['x'] } }),
    'client-tls',
  ],
  ['a tunnel to nowhere', rule({ tunnel: { targetHost: '*', targetPort: 80 } }), 'tunnel'],
  [
    'a tunnel and PROXY',
    rule({ tunnel: { targetHost: 'a', targetPort: 80 }, proxyProtocol: {} }),
    'traffic-policy',
  ],
  ['a host that is none', manifest('DestinationRule', { host: 'a_b' }), 'host-name'],
  [
    'two subsets of a name',
    manifest('DestinationRule', { host: 'a', subsets: [{ name: 'v1' }, { name: 'v1' }] }),
    'subset',
  ],
  [
    'a subset with a dot',
    manifest('DestinationRule', { host: 'a', subsets: [{ name: 'v1.1' }] }),
    'subset',
  ],
  [
    'a label that is none',
    manifest('DestinationRule', { host: 'a', subsets: [{ name: 'v1', labels: { 'a b': '' } }] }),
    'labels',
  ],
  [
    'the same namespace twice',
    manifest('DestinationRule', { host: 'a', exportTo: ['.', 'default'] }),
    'export-to',
  ],
  [
    'everywhere and somewhere',
    manifest('DestinationRule', { host: 'a', exportTo: ['*', 'b'] }),
    'export-to',
  ],
  ['to no one', manifest('DestinationRule', { host: 'a', exportTo: ['~'] }), 'export-to'],
  [
    'a selector and other namespaces',
    manifest('DestinationRule', {
      host: 'a',
      exportTo: ['b'],
      workloadSelector: { matchLabels: { a: 'b' } },
    }),
    'export-to',
  ],
])('%s is refused', (_what, object, topic) => {
  expect(said(object).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
    `error ${topic}`,
  ]);
});

test.each([
  [
    'a subset without policy',
    manifest('DestinationRule', { host: '*.example.com', subsets: [{ name: 'v1' }] }),
  ],
  ['an idle timeout of 0', rule({ connectionPool: { tcp: { idleTimeout: '0s' } } })],
  ['a policy of empty parts', rule({ outlierDetection: {}, loadBalancer: {}, tls: {} })],
  ['an absolute name', manifest('DestinationRule', { host: 'reviews.prod.svc.cluster.local.' })],
  [
    'a selector and its own namespace',
    manifest('DestinationRule', {
      host: 'a',
      exportTo: ['default'],
      workloadSelector: { matchLabels: { a: 'b' } },
    }),
  ],
])('%s is taken', (_what, object) => {
  expect(said(object)).toEqual([]);
});

test('what is deprecated is warned about', () => {
  expect(said(rule({ outlierDetection: { consecutiveErrors: 5 } }))).toEqual([
    'warning deprecated-field spec.trafficPolicy.outlierDetection.consecutiveErrors',
  ]);
});
