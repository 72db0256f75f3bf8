/**
 * Faults that a cluster accepts without a word. Each test shows what the real parts do with it, and that a check of the same objects
 * says so; where a neighbour of the fault is right, that it is left alone.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { all, repository, verdictOf } from '../../rules/reported.js';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import type { Manifest, MeshVariant, Placed } from './cases/case.js';
import { nodeName } from './cases/pods.js';
import { MissedMesh } from './missed/missed-mesh.js';
import {
  entry,
  everywhere,
  failover,
  FAR,
  gateway,
  HERE,
  hostOf,
  istio,
  NEAR,
  pods,
  route,
  rule,
  service,
  type Pod,
} from './missed/objects.js';
import {
  answeredRoute,
  otherDomainRule,
  otherPortRule,
  selectsNothing,
  strict,
  tlsRule,
  verdictHosts,
  verdictObjects,
  type Answered,
} from './missed/verdicts.js';
import type { ProxyNode } from './xds/ads-client.js';

const flat: MeshVariant = { name: 'flat', config: {}, networks: {}, gateways: {} };
const networks: MeshVariant = {
  ...flat,
  networks: { a: 'net-a', b: 'net-b' },
  gateways: { b: 1 },
};
const edge: ProxyNode = {
  name: 'edge',
  namespace: 'istio-system',
  cluster: 'a',
  network: undefined,
  locality: HERE,
  labels: { istio: 'ingressgateway' },
};
const sidecar: ProxyNode = { ...edge, kind: 'sidecar', name: 'app', namespace: 'shop', labels: {} };

const two = {
  clusters: [
    { name: 'a', locality: 'europe-west1' },
    { name: 'b', locality: 'us-central1' },
  ],
};

/** What a check of the objects says. */
function verdict(objects: readonly Manifest[], config: Record<string, unknown> = two) {
  return verdictOf(repository(all(...objects.map((one) => JSON.stringify(one))), config));
}

/** Addresses of the pods of one Service: one in each place. */
function podsAt(network: number): { here: Pod; near: Pod; far: Pod } {
  const address = (last: number) => `10.77.${String(network)}.${String(last)}`;
  return {
    here: { address: address(1), locality: HERE, cluster: 'a' },
    near: { address: address(2), locality: NEAR, cluster: 'a' },
    far: { address: address(3), locality: FAR, cluster: 'b' },
  };
}

const twice = {
  joined: entry('joined', '10.77.101.9'),
  elsewhere: entry('elsewhere', '10.77.102.9', { namespace: 'machines' }),
  private: entry('private', '10.77.103.9', { namespace: 'machines', spec: { exportTo: ['.'] } }),
  dns: entry('dns', 'far.example.com', { spec: { resolution: 'DNS' } }),
  renamed: entry('renamed', '10.77.105.9', { port: { name: 'web' } }),
  unnamed: entry('unnamed', '10.77.106.9'),
};
type Twice = keyof typeof twice;

/** The Service, its rule and the ServiceEntry. */
function declaredTwice(name: Twice): Manifest[] {
  const ports = name === 'unnamed' ? { ports: [{ port: 80, targetPort: 8080 }] } : {};
  return [service(name, ports), rule(name, failover), twice[name]];
}

const REGION = 'topology.kubernetes.io/region';
const labels = {
  'label-first': ['tier', REGION],
  'value-first': [`${REGION}=europe-west2`, 'topology.kubernetes.io/zone'],
  'region-first': [REGION, 'tier'],
};
const byLabel = (name: keyof typeof labels) => rule(name, { failoverPriority: labels[name] });

