/** The steps of a row: how a request comes to its destination, each with the line that is responsible. */
import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import type { PlacedStep } from '../../src/traffic/result.js';
import { clusters, meshFrom } from '../mesh/mesh-from.js';
import { tableOf } from './two-regions.js';

/** Objects of Istio's API in a text of their own, so that lines say which object is meant. */
const istio = (kind: string, name: string, spec: string): string =>
  `apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
${spec}`;
const gateway = istio(
  'Gateway',
  'main',
  `  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: ['*']`,
);
const routed = (http: string): string =>
  istio('VirtualService', 'web', `  hosts: ['*']\n  gateways: [main]\n  http:\n${http}`);
const TO_WEB = '    - route: [{ destination: { host: web } }]';

/** What of the first row's steps is about one rule, with the text of its line. */
function stepsOf(rule: string, texts: string[], config: Partial<Config> = {}) {
  const text = texts.join('\n---\n');
  const mesh = meshFrom(text, { clusters, ...config });
  const [row] = tableOf(mesh, { explain: true });
  const lines = text.split('\n');
  return (row?.steps ?? [])
    .filter((step) => step.rule === rule)
    .map(({ text: said, line }: PlacedStep) => ({
      said,
      at: line === undefined ? undefined : lines[line - 1]!.trim(),
    }));
}

