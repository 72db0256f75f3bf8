import { describe, expect, test } from '@jest/globals';
import { validateGatewayApi } from '../../src/admission/gateway-api/validate.js';
import {
  apiSchemaOf,
  expressionOf,
  fieldNamesOf,
  itemSchemaOf,
  rulesOf,
  schemaOf,
  type ApiSchema,
} from '../../src/admission/gateway-api/schema.js';

const kinds = [
  ...['Gateway', 'GatewayClass', 'ListenerSet', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'],
  ...['ReferenceGrant', 'BackendTLSPolicy'],
];

const said = (kind: string, spec: unknown, version = 'v1') =>
  validateGatewayApi({
    apiVersion: `gateway.networking.k8s.io/${version}`,
    kind,
    metadata: { name: 'one', namespace: 'shop' },
    spec,
  }).map(({ severity, path, topic }) => `${severity} ${topic} ${path.join('.')}`);

const listener = { name: 'http', port: 80, protocol: 'HTTP' };
const gateway = (...listeners: object[]) => ({ gatewayClassName: 'istio', listeners });
const route = (...rules: object[]) => ({ parentRefs: [{ name: 'edge' }], rules });
const web = { name: 'web', port: 80 };

describe('an object of the Gateway API', () => {
  test.each<[string, unknown]>([
    ['Gateway', gateway(listener, { ...listener, name: 'other', hostname: '*.example.com' })],
    ['GatewayClass', { controllerName: 'istio.io/gateway-controller' }],
    ['HTTPRoute', route({ backendRefs: [web] })],
    ['HTTPRoute', { parentRefs: null, rules: [{ matches: [{ path: { value: '/a' } }] }] }],
    ['GRPCRoute', route({ matches: [{ method: { service: 'a.B' } }], backendRefs: [web] })],
    ['TCPRoute', route({ backendRefs: [web] })],
    ['ListenerSet', { parentRef: { name: 'edge' }, listeners: [listener] }],
    [
      'ReferenceGrant',
      {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'a' }],
        to: [{ group: '', kind: 'Service' }],
      },
    ],
  ])('%s %j is taken', (kind, spec) => {
    expect(said(kind, spec)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['Gateway', { gatewayClassName: 'istio' }, 'error required-field spec.listeners'],
    ['Gateway', gateway({ ...listener, port: 0 }), 'error field-value spec.listeners.0.port'],
    ['Gateway', gateway({ ...listener, port: '80' }), 'error field-type spec.listeners.0.port'],
    ['Gateway', gateway(listener, { ...listener, port: 81 }), 'error field-value spec.listeners.1'],
    ['Gateway', gateway({ ...listener, tls: {} }), 'error field-value spec.listeners'],
    [
      'HTTPRoute',
      route({ backendRefs: [{ name: 'web' }] }),
      'error field-value spec.rules.0.backendRefs.0',
    ],
    [
      'HTTPRoute',
      route({ matches: [{ path: { value: 'a' } }] }),
      'error field-value spec.rules.0.matches.0.path',
    ],
    [
      'HTTPRoute',
      route({ matches: [{ method: 'get' }] }),
      'error field-value spec.rules.0.matches.0.method',
    ],
    [
      'HTTPRoute',
      route({ filters: [{ type: 'RequestRedirect' }] }),
      'error field-value spec.rules.0.filters.0',
    ],
    ['HTTPRoute', { hostnames: ['10.0.0.1_'] }, 'error field-value spec.hostnames.0'],
    ['HTTPRoute', route({ bakendRefs: [web] }), 'error unknown-field spec.rules.0.bakendRefs'],
    ['HTTPRoute', route({ retry: { attempts: 2 } }), 'warning unknown-field spec.rules.0.retry'],
    [
      'GRPCRoute',
      route({ matches: [{ method: {} }] }),
      'error field-value spec.rules.0.matches.0.method',
    ],
  ])('%s %j: %s', (kind, spec, expected) => {
    expect(said(kind, spec)).toContain(expected);
  });

  test('what other CRDs may serve is not judged', () => {
    expect(said('TLSRoute', { nonsense: 1 }, 'v1alpha2')).toEqual([]);
    expect(said('XMesh', { nonsense: 1 })).toEqual([]);
  });

  test('lists that never end take no time', () => {
    const rules = Array.from({ length: 20_000 }, () => ({ backendRefs: [web] }));
    expect(said('HTTPRoute', route(...rules))).toContain('error field-value spec.rules');
    const long = 'a-'.repeat(500_000);
    expect(said('HTTPRoute', { hostnames: [long] })).toEqual([
      'error field-value spec.hostnames.0',
    ]);
  });
});

test('every rule of the CRDs can be read', () => {
  let count = 0;
  const walk = (schema: ApiSchema) => {
    for (const rule of rulesOf(schema)) {
      expect(() => expressionOf(rule)).not.toThrow();
      count += 1;
    }
    const items = itemSchemaOf(schema);
    if (items) walk(items);
    for (const key of fieldNamesOf(schema)) walk(schemaOf(schema, key)!);
  };
  for (const kind of kinds) walk(apiSchemaOf(kind)!.spec);
  expect(count).toBeGreaterThan(100);
});