const retries = { attempts: 3, perTryTimeout: '500ms' };
const hanging = {
  'cut.example.com': { timeout: '1s', retries: { ...retries, retryOn: 'gateway-error' } },
  'none.example.com': { timeout: '1s', retries },
  'skipped.example.com': {
    timeout: '10s',
    retries: { ...retries, retryOn: 'connect-failure,504' },
  },
  'enough.example.com': { timeout: '10s', retries: { ...retries, retryOn: 'reset' } },
};
const never = { consecutive5xxErrors: 0, maxEjectionPercent: 100 };
const again = { attempts: 2, retryOn: '5xx' };
const retrying = {
  'local.example.com': { retries: again },
  'remote.example.com': { retries: { ...again, retryRemoteLocalities: true } },
};
const publicHosts = [
  'open.example.com',
  'match.example.com',
  'labels.example.com',
  'sweep.example.com',
  'alias.example.com',
  ...Object.keys(hanging),
  ...Object.keys(retrying),
  ...verdictHosts,
];
const mismatch = route('match', 'match.example.com', 'plain', {
  match: [{ gateways: ['shop/internal'] }],
});
const callers = route('labels', 'labels.example.com', 'plain', {
  match: [{ sourceLabels: { app: 'web' } }],
});
const halfOpen: Manifest = istio('VirtualService', 'open', {
  hosts: ['open.example.com', 'closed.example.com'],
  gateways: ['shop/public'],
  http: [{ route: [{ destination: { host: hostOf('plain') } }] }],
});
const sweep = {
  consecutive5xxErrors: 1,
  interval: '3s',
  baseEjectionTime: '100ms',
  maxEjectionPercent: 100,
};
const alias = service('alias', {
  type: 'ExternalName',
  externalName: hostOf('plain'),
  selector: undefined,
});

function objects(): Placed[] {
  const services: [string, readonly Pod[], Record<string, unknown>?][] = [
    ...Object.keys(twice).map((name, index): [string, Pod[], Record<string, unknown>] => [
      name,
      [podsAt(101 + index).here],
      name === 'unnamed' ? { ports: [{ port: 80, targetPort: 8080 }] } : {},
    ]),
    ...Object.keys(labels).map((name, index): [string, Pod[]] => [
      name,
      Object.values(podsAt(111 + index)),
    ]),
    ['local', Object.values(podsAt(121)), { internalTrafficPolicy: 'Local' }],
    ['headless', Object.values(podsAt(122)), { clusterIP: 'None' }],
    ['plain', [podsAt(123).here]],
    ['hanging', [podsAt(124).here]],
    ['failing', [podsAt(125).here, podsAt(125).far]],
    ['sweep', [podsAt(126).here]],
    ['drifting', Object.values(podsAt(127))],
    [
      'across',
      [
        podsAt(128).here,
        { ...podsAt(128).near, cluster: 'b' },
        { ...podsAt(128).far, cluster: 'a' },
      ],
    ],
  ];
  return [
    ...services.flatMap(([name, list, more]) => {
      const own = service(name, more);
      return [...everywhere(own), ...pods(own, list)];
    }),
    ...everywhere(
      ...Object.values(twice),
      ...Object.keys(twice).map((name) => rule(name, failover)),
      ...Object.keys(labels).map((name) => byLabel(name as keyof typeof labels)),
      ...['local', 'headless'].map((name) => rule(name, failover)),
      rule('failing', failover, never),
      rule('across', { failoverPriority: [REGION] }),
      rule('alias', failover),
      istio('DestinationRule', 'sweep', {
        host: hostOf('sweep'),
        trafficPolicy: { outlierDetection: sweep },
      }),
      gateway(publicHosts, 'PORT'),
      mismatch,
      callers,
      halfOpen,
      alias,
      route('sweep', 'sweep.example.com', 'sweep'),
      route('alias', 'alias.example.com', 'alias'),
      ...Object.entries(hanging).map(([host, more]) => route(host, host, 'hanging', more)),
      ...Object.entries(retrying).map(([host, more]) => route(host, host, 'failing', more)),
    ),
    ...verdictObjects((network) => podsAt(network).here),
    // In the cluster of another istiod alone.
    { manifest: rule('drifting', failover), cluster: 'b', wave: 0 },
  ];
}