describe('the route', () => {
  test('takes every request, or those that match', () => {
    expect(stepsOf('route', [gateway, routed(TO_WEB)])).toEqual([
      { said: 'VirtualService shop/web takes every request', at: TO_WEB.trim() },
    ]);
    const matching = `    - match: [{ uri: { prefix: /a } }, { method: { exact: PUT } }]
      route: [{ destination: { host: web } }]`;
    expect(stepsOf('route', [gateway, routed(matching)])[0]?.said).toBe(
      'VirtualService shop/web takes requests with path /a* or PUT',
    );
  });

  test('is that of a delegate', () => {
    const root = routed('    - delegate: { name: part }');
    const part = istio('VirtualService', 'part', `  http:\n${TO_WEB}`);
    expect(stepsOf('route', [gateway, root, part])).toEqual([
      {
        said: 'VirtualService shop/part takes every request, as a delegate of shop/web',
        at: TO_WEB.trim(),
      },
    ]);
  });

  test('leads a share of them to a destination', () => {
    const both = (weight: number) => `    - route:
        - { destination: { host: web, subset: v1, port: { number: 80 } }, weight: ${weight} }
        - { destination: { host: next }, weight: ${100 - weight} }`;
    expect(stepsOf('weight', [gateway, routed(both(70))])).toEqual([
      {
        said: '70 % of them go to web.shop:80 subset v1',
        at: '- { destination: { host: web, subset: v1, port: { number: 80 } }, weight: 70 }',
      },
    ]);
    expect(stepsOf('weight', [gateway, routed(TO_WEB)])).toEqual([]);
  });

  test('leads nowhere: as a client would see it that asks directly', () => {
    const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80 }]`;
    const rule = istio(
      'DestinationRule',
      'web',
      '  host: web\n  trafficPolicy: { outlierDetection: {} }',
    );
    expect(stepsOf('declared', [service, rule])[0]?.said).toBe(
      'no route leads here: as a client would see it that asks directly',
    );
    expect(stepsOf('retries', [service, rule])).toEqual([]);
  });
});

describe('retries', () => {
  const withRetries = (retries: string) =>
    `${TO_WEB}
      retries: ${retries}`;

  test.each([
    [
      '{ attempts: 3, retryOn: 5xx }',
      'up to 3 retries of failed connections, closed connections, 500, 503',
    ],
    ['{ attempts: 1, retryOn: "503" }', 'up to 1 retry of 503'],
    ['{ attempts: 0 }', 'nothing is retried'],
    ['{ attempts: 2, retryOn: retriable-4xx }', 'nothing is retried'],
  ])('of the route, %s', (retries, said) => {
    expect(stepsOf('retries', [gateway, routed(withRetries(retries))])).toEqual([
      { said, at: `retries: ${retries}` },
    ]);
  });

  test('by default, or by that of the mesh', () => {
    const of = (config?: Partial<Config>) => stepsOf('retries', [gateway, routed(TO_WEB)], config);
    const said = 'by default, up to 2 retries of failed connections';
    expect(of()).toEqual([{ said, at: undefined }]);
    expect(of({ meshConfig: { defaultHttpRetryPolicy: { attempts: 1, retryOn: '500' } } })).toEqual(
      [{ said: "by the mesh's default, up to 1 retry of 500", at: undefined }],
    );
  });
});

test('a fault that is injected', () => {
  const fault = (abort: string) => `${TO_WEB}
      fault:
        abort: ${abort}`;
  const abort = '{ httpStatus: 503, percentage: { value: 20 } }';
  expect(stepsOf('fault', [gateway, routed(fault(abort))])).toEqual([
    { said: 'fault injection answers 20 % of them with 503', at: `abort: ${abort}` },
  ]);
  expect(stepsOf('fault', [gateway, routed(fault('{ httpStatus: 503 }'))])).toEqual([]);
});

describe('the DestinationRule', () => {
  const rule = (name: string, spec = '') => istio('DestinationRule', name, `  host: web\n${spec}`);

  test('that applies, and how many it is merged with', () => {
    const of = (...rules: string[]) =>
      stepsOf('destination-rule', [gateway, routed(TO_WEB), ...rules]);
    expect(of()).toEqual([{ said: 'no DestinationRule applies to web.shop', at: undefined }]);
    expect(of(rule('one'))).toEqual([
      { said: 'DestinationRule shop/one applies', at: 'host: web' },
    ]);
    const subsets = (name: string) => `  subsets: [{ name: ${name}, labels: { v: ${name} } }]`;
    const merged = of(rule('one', subsets('a')), rule('two', subsets('b')));
    expect(merged[0]?.said).toContain('DestinationRule shop/one applies');
    expect(merged.map(({ said }) => said).join()).toContain(', merged with 1 more');
  });

  test('of which either may be the oldest', () => {
    const policy = (percent: number) =>
      `  trafficPolicy: { outlierDetection: { maxEjectionPercent: ${percent} } }`;
    const said = stepsOf('destination-rule', [
      gateway,
      routed(TO_WEB),
      rule('one', policy(10)),
      rule('two', policy(100)),
    ]).map((step) => step.said);
    expect(said).toHaveLength(2);
    for (const text of said) expect(text).toMatch(/ applies, if it is the oldest/);
  });
});

describe('where a setting is written', () => {
  const service = (more: string, spec: string) => `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop${more}
spec:
  selector: { app: web }${spec}
  ports: [{ name: http, port: 80 }]`;

  test('in the Service, as a field or as an annotation', () => {
    const of = (text: string) =>
      stepsOf('failover-priority', [gateway, routed(TO_WEB), text])[0]?.at;
    const field = 'trafficDistribution: PreferClose';
    expect(of(service('', `\n  ${field}`))).toBe(field);
    const annotation = 'networking.istio.io/traffic-distribution: PreferClose';
    expect(of(service(`\n  annotations:\n    ${annotation}`, ''))).toBe(annotation);
    expect(of(service(`\n  annotations:\n    ${annotation}`, `\n  ${field}`))).toBe(annotation);
  });

  test('in an item of a list, or in a field', () => {
    const rule = istio(
      'DestinationRule',
      'web',
      `  host: web
  trafficPolicy:
    outlierDetection:
      maxEjectionPercent: 100
    loadBalancer:
      localityLbSetting:
        distribute:
          - from: us-central1
            to: { us-central1: 100 }
          - from: europe-west1
            to: { us-central1: 100 }`,
    );
    const of = (name: string) => stepsOf(name, [gateway, routed(TO_WEB), rule])[0]?.at;
    expect(of('distribute')).toBe('- from: europe-west1');
    expect(of('outlier-detection')).toBe('outlierDetection:');
  });

  test('in the mesh configuration, of which the field is named', () => {
    const outlierDetection = { maxEjectionPercent: 50, minHealthPercent: 10 };
    const of = (name: string) =>
      stepsOf(name, [gateway, routed(TO_WEB)], {
        meshConfig: { defaultTrafficPolicy: { outlierDetection } },
      });
    expect(of('panic-threshold')).toEqual([
      {
        said: 'below 10 % healthy hosts Envoy ignores health (mesh configuration, defaultTrafficPolicy.outlierDetection.minHealthPercent)',
        at: undefined,
      },
    ]);
  });
});
