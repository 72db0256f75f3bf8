/** Layouts of public repositories that are right, and were reported as broken. */
import { describe, expect, test } from '@jest/globals';
import { checkFiles } from './check-files.js';
import { all, istio, objectOf, publicEntry, service } from './reported.js';

const selector = { istio: 'ingressgateway' };

/** The rules with which a check fails. */
const errorsOf = (files: Record<string, string>) =>
  checkFiles(files)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);

test('a rule for a Service that is applied with kubectl -n', () => {
  const placeless = JSON.stringify({
    ...(JSON.parse(service('shop/api')) as object),
    metadata: { name: 'api' },
  });
  const entry = publicEntry({ host: 'api' }).map((text) =>
    text.replaceAll('"namespace":"shop",', ''),
  );
  const files = {
    'app/api.yaml': placeless,
    'app/entry.yaml': all(...entry),
    'app/policy.yaml': istio('DestinationRule', 'sample/api', {
      host: 'api.sample.svc.cluster.local',
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 100 } },
    }),
  };
  expect(errorsOf(files)).toEqual([]);
  // Hosts that tell several namespaces leave it open.
  const more = istio('DestinationRule', 'stage/api', { host: 'api.stage.svc.cluster.local' });
  expect(errorsOf({ ...files, 'app/stage.yaml': more })).toEqual([]);
});

describe('a VirtualService that names a Gateway with AUTO_PASSTHROUGH, too', () => {
  const passed = istio('Gateway', 'shop/east-west', {
    selector,
    servers: [
      {
        port: { number: 15443, name: 'tls', protocol: 'TLS' },
        tls: { mode: 'AUTO_PASSTHROUGH' },
        hosts: ['*.global'],
      },
    ],
  });
  const routeFor = (gateways: string[], ...hosts: string[]) =>
    istio('VirtualService', 'shop/api', {
      hosts,
      gateways,
      http: [{ route: [{ destination: { host: 'api.shop.svc.cluster.local' } }] }],
    });
  const [gateway = ''] = publicEntry({ host: 'api' });

  test('needs no route there', () => {
    const files = {
      'all.yaml': all(
        service('shop/api'),
        passed,
        routeFor(['mesh', 'east-west'], 'api.shop.global'),
      ),
    };
    expect(errorsOf(files)).toEqual([]);
  });

  test('gets a warning for a host of the mesh: the Service is reached, and the routes are not used', () => {
    const inside = istio('Gateway', 'shop/east-west', {
      selector,
      servers: [
        {
          port: { number: 15443, name: 'tls', protocol: 'TLS' },
          tls: { mode: 'AUTO_PASSTHROUGH' },
          hosts: ['*.local'],
        },
      ],
    });
    const files = {
      'all.yaml': all(
        service('shop/api'),
        inside,
        routeFor(['east-west'], 'api.shop.svc.cluster.local'),
      ),
    };
    expect(errorsOf(files)).toEqual([]);
    expect(checkFiles(files).findings).toContainEqual(
      expect.objectContaining({
        rule: 'public-host-unserved',
        severity: 'warning',
        message: expect.stringContaining('by the name in TLS') as unknown,
      }),
    );
  });

  test('has to be served by the other Gateway', () => {
    const route = routeFor(['east-west', 'public'], 'shop.com', 'other.example.com');
    const files = { 'all.yaml': all(service('shop/api'), passed, gateway, route) };
    expect(errorsOf(files).join()).toMatch(
      /^public-host-unserved: No server of Gateway shop\/public/,
    );
  });
});

test('a Gateway that the cluster refuses is one finding, and not one for each of its routes', () => {
  const refused = objectOf('networking.istio.io/v1', 'Gateway', 'shop/public', {
    selector,
    servers: [{ port: { number: 9092, name: 'kafka', protocol: 'kafka' }, hosts: ['shop.com'] }],
  });
  const [, route = ''] = publicEntry({ host: 'api.shop.svc.cluster.local' });
  const files = { 'all.yaml': all(service('shop/api'), refused, route.replace('"http"', '"tcp"')) };
  expect(errorsOf(files).map((text) => text.split(':')[0])).toEqual(['valid-gateway']);
});