describeReal(
  'missed faults',
  {
    parts: ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery', 'envoy'],
    networkNamespace: true,
  },
  () => {
    let mesh: MissedMesh;

    beforeAll(async () => {
      mesh = await MissedMesh.start(objects(), edge, flat);
      await mesh.behave({
        [podsAt(123).here.address]: 'ok',
        [podsAt(125).here.address]: 503,
        [podsAt(125).far.address]: 'ok',
        [podsAt(126).here.address]: 503,
        [podsAt(141).here.address]: 'ok',
      });
      await mesh.knows('open.example.com');
    }, 120_000);

    afterAll(() => mesh?.stop(), 30_000);

    const groupsOf = async (name: string, node = edge) =>
      (await mesh.sent(node, hostOf(name)))?.groups;

    describe('a Service and a ServiceEntry of one host', () => {
      test('one namespace, STATIC, and ports called alike: their endpoints are joined', async () => {
        const both = [`${HERE}/ 0: 10.77.101.1`, `${FAR}/ 1: 10.77.101.9`];
        expect(await groupsOf('joined')).toEqual(both);
        expect(await groupsOf('joined', sidecar)).toEqual(both);
        const { findings, row } = verdict(declaredTwice('joined'));
        expect(findings.join()).not.toContain('host-declared-twice');
        expect(row('europe-west1', 'healthy')).toContain('errors 0');
      });

      test.each<[Twice, number]>([
        ['elsewhere', 102],
        ['dns', 104],
        ['renamed', 105],
        ['unnamed', 106],
      ])('%s: the endpoints of the ServiceEntry are not used', async (name, network) => {
        const pod = [`${HERE}/ 0: 10.77.${String(network)}.1`];
        expect(await groupsOf(name)).toEqual(pod);
        expect(await groupsOf(name, sidecar)).toEqual(pod);
        const { findings } = verdict(declaredTwice(name));
        expect(findings).toContain('warning host-declared-twice');
      });

      test('in another namespace it hides the pods from the clients there', async () => {
        const there = { ...sidecar, namespace: 'machines' };
        expect(await groupsOf('elsewhere', there)).toEqual([`${FAR}/ 0: 10.77.102.9`]);
        expect(await groupsOf('private', there)).toEqual([`${FAR}/ 0: 10.77.103.9`]);
      });

      test('for its own namespace alone it is right', async () => {
        expect(await groupsOf('private')).toEqual([`${HERE}/ 0: 10.77.103.1`]);
        const { findings } = verdict(declaredTwice('private'));
        expect(findings.join()).not.toContain('host-declared-twice');
      });
    });

    describe('failoverPriority', () => {
      const priorities = async (name: string, own: Record<string, string> = {}) => {
        const node = { ...edge, labels: { ...edge.labels, ...own } };
        return (await groupsOf(name, node))?.map((group) => Number(/ (\d):/.exec(group)?.[1]));
      };
      const workloads = (name: string) => ({
        ...two,
        workloads: [
          {
            host: hostOf(name),
            endpoints: [HERE, NEAR, FAR].map((locality) => ({ locality, labels: { app: name } })),
          },
        ],
      });

      test('a label that no endpoint has takes the order away, where the client has it', async () => {
        expect(await priorities('label-first')).toEqual([0, 0, 1]);
        expect(await priorities('label-first', { tier: 'gold' })).toEqual([0, 0, 0]);
        expect(await priorities('region-first', { tier: 'gold' })).toEqual([0, 0, 1]);
        const objects = [service('label-first'), byLabel('label-first')];
        expect(verdict(objects, workloads('label-first')).findings).toContain(
          'warning failover-priority-label-exists',
        );
      });

      test('a value that no endpoint has takes it away for every client', async () => {
        expect(await priorities('value-first')).toEqual([0, 0, 0]);
        const { findings, row } = verdict(
          [service('value-first'), byLabel('value-first')],
          workloads('value-first'),
        );
        expect(findings).toContain('warning failover-priority-label-exists');
        expect(row(HERE, 'healthy')).toBe(`${HERE} 33, ${NEAR} 33, ${FAR} 33; errors 0`);
      });
    });

    test('internalTrafficPolicy: Local keeps to the node, and to the own cluster', async () => {
      expect(await groupsOf('local')).toEqual([]);
      const onNode = { ...sidecar, nodeName: nodeName(HERE) };
      expect(await groupsOf('local', onNode)).toEqual([`${HERE}/ 0: 10.77.121.1`]);
      const objects = [
        service('local', { internalTrafficPolicy: 'Local' }),
        rule('local', failover),
      ];
      expect(verdict(objects).findings).toContain('warning cluster-local');
    });

    test('a headless Service has an order for gateways, and none for sidecars', async () => {
      const forSidecar = await mesh.sent(sidecar, hostOf('headless'));
      expect(forSidecar).toMatchObject({ type: 'ORIGINAL_DST', groups: [] });
      expect(await mesh.sent(edge, hostOf('headless'))).toMatchObject({
        type: 'EDS',
        groups: [`${HERE}/ 0: 10.77.122.1`, `${NEAR}/ 1: 10.77.122.2`, `${FAR}/ 2: 10.77.122.3`],
      });
      const own = [service('headless', { clusterIP: 'None' }), rule('headless', failover)];
      const alone = verdict([
        ...own,
        service('plain'),
        gateway(['open.example.com']),
        route('open', 'open.example.com', 'plain'),
      ]);
      expect(alone.findings).toContain('warning headless-or-passthrough');
      expect(verdict(own).row('europe-west1', 'healthy')).toContain(
        'unknown: headless.shop is a headless',
      );
      const behindGateway = verdict([
        ...own,
        gateway(['open.example.com']),
        route('open', 'open.example.com', 'headless'),
      ]);
      expect(behindGateway.findings.join()).not.toContain('headless-or-passthrough');
      expect(behindGateway.row('europe-west1', 'healthy')).toContain('errors 0');
    });

    test('an ExternalName Service has no cluster and no policy of its own', async () => {
      expect(await mesh.sent(edge, hostOf('alias'))).toBeUndefined();
      expect(await mesh.statuses('alias.example.com', 2)).toEqual([200, 200]);
      const { findings, row } = verdict([alias, rule('alias', failover)]);
      expect(findings).toContain('warning headless-or-passthrough');
      expect(row('europe-west1', 'healthy')).toContain(
        'unknown: alias.shop is an ExternalName Service',
      );
    });

    test('a match for a Gateway that spec.gateways does not name takes no request', async () => {
      expect(await mesh.statuses('match.example.com', 2)).toEqual([404, 404]);
      const { findings } = verdict([gateway(['match.example.com']), mismatch, service('plain')]);
      expect(findings).toContain('error gateway-route-unreachable');
    });

    test('a match for labels of callers compares those of the gateway', async () => {
      expect(await mesh.statuses('labels.example.com', 2)).toEqual([404, 404]);
      const { findings } = verdict([gateway(['labels.example.com']), callers, service('plain')]);
      expect(findings).toContain('warning gateway-route-unreachable');
    });

    test('a host that no Gateway opens is a 404, beside one that is open', async () => {
      expect(await mesh.statuses('open.example.com', 2)).toEqual([200, 200]);
      expect(await mesh.statuses('closed.example.com', 2)).toEqual([404, 404]);
      const { findings } = verdict([gateway(['open.example.com']), halfOpen, service('plain')]);
      expect(findings).toContain('error public-host-unserved');
    });

    describe('what the gateway answers', () => {
      /** What a check says of the route, and the row of its host without any outage. */
      const checked = (host: Answered) =>
        verdict([service('plain'), gateway([host]), answeredRoute(host)]);

      test.each<[Answered, number, string, number]>([
        ['nowhere.example.com', 503, 'error destination-host-match', 100],
        ['subset.example.com', 503, 'error subset-exists', 100],
        ['abort.example.com', 503, 'error leftover-fault', 100],
        ['teapot.example.com', 418, 'error leftover-fault', 100],
        ['closed-for-now.example.com', 503, 'warning leftover-fault', 100],
        ['mesh-only.example.com', 404, 'error public-host-unserved', 100],
        // A caller that speaks gRPC reads the status of gRPC.
        ['grpc.example.com', 200, 'error leftover-fault', 100],
        ['fine.example.com', 200, 'warning leftover-fault', 0],
        ['delay.example.com', 200, 'warning leftover-fault', 0],
      ])('%s: %d', async (host, status, finding, errors) => {
        expect(await mesh.statuses(host, 2)).toEqual([status, status]);
        const { findings, publicRow } = checked(host);
        expect(findings).toContain(finding);
        expect(publicRow('europe-west1', 'healthy')).toMatch(new RegExp(`errors ${errors}$`));
      });

      test('a fault for a share of the requests is not retried, and one without a share is none', async () => {
        const statuses = await mesh.statuses('some.example.com', 100);
        const aborted = statuses.filter((status) => status === 503).length;
        // Within five standard deviations of 40.
        expect(aborted).toBeGreaterThan(15);
        expect(aborted).toBeLessThan(65);
        expect(checked('some.example.com').publicRow('europe-west1', 'healthy')).toMatch(
          /errors 40$/,
        );
        expect(await mesh.statuses('no-share.example.com', 2)).toEqual([200, 200]);
        expect(checked('no-share.example.com').findings.join()).not.toContain('leftover-fault');
      });

      test('a redirect is no failure', async () => {
        expect(await mesh.statuses('moved.example.com', 2)).toEqual([301, 301]);
        expect(checked('moved.example.com').findings.join()).not.toContain('leftover-fault');
      });
    });

    test('a Service without selector has no endpoint by itself, and those of a slice have no place', async () => {
      expect(await groupsOf('unlisted')).toEqual([]);
      expect(await mesh.statuses('unlisted.example.com', 2)).toEqual([503, 503]);
      expect(await groupsOf('manual')).toEqual(['// 0: 10.77.142.1']);
      const { findings, row } = verdict([
        service('unlisted', selectsNothing),
        rule('unlisted', failover),
      ]);
      expect(findings).toEqual(['warning service-without-selector']);
      expect(row('europe-west1', 'healthy')).toContain('unknown');
    });

    test('TLS to pods that speak plain HTTP', async () => {
      expect(await mesh.statuses('plain-text.example.com', 2)).toEqual([503, 503]);
      const { findings, row } = verdict([
        service('plain-text'),
        tlsRule,
        gateway(['plain-text.example.com']),
        route('plain-text', 'plain-text.example.com', 'plain-text'),
      ]);
      expect(findings).toContain('warning tls-mode-mismatch');
      expect(row('europe-west1', 'healthy')).toContain('unknown');
    });

    test('a STRICT PeerAuthentication leaves no listener for plain text', async () => {
      const plainListeners = async (app: string) => {
        const texts = await mesh.listeners({ ...sidecar, labels: { app } });
        return texts.join(' ').split('raw_buffer').length;
      };
      expect(await plainListeners('strict')).toBeLessThan(await plainListeners('plain'));
      const plainText = istio('DestinationRule', 'strict', {
        host: hostOf('strict'),
        trafficPolicy: { tls: { mode: 'DISABLE' } },
      });
      const pods = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'strict', namespace: 'shop' },
        spec: {
          template: { metadata: { labels: { app: 'strict', 'sidecar.istio.io/inject': 'true' } } },
        },
      } as unknown as Manifest;
      expect(verdict([service('strict'), pods, strict, plainText]).findings).toContain(
        'error tls-mode-mismatch',
      );
    });

    test('a policy for a port that the Service lacks, or for another cluster domain, is none', async () => {
      for (const name of ['other-port', 'other-domain']) {
        const sent = await mesh.sent(edge, hostOf(name));
        expect(sent?.settings.outlierDetection).toBeNull();
      }
      expect(verdict([service('other-port'), otherPortRule]).findings).toContain(
        'error policy-port-exists',
      );
      expect(verdict([service('other-domain'), otherDomainRule]).findings).toContain(
        'error destination-host-match',
      );
    });

    test('a rule in one primary only is none for the clients of the others', async () => {
      const without = await mesh.sent(edge, hostOf('drifting'));
      expect(without?.settings.outlierDetection).toBeNull();
      expect(without?.groups.map((group) => / (\d):/.exec(group)?.[1])).toEqual(['0', '0', '0']);
      const { findings } = verdictOf({
        'a/app.yaml': JSON.stringify(service('drifting')),
        'b/app.yaml': all(
          JSON.stringify(service('drifting')),
          JSON.stringify(rule('drifting', failover)),
        ),
        'mesh-failover.yaml': JSON.stringify({
          version: 1,
          clusters: two.clusters.map((cluster) => ({ ...cluster, paths: [cluster.name] })),
        }),
      });
      expect(findings).toContain('error cluster-drift');
    });

    describe('an endpoint that hangs', () => {
      let server: Server;
      let attempts = 0;

      beforeAll(async () => {
        server = createServer(() => {
          attempts++;
        });
        await new Promise<void>((resolve) => {
          server.listen(8080, podsAt(124).here.address, resolve);
        });
      });

      afterAll(() => {
        server.closeAllConnections();
        server.close();
      });

      test.each([
        { host: 'cut.example.com', tries: 2, found: 'warning timeout-cuts-retries' },
        { host: 'none.example.com', tries: 1, found: 'warning timeout-cuts-retries' },
        { host: 'skipped.example.com', tries: 1, found: 'notice retries-skip-timeouts' },
        { host: 'enough.example.com', tries: 4, found: undefined },
      ] as const)('$host: $tries attempts', async ({ host, tries, found }) => {
        const before = attempts;
        expect(await mesh.statuses(host, 1)).toEqual([504]);
        expect(attempts - before).toBe(tries);
        const { findings } = verdict([
          service('hanging'),
          gateway([host]),
          route(host, host, 'hanging', hanging[host]),
        ]);
        const about = findings.filter((one) => /timeout-cuts-retries|retries-skip/.test(one));
        expect(about).toEqual(found === undefined ? [] : [found]);
      });
    });

    test('retries stay in the region that fails, unless they may leave it', async () => {
      expect(await mesh.statuses('local.example.com', 20)).toEqual(Array(20).fill(503));
      const left = await mesh.statuses('remote.example.com', 20);
      expect(left.filter((status) => status === 200).length).toBeGreaterThan(15);
      const check = (host: keyof typeof retrying) =>
        verdict([
          service('failing'),
          rule('failing', failover, never),
          gateway([host]),
          route(host, host, 'failing', retrying[host]),
        ]).findings;
      expect(check('local.example.com')).toContain('warning retry-stays-local');
      expect(check('remote.example.com').join()).not.toContain('retry-stays-local');
    });

    test('an ejection lasts until the next sweep, however short baseEjectionTime is', async () => {
      const isEjected = async () =>
        /outbound\|80\|\|sweep\.[^\n]*::health_flags::\/failed_outlier_check/.test(
          await mesh.gateway.admin('/clusters'),
        );
      // Envoy may take a second to send requests to an endpoint that is back.
      const untilEjected = () =>
        pollUntil(
          'the endpoint is ejected',
          async () => {
            await mesh.statuses('sweep.example.com', 1);
            return isEjected();
          },
          { everyMs: 50 },
        );
      const untilBack = () =>
        pollUntil('the endpoint is back', async () => !(await isEjected()), { everyMs: 50 });
      // It comes back at a sweep, so that the next ejection begins just after one.
      await untilEjected();
      await untilBack();
      await untilEjected();
      const begin = Date.now();
      await untilBack();
      const lasted = Date.now() - begin;
      expect(lasted).toBeGreaterThan(1_000);
      expect(lasted).toBeLessThan(4_500);
      const detection = istio('DestinationRule', 'sweep', {
        host: hostOf('sweep'),
        trafficPolicy: { outlierDetection: sweep },
      });
      expect(verdict([detection]).findings).toContain('warning ejection-shorter-than-sweep');
    }, 30_000);

    test('failoverPriority by region finds nobody near in another network', async () => {
      await mesh.restartWith(networks);
      const inNetwork = { ...edge, network: 'net-a' };
      await pollUntil('istiod knows the networks', async () =>
        (await groupsOf('across', inNetwork))?.some((group) => group.includes('east-west')),
      );
      expect(await groupsOf('across', inNetwork)).toEqual([
        `${HERE}/ 0: 10.77.128.1`,
        `${NEAR}/ 1: east-west gateway 1 of b`,
        `${FAR}/ 1: 10.77.128.3`,
      ]);
      const { findings } = verdict(
        [service('across'), rule('across', { failoverPriority: [REGION] })],
        {
          clusters: [
            { name: 'a', locality: 'europe-west1', network: 'net-a' },
            { name: 'b', locality: 'us-central1', network: 'net-b' },
          ],
          workloads: [
            {
              host: hostOf('across'),
              endpoints: [
                { locality: HERE, cluster: 'a' },
                { locality: NEAR, cluster: 'b' },
                { locality: FAR, cluster: 'a' },
              ],
            },
          ],
        },
      );
      expect(findings).toContain('warning failover-priority-across-networks');
    }, 60_000);
  },
);
