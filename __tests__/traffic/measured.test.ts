/** What the real istiod and Envoy do that reading their source had got wrong; see docs/traffic-measured.md. */
import { describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import { parseManifest } from '../../src/manifest/parse.js';
import type { Mesh } from '../../src/mesh/mesh.js';
import { buildMesh } from '../../src/mesh/build-mesh.js';
import { placeByPaths } from '../../src/mesh/placed-document.js';
import type { Target } from '../../src/mesh/target.js';
import { configure } from '../../src/traffic/control-plane/configuration.js';
import { inputOf as inputOfTarget, predictTarget } from '../../src/traffic/predict-target.js';
import { HostMonitor } from '../../src/traffic/proxy/monitor.js';
import { endpointsOf, inputOf, outage } from './mesh-of.js';
import { predict } from '../../src/traffic/predict.js';

const networks: Config['clusters'] = [
  { name: 'a', locality: 'r1', network: 'net-a', paths: ['clusters/a'] },
  { name: 'b', locality: 'r2', network: 'net-b', paths: ['clusters/b'] },
];

function targetFor(objects: object[], more: Partial<Config> = {}): [Mesh, Target] {
  const documents = objects.flatMap((object, index) => {
    const cluster = (object as { cluster?: string }).cluster;
    const file = `${cluster ? `clusters/${cluster}/` : ''}${index}.yaml`;
    return parseManifest({ file, text: JSON.stringify(object), named: true }).documents;
  });
  const config: Config = {
    ...defaultConfig,
    clusters: [
      { name: 'a', locality: 'r1', paths: ['clusters/a'] },
      { name: 'b', locality: 'r2', paths: ['clusters/b'] },
    ],
    clients: [{ name: 'client', cluster: 'a', locality: 'r1/a' }],
    ...more,
  };
  const mesh = buildMesh(config, placeByPaths(config, documents));
  return [mesh, mesh.targets()[0]!];
}

const istio = (kind: string, spec: object, metadata: object = {}) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name: 'web', namespace: 'web', ...metadata },
  spec,
});
const serviceEntry = (endpoints: object[], metadata: object = {}) =>
  istio(
    'ServiceEntry',
    {
      hosts: ['web.test'],
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http' }],
      endpoints,
    },
    metadata,
  );
const service = (spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'web', ...metadata },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }], ...spec },
});

describe('entries that are not pods', () => {
  it('those of a ServiceEntry are in the cluster of the istiod that reads it', () => {
    const [mesh, target] = targetFor([serviceEntry([{ address: '1.1.1.1', locality: 'r2/a' }])], {
      meshConfig: { serviceSettings: [{ settings: { clusterLocal: true }, hosts: ['web.test'] }] },
    });
    const { policies, ...input } = inputOfTarget(mesh, target);
    const { assignments } = configure({ ...input, policy: policies[0]! });
    expect(assignments[0]!.assignment.localities).toHaveLength(1);
  });

  it('are in no network unless they say so, and need a sidecar to be reached in another one', () => {
    const entries = [
      { address: '1.1.1.1', locality: 'r2/a' },
      { address: '1.1.1.2', locality: 'r2/b', network: 'net-b', serviceAccount: 'web' },
      { address: '1.1.1.3', locality: 'r2/c', network: 'net-b' },
    ];
    const [mesh, target] = targetFor([serviceEntry(entries)], { clusters: networks });
    const { policies, ...input } = inputOfTarget(mesh, target);
    const policy = { ...policies[0]!, tls: { mode: 'ISTIO_MUTUAL' } };
    const { localities } = configure({ ...input, policy }).assignments[0]!.assignment;
    expect(localities.map(({ endpoints }) => endpoints.length)).toEqual([1, 1, 0]);
    expect(localities[0]!.endpoints[0]!.gateway).toBeUndefined();
    expect(localities[1]!.endpoints[0]!.gateway).toBeDefined();
  });

  it('go when they are unready', () => {
    const entry = (name: string, address: string, locality: string) =>
      istio('WorkloadEntry', { address, locality, labels: { app: 'web' } }, { name });
    const [mesh, target] = targetFor([
      service(),
      entry('one', '1.1.1.1', 'r1/a'),
      entry('two', '1.1.1.2', 'r2/a'),
      istio('DestinationRule', {
        host: 'web',
        trafficPolicy: {
          loadBalancer: { localityLbSetting: { distribute: [{ from: 'r1', to: { r1: 100 } }] } },
        },
      }),
    ]);
    const result = predictTarget(mesh, target, [outage('unready', 'r1')]);
    expect(result).toMatchObject({ unanswered: 1 });
  });

  it('labels of the metadata win', () => {
    const entry = istio(
      'WorkloadEntry',
      { address: '1.1.1.1', locality: 'r1', labels: { app: 'other', version: 'v1' } },
      { labels: { app: 'web' } },
    );
    const [mesh] = targetFor([service(), entry]);
    const [group] = mesh.topology.endpoints('web.web.svc.cluster.local');
    expect(group!.labels).toEqual({ app: 'web', version: 'v1' });
  });
});

