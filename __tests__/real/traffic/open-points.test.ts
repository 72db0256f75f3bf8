/** Questions that reading istiod's source leaves open, each answered by a case. The answers are in docs/traffic-measured.md. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import type { Case, CaseClient, Manifest, MeshVariant, Placed } from './cases/case.js';
import { expectedOf, type Expected } from './cases/model.js';
import { podObjects } from './cases/pods.js';
import { ControlPlane, nodeOf, sentBy } from './control-plane.js';

const LDS = 'type.googleapis.com/envoy.config.listener.v3.Listener';
const STALE_MS = 15_000;

const flat: MeshVariant = { name: 'flat', config: {}, networks: {}, gateways: {} };
const withDefault: MeshVariant = {
  ...flat,
  config: { defaultTrafficPolicy: { outlierDetection: { consecutive5xxErrors: 2 } } },
};
const networks: MeshVariant = {
  ...flat,
  networks: { a: 'net-a', b: 'net-b' },
  gateways: { b: 2 },
};
const client: CaseClient = {
  cluster: 'a',
  locality: 'europe-west1/b',
  namespace: 'istio-system',
  network: undefined,
  labels: { istio: 'ingressgateway' },
};

describeReal(
  'open points',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery'],
  () => {
    let plane: ControlPlane;
    const cases = openCases();

    beforeAll(async () => {
      plane = await ControlPlane.start();
      const { supersetElsewhere: _, ...created } = cases;
      await plane.create(Object.values(created));
    }, 180_000);

    afterAll(() => plane?.stop(), 30_000);

    /** What istiod sends, which the model says as well. */
    async function sent(variant: MeshVariant, one: Case): Promise<Expected> {
      const actual = (await plane.sent(variant, [one])).get(one.index);
      expect(expectedOf(one, variant)).toContainEqual(actual);
      return actual!;
    }

    test('one locality spelled in two ways makes two groups with the same locality', async () => {
      const { localities } = await sent(flat, cases.spelling);
      expect(localities.map(({ locality, weight }) => [locality, weight])).toEqual([
        ['europe-west1/b/', 3],
        ['europe-west1/b/', 1],
        ['us-central1/a/', 2],
      ]);
    }, 60_000);

    test('the mesh-wide default policy ejects, but orders no localities', async () => {
      const { settings, localities } = await sent(withDefault, cases.noRule);
      expect(settings.outlierDetection).toMatchObject({ consecutive5xx: 2 });
      expect(localities.map(({ priority }) => priority)).toEqual([0, 0]);
    }, 60_000);

    test('unready pods behind an east-west gateway keep their full weight', async () => {
      const { localities } = await sent(networks, cases.remoteUnready);
      expect(localities).toEqual([
        {
          locality: 'europe-west1/b/',
          priority: 0,
          weight: 4,
          endpoints: ['pod 2 healthy', 'pod 2 healthy'],
        },
        {
          locality: 'us-central1/a/',
          priority: 0,
          weight: 6,
          endpoints: ['east-west gateway 1 of b 3 healthy', 'east-west gateway 2 of b 3 healthy'],
        },
      ]);
    }, 60_000);

    test('minHealthPercent takes unready pods behind an east-west gateway away', async () => {
      const { localities } = await sent(networks, cases.remoteUnreadyHidden);
      expect(localities.map(({ locality }) => locality)).toEqual(['europe-west1/b/']);
    }, 60_000);

    test('an unready WorkloadEntry is removed, not sent as unhealthy', async () => {
      const one = cases.unreadyEntry;
      const actual = (await plane.sent(flat, [one])).get(one.index);
      expect(actual?.localities.map(({ endpoints }) => endpoints)).toEqual([
        ['10.99.8.1 1 healthy'],
      ]);
    }, 60_000);

    test('a younger rule that is exported further is swallowed by the older one', async () => {
      const inBoth = await sent(flat, cases.superset);
      expect(inBoth.settings.outlierDetection).toMatchObject({ consecutive5xx: 1 });
      const inYoungerOnly = await sent(flat, cases.supersetElsewhere);
      expect(inYoungerOnly.settings.outlierDetection).toBeNull();
    }, 60_000);

    test('a host after `*/*` that istiod rewrites stops it', async () => {
      const gateway = gatewayWith(['*/*', './after.example.com']);
      await plane.cluster('a').apply(gateway);
      try {
        await plane.withIstiod(flat, async ({ client: ads, istiod }) => {
          const lookedAt = ads.fetch(nodeOf(cases.noRule), LDS).then(
            () => 'sent',
            () => 'closed',
          );
          await pollUntil('istiod has ended', () => istiod.process.hasEnded, { timeoutMs: 20_000 });
          expect(istiod.process.logTail(400)).toContain('index out of range');
          expect(await lookedAt).toBe('closed');
        });
      } finally {
        await plane.cluster('a').delete(gateway);
      }
    }, 60_000);

    test('a lost API server leaves its endpoints as they were', async () => {
      await plane.withIstiod(flat, async (running) => {
        const one = cases.remoteReady;
        const before = (await sentBy(running, [one])).get(one.index);
        expect(before?.localities).toHaveLength(2);
        await plane.cluster('b').process.kill();
        await sleep(STALE_MS);
        expect((await sentBy(running, [one])).get(one.index)).toEqual(before);
      });
    }, 60_000);
  },
);

