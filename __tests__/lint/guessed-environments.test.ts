import { expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';

const object = (kind: string, name: string, spec: object, namespace?: string) =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec,
  });

const service = (port: number) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { ports: [{ port }] },
  });

const gateway = object(
  'Gateway',
  'public',
  { servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
  'shop',
);

const toPort80 = object(
  'VirtualService',
  'web',
  {
    hosts: ['web.example'],
    gateways: ['public'],
    http: [{ route: [{ destination: { host: 'web', port: { number: 80 } } }] }],
  },
  'shop',
);

const policy = object('DestinationRule', 'web', { host: 'web' }, 'shop');

/** What is found at the route that lies beside two folders, of which one has a Service without its port. */
function atSharedRoute(one: string, other: string, ports: [number, number]): string[] {
  const files = {
    [`${one}/app.yaml`]: `${service(ports[0])}\n---\n${policy}`,
    [`${other}/app.yaml`]: `${service(ports[1])}\n---\n${policy}`,
    'ingress.yaml': `${gateway}\n---\n${toPort80}`,
  };
  return Project.of({ files })
    .lint()
    .findings.filter(({ file, rule }) => file === 'ingress.yaml' && rule.startsWith('destination-'))
    .map(({ rule, severity, environment }) => `${severity} ${rule} ${environment ?? ''}`);
}

test('an error that a route has together with one folder of a collection only is a warning', () => {
  expect(atSharedRoute('cloud-sql', 'plain', [80, 8080])).toEqual([
    'warning destination-port-exists plain',
  ]);
});

test('an error that it has with each of them stays one', () => {
  expect(atSharedRoute('cloud-sql', 'plain', [8080, 8081])).toEqual([
    'error destination-port-exists cloud-sql, plain',
  ]);
});

test('what lies beside stages belongs to each of them', () => {
  expect(atSharedRoute('dev', 'prod', [80, 8080])).toEqual(['error destination-port-exists prod']);
});

test('a Gateway of an unknown namespace may be in a unit that is not here', () => {
  const severities = (files: Record<string, string>) =>
    Project.of({ files })
      .lint()
      .findings.filter(({ rule }) => rule === 'gateway-exists')
      .map(({ severity }) => severity);
  const route = object('VirtualService', 'web', {
    hosts: ['web.example'],
    gateways: ['shop-gateway'],
    http: [{ route: [{ destination: { host: 'web' } }] }],
  });
  const other = object('Gateway', 'entrance', {
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  });
  // One unit: Gateways that are applied with the route, and not the one that it names.
  expect(severities({ 'a/route.yaml': route, 'b/gateway.yaml': other })).toEqual(['error']);
  const apart = {
    'overlays/kustomization.yaml': 'resources: [gateway.yaml]\n',
    'overlays/gateway.yaml': other,
    'a/route.yaml': route,
  };
  expect(severities(apart)).toEqual(['warning']);
});

test('mesh configurations that differ in what no prediction reads are no conflict', () => {
  const install = (trustDomain: string, enabled: boolean) =>
    JSON.stringify({
      apiVersion: 'install.istio.io/v1alpha1',
      kind: 'IstioOperator',
      metadata: { namespace: 'istio-system' },
      spec: { meshConfig: { trustDomain, localityLbSetting: { enabled } } },
    });
  const read = (one: string, other: string) =>
    Project.of({ files: { 'one.yaml': one, 'other.yaml': other, 'r.yaml': policy } }).lint();
  expect(() => read(install('one.example', true), install('other.example', true))).not.toThrow();
  expect(() => read(install('one.example', true), install('one.example', false))).toThrow(
    /hold different mesh configurations/,
  );
});
