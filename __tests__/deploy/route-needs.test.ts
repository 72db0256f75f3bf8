import { expect, test } from '@jest/globals';
import { routeNeeds } from '../../src/deploy/route-needs.js';

function route(spec: object, kind = 'VirtualService', group = 'networking.istio.io') {
  return { apiVersion: `${group}/v1`, kind, metadata: { name: 'web', namespace: 'shop' }, spec };
}

test('gateways, and destinations by their short and full names', () => {
  const spec = {
    gateways: ['edge', 'mesh', 'infra/public', './own'],
    http: [
      {
        match: [{ gateways: ['of-match'] }],
        route: [
          { destination: { host: 'web' } },
          { destination: { host: 'a.b.svc.cluster.local' } },
        ],
        mirror: { host: 'copy' },
        mirrors: [{ destination: { host: 'api.example.com' } }],
      },
    ],
    tcp: [{ route: [{ destination: { host: 'db.shop.svc.clusterset.local' } }] }],
    tls: 'no list',
  };
  const group = 'networking.istio.io';
  expect(routeNeeds(route(spec))).toEqual([
    { kind: 'Gateway', group, namespace: 'shop', name: 'edge' },
    { kind: 'Gateway', group, namespace: 'infra', name: 'public' },
    { kind: 'Gateway', group, namespace: 'shop', name: 'own' },
    { kind: 'Gateway', group, namespace: 'shop', name: 'of-match' },
    { kind: 'Service', namespace: 'shop', name: 'copy' },
    { kind: 'host', host: 'api.example.com' },
    { kind: 'Service', namespace: 'shop', name: 'web' },
    { kind: 'Service', namespace: 'b', name: 'a' },
  ]);
});

test('routes of the Gateway API name objects', () => {
  const spec = {
    parentRefs: [
      { name: 'edge', namespace: 'infra' },
      { kind: 'Service', group: '', name: 'web' },
    ],
    rules: [
      {
        backendRefs: [
          { name: 'web', port: 80 },
          { kind: 'Other', group: 'x.io', name: 'z' },
        ],
      },
    ],
  };
  const group = 'gateway.networking.k8s.io';
  expect(routeNeeds(route(spec, 'HTTPRoute', group))).toEqual([
    { kind: 'Gateway', group, namespace: 'infra', name: 'edge' },
    { kind: 'Service', namespace: 'shop', name: 'web' },
  ]);
});

test.each(['DestinationRule', 'Gateway'])('%s needs nothing', (kind) => {
  expect(routeNeeds(route({ host: 'web' }, kind))).toEqual([]);
});