type OpenCase =
  | 'spelling'
  | 'noRule'
  | 'remoteUnready'
  | 'remoteUnreadyHidden'
  | 'superset'
  | 'supersetElsewhere'
  | 'remoteReady'
  | 'unreadyEntry';

function openCases(): Record<OpenCase, Case> {
  const here = { locality: 'europe-west1/b', cluster: 'a' };
  const there = { locality: 'us-central1/a', cluster: 'b' };
  const ready = [here, here, there, there, there].map((place) => ({ ...place, isUnready: false }));
  const unready = ready.map((pod) => ({ ...pod, isUnready: pod.cluster === 'b' }));
  const inNetwork = { ...client, network: 'net-a' };
  const rules = [
    rule('superset', 'older', 0, { outlierDetection: { consecutive5xxErrors: 1 } }, ['near']),
    rule('superset', 'younger', 1, { outlierDetection: { consecutive5xxErrors: 9 } }, [
      'near',
      'far',
    ]),
  ];
  const superset = podCase(6, 'superset', ready, { ...client, namespace: 'near' }, rules);
  return {
    spelling: spellingCase(),
    noRule: podCase(2, 'no-rule', ready, client),
    remoteUnready: podCase(3, 'remote-unready', unready, inNetwork),
    remoteUnreadyHidden: podCase(4, 'remote-hidden', unready, inNetwork, [
      rule('remote-hidden', 'hides', 0, { outlierDetection: { minHealthPercent: 1 } }),
    ]),
    remoteReady: podCase(5, 'remote-ready', ready, client),
    unreadyEntry: unreadyEntryCase(),
    superset,
    // The objects are those of the other case.
    supersetElsewhere: { ...superset, index: 7, client: { ...client, namespace: 'far' } },
  };
}

function podCase(
  index: number,
  namespace: string,
  pods: readonly { locality: string; cluster: string; isUnready: boolean }[],
  from: CaseClient,
  more: Placed[] = [],
): Case {
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  };
  const drawn = pods.map((pod, number) => ({
    ...pod,
    address: `10.99.${index}.${number + 1}`,
    labels: {},
    weight: undefined,
    network: undefined,
    serviceAccount: undefined,
  }));
  return {
    index,
    objects: [everywhere(service), ...podObjects(service, drawn), ...more],
    client: from,
    mesh: '',
    host: `web.${namespace}.svc.cluster.local`,
    port: 80,
    subset: undefined,
    pods: pods.map(({ locality, cluster, isUnready }) => ({
      endpoint: { locality, cluster, labels: {} },
      isUnready,
    })),
  };
}

/** Without a report of its health, an entry whose health is checked is unready. */
function unreadyEntryCase(): Case {
  const base = podCase(8, 'unready-entry', [], client);
  const entries = [{}, { 'proxy.istio.io/health-checks-enabled': 'true' }].map(
    (annotations, number): Manifest => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata: { name: `web-${number}`, namespace: 'unready-entry', annotations },
      spec: {
        address: `10.99.8.${number + 1}`,
        locality: 'europe-west1/b',
        labels: { app: 'web' },
      },
    }),
  );
  return { ...base, objects: [...base.objects, ...entries.map(everywhere)], pods: undefined };
}

/** Pods spell `region/zone/`, people `region/zone`. */
function spellingCase(): Case {
  const localities = [
    ...Array<string>(3).fill('europe-west1/b'),
    'europe-west1/b/',
    'us-central1/a',
    'us-central1/a',
  ];
  const entry: Manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'web', namespace: 'spelling' },
    spec: {
      hosts: ['web.spelling.example.com'],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      endpoints: localities.map((locality, number) => ({
        address: `10.99.1.${number + 1}`,
        locality,
      })),
    },
  };
  return {
    index: 1,
    objects: [everywhere(entry)],
    client,
    mesh: '',
    host: 'web.spelling.example.com',
    port: 80,
    subset: undefined,
    pods: undefined,
  };
}

function rule(
  namespace: string,
  name: string,
  wave: 0 | 1,
  trafficPolicy: object,
  exportTo?: string[],
): Placed {
  const manifest: Manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, namespace },
    spec: {
      host: `web.${namespace}.svc.cluster.local`,
      trafficPolicy,
      ...(exportTo ? { exportTo } : {}),
    },
  };
  return { manifest, cluster: undefined, wave };
}

function gatewayWith(hosts: string[]): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'everything', namespace: 'istio-system' },
    spec: {
      selector: client.labels,
      servers: [{ port: { number: 8081, name: 'http', protocol: 'HTTP' }, hosts }],
    },
  };
}

function everywhere(manifest: Manifest): Placed {
  return { manifest, cluster: undefined, wave: 0 };
}