it('the field trafficDistribution counts before the annotation, which may have any case', () => {
  const annotations = { 'networking.istio.io/traffic-distribution': 'PREFERSAMENODE' };
  const field = { trafficDistribution: 'PreferClose' };
  const of = (object: object) => targetFor([object])[0].services.all[0]!.trafficDistribution;
  expect(of(service(field, { annotations }))).toBe('PreferClose');
  expect(of(service({}, { annotations }))).toBe('PreferSameNode');
});

it('a rule that is merged with an older one is kept beside a third, if that came in between', () => {
  const rule = (name: string, errors: number | undefined, exportTo: string[], second: number) =>
    istio(
      'DestinationRule',
      {
        host: 'web',
        ...(errors === undefined
          ? {}
          : { trafficPolicy: { outlierDetection: { consecutive5xxErrors: errors } } }),
        ...(exportTo.length ? { exportTo } : {}),
      },
      { name, creationTimestamp: `2026-01-01T00:00:0${second}Z` },
    );
  const [, target] = targetFor([
    service(),
    rule('first', undefined, [], 1),
    rule('second', 2, ['*'], 2),
    rule('third', 3, [], 3),
  ]);
  expect(target.policies.map(({ policy }) => policy.value.outlierDetection)).toEqual([
    { consecutive5xxErrors: 3 },
  ]);
});

it('a subset that no rule defines is a 503', () => {
  const gateway = istio('Gateway', {
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  });
  const route = istio('VirtualService', {
    hosts: ['*'],
    gateways: ['web'],
    http: [{ route: [{ destination: { host: 'web', subset: 'missing' } }] }],
  });
  const [mesh, target] = targetFor([service(), gateway, route]);
  expect(predictTarget(mesh, target, [])).toMatchObject({ unanswered: 1, errors: 1 });
});

it('a port level of a subset hides the mesh-wide default policy', () => {
  const input = inputOf({ client: 'r1/a', endpoints: { 'r1/a': 1 } });
  const mesh = { defaultTrafficPolicy: { outlierDetection: {} } };
  const policy = input.policies[0]!;
  expect(configure({ ...input, mesh, policy }).settings.outlierDetection).toBeDefined();
  const hiding = { ...policy, hidesMeshDefault: true };
  expect(configure({ ...input, mesh, policy: hiding }).settings.outlierDetection).toBeUndefined();
});

describe('retries where hosts take turns', () => {
  const base = {
    client: 'r1/a',
    endpoints: { 'r1/a': 6, 'r2/a': 3 },
    locality: { enabled: false },
    outages: [outage('unreachable', 'r2')],
  };

  it('round robin: three dead neighbours take all attempts of one request', () => {
    const result = predict(inputOf({ ...base, lb: { simple: 'ROUND_ROBIN' } }));
    // Measured with one request at a time: 1 of 7.
    expect(result).toMatchObject({ determined: false, errorsMin: 0 });
    expect((result as { errorsMax: number }).errorsMax).toBeCloseTo(1 / 7, 9);
  });

  it('random picks are drawn anew', () => {
    expect(predict(inputOf({ ...base, lb: { simple: 'RANDOM' } }))).toMatchObject({
      determined: true,
    });
  });

  it('two dead hosts cannot take three attempts', () => {
    const endpoints = endpointsOf({ 'r1/a': 6, 'r2/a': 2 });
    const result = predict(inputOf({ ...base, endpoints, lb: { simple: 'ROUND_ROBIN' } }));
    const { errors, errorsMax = errors } = result as { errors: number; errorsMax?: number };
    expect(errorsMax).toBeLessThan(0.001);
  });
});

it('the sweep after a return may or may not shorten the next time out', () => {
  const settings = {
    consecutive5xx: 1,
    consecutiveGatewayErrors: undefined,
    consecutiveLocalOriginFailures: undefined,
    splitLocalOrigin: false,
    interval: 1000,
    baseEjectionTime: 2000,
    maxEjectionTime: 300_000,
    maxEjectionPercent: 100,
  };
  const returnsAfterSecond = (draw: number) => {
    const monitor = new HostMonitor(settings);
    monitor.eject(0);
    expect(monitor.returnIfDue(2000)).toBe(true);
    monitor.forgive(3000, () => draw);
    monitor.eject(3000);
    return [4000, 5000, 6000, 7000].find((now) => monitor.returnIfDue(now));
  };
  expect(returnsAfterSecond(0)).toBe(5000);
  expect(returnsAfterSecond(0.9)).toBe(7000);
});
