import { describe, expect, test } from '@jest/globals';
import { basisOfMesh } from '../../src/report/basis.js';
import { clusters, meshFrom, objects } from '../mesh/mesh-from.js';

const text = objects(
  ['Service', 'n/a', { ports: [{ port: 80 }] }],
  ['Service', 'n/b', { ports: [{ port: 80 }] }],
);
const read = Date.parse('2026-11-21T10:00:00Z');
const endpoints = [{ locality: 'europe-west1' }];
const workload = (name: string, readAt?: string) => {
  return { host: `${name}.n.svc.cluster.local`, endpoints, ...(readAt && { readAt }) };
};

test.each([
  [0, 'just now'],
  [59_000, 'just now'],
  [60_000, '1 minute ago'],
  [47 * 3_600_000, '47 hours ago'],
  [72 * 3_600_000, '3 days ago'],
])('an inventory %d ms later', (ms, age) => {
  const workloads = [workload('a', '2026-11-21T10:00:00Z'), workload('b', '2026-11-21T10:00:00Z')];
  const mesh = meshFrom(text, { clusters, workloads });
  expect(basisOfMesh(mesh, new Date(read + ms))).toContain(`inventory of ${age}`);
});

test('only some hosts were read; the oldest reading counts', () => {
  const workloads = [workload('a', '2026-11-21T10:00:00Z'), workload('b')];
  const mesh = meshFrom(text, { clusters, workloads });
  expect(basisOfMesh(mesh, new Date(read + 90_000))).toContain(
    'inventory of 1 minute ago for 1 host',
  );
});

test('by hand: no age', () => {
  const mesh = meshFrom(text, { clusters, workloads: [workload('a')] });
  expect(basisOfMesh(mesh, new Date(read)).join()).not.toContain('inventory');
});

test('a Deployment lists no endpoints, so that none are beside those that are assumed', () => {
  const withPods = objects(
    ['Service', 'n/a', { selector: { app: 'a' }, ports: [{ port: 80 }] }],
    ['Deployment', 'n/a', { template: { metadata: { labels: { app: 'a' } } } }],
  );
  const basis = basisOfMesh(meshFrom(withPods, { clusters }), new Date(read)).join();
  expect(basis).toContain('one endpoint per cluster assumed for every host');
  expect(basis).not.toContain('beside');
});

test('says why nothing is predicted', () => {
  const basis = (...parts: Parameters<typeof meshFrom>) =>
    basisOfMesh(meshFrom(...parts), new Date(0));
  const gateway = objects(['Gateway', 'n/a', { servers: [] }]);
  expect(basis(gateway).join()).toContain('no host is routed or declared (add its VirtualService');
  const route = objects(['DestinationRule', 'n/a', { host: 'a' }]);
  expect(basis(route)).toContain(
    'no regions known, so nothing is predicted: declare clusters in mesh-failover.yaml',
  );
  expect(basis(text, { clusters })).toContain(
    'no host has a route or a policy, so nothing is predicted',
  );
  expect(basis(text + '\n---\n' + route, { clusters }).join()).not.toContain('predict');
});

describe('no host gets requests', () => {
  const server = (hosts: string[]) => ({
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }],
  });
  const route = [{ route: [{ destination: { host: 'a' } }] }];
  const rule: Parameters<typeof objects>[0] = ['DestinationRule', 'n/a', { host: 'a' }];

  test.each<[string, Record<string, unknown>, string]>([
    [
      'for nobody',
      { hosts: ['*'], exportTo: ['~'], http: route },
      'is bound to a Gateway that is there',
    ],
    [
      'with a redirect alone',
      { hosts: ['*'], gateways: ['main'], http: [{ redirect: { uri: '/' } }] },
      'no route leads to a host (gateways answer',
    ],
  ])('%s', (_, virtualService, why) => {
    const list = objects(
      ['Gateway', 'n/main', server(['a.example'])],
      ['VirtualService', 'n/a', virtualService],
      rule,
    );
    const basis = basisOfMesh(meshFrom(list, { clusters }), new Date(0));
    const line = basis.find((part) => part.endsWith(', so nothing is predicted'));
    expect(line).toContain(why);
  });
});
