/** What keeps requests from pods without any word of Istio's traffic management: the rows do not say that all is well. */
import { describe, expect, test } from '@jest/globals';
import { inspectFiles } from '../rules/check-files.js';
import {
  all,
  objectOf,
  publicEntry,
  repository,
  rule,
  service,
  verdictOf,
} from '../rules/reported.js';

const two = {
  clusters: [
    { name: 'a', locality: 'europe-west1' },
    { name: 'b', locality: 'us-central1' },
  ],
};
const client = {
  name: 'edge',
  kind: 'gateway',
  namespace: 'istio-system',
  cluster: 'a',
  locality: 'europe-west1',
};
const labelled = { ...two, clients: [{ ...client, labels: { istio: 'ingressgateway' } }] };
const failover = { failover: [{ from: 'europe-west1', to: 'us-central1' }] };

const policy = (name: string, spec: object) =>
  objectOf('security.istio.io/v1', 'AuthorizationPolicy', name, spec);
const deployment = (name: string, spec: object = {}, labels: object = { app: 'web' }) =>
  objectOf('apps/v1', 'Deployment', name, {
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'web', ports: [{ name: 'http', containerPort: 8080 }] }] },
    },
    ...spec,
  });

function treeOf(objects: readonly string[], config: Record<string, unknown> = labelled) {
  const entry = publicEntry({ host: 'web', port: { number: 80 } });
  return repository(all(...entry, ...objects), config);
}

/** Why there is no number for what the client asks for when all is well, or its errors; and the notes. */
function rowOf(objects: readonly string[], config?: Record<string, unknown>) {
  const row = inspectFiles(treeOf(objects, config))
    .check()
    .rows.map(({ prediction }) => prediction)
    .find((one) => one.publicHost !== null && one.scenario === 'healthy');
  return {
    said: row?.errors === null ? row.reason : `errors ${String(row?.errors)}`,
    notes: row?.notes ?? [],
  };
}

const base = [service('shop/web'), rule('shop/web', failover)];
const fine = { said: 'errors 0', notes: [] };

describe('an AuthorizationPolicy', () => {
  const toPods = 'rejects every request for web.shop';
  const atGateway = 'rejects every request at the gateway';
  const some = [{ from: [{ source: { namespaces: ['a'] } }] }];
  test.each<[string, string[], string]>([
    ['that allows nothing', [policy('shop/none', {})], `AuthorizationPolicy shop/none ${toPods}`],
    [
      'that denies all',
      [policy('shop/no', { action: 'DENY', rules: [{}] }), policy('shop/yes', { rules: [{}] })],
      `AuthorizationPolicy shop/no ${toPods}`,
    ],
    [
      'of the root namespace',
      [policy('istio-system/none', {})],
      `AuthorizationPolicy istio-system/none ${atGateway}`,
    ],
    [
      'for the pods of the gateway',
      [
        policy('istio-system/no', {
          selector: { matchLabels: { istio: 'ingressgateway' } },
          action: 'DENY',
          rules: [{}],
        }),
      ],
      `AuthorizationPolicy istio-system/no ${atGateway}`,
    ],
    [
      'for the pods',
      [
        policy('shop/no', {
          selector: { matchLabels: { app: 'web' } },
          action: 'DENY',
          rules: [{}],
        }),
      ],
      `AuthorizationPolicy shop/no ${toPods}`,
    ],
  ])('%s leaves no number', (_, policies, said) => {
    expect(rowOf([...base, ...policies])).toEqual({ said, notes: [] });
  });

  test.each<[string, string[]]>([
    ['for other pods', [policy('shop/x', { selector: { matchLabels: { app: 'cart' } } })]],
    ['of another namespace', [policy('cart/none', {})]],
    ['that allows all', [policy('shop/yes', { rules: [{}] }), policy('shop/none', {})]],
    ['that only watches', [policy('shop/see', { action: 'AUDIT', rules: [{}] })]],
    ['that denies what nobody names', [policy('shop/x', { action: 'DENY' })]],
    [
      'for a Gateway of the Gateway API',
      [policy('shop/x', { targetRefs: [{ kind: 'Gateway', name: 'g' }] })],
    ],
  ])('%s changes nothing', (_, policies) => {
    expect(rowOf([...base, ...policies])).toEqual(fine);
  });

  test('for some callers is named, and none of the numbers change', () => {
    const policies = [policy('shop/none', {}), policy('shop/some', { rules: some })];
    expect(rowOf([...base, ...policies])).toEqual({
      said: 'errors 0',
      notes: [
        'AuthorizationPolicy shop/none and another policy may reject requests for web.shop; who calls, and with what, is not evaluated',
      ],
    });
  });

  test('for labels that nobody knows the pods to have is named', () => {
    const selector = { matchLabels: { tier: 'front' } };
    const { said, notes } = rowOf([...base, policy('shop/x', { selector })]);
    expect([said, notes.length]).toEqual(['errors 0', 1]);
    expect(rowOf([...base, deployment('shop/web'), policy('shop/x', { selector })])).toEqual(fine);
  });

  test('that denies all without sidecars in the way changes nothing', () => {
    const bare = deployment('shop/web', {
      template: { metadata: { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } } },
    });
    expect(rowOf([...base, bare, policy('shop/none', {})])).toEqual(fine);
  });
});

test.each<[string, object, number]>([
  ['WasmPlugin', { selector: { matchLabels: { app: 'web' } }, url: 'oci://x' }, 1],
  ['WasmPlugin', { selector: { matchLabels: { app: 'cart' } }, url: 'oci://x' }, 0],
  ['NetworkPolicy', { podSelector: {}, policyTypes: ['Ingress'] }, 1],
  ['NetworkPolicy', { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ from: [] }] }, 1],
  ['NetworkPolicy', { podSelector: {}, ingress: [{}] }, 0],
  ['NetworkPolicy', { podSelector: {}, policyTypes: ['Egress'] }, 0],
])('a %s with %j gives %i notes', (kind, spec, count) => {
  const group = kind === 'WasmPlugin' ? 'extensions.istio.io/v1alpha1' : 'networking.k8s.io/v1';
  const { said, notes } = rowOf([...base, objectOf(group, kind, 'shop/x', spec)]);
  expect([said, notes.length]).toEqual(['errors 0', count]);
});

describe('a Service', () => {
  const scaled = 'Deployment shop/web has 0 replicas, and nothing says what scales it';
  const scaler = (most: number) =>
    objectOf('autoscaling/v2', 'HorizontalPodAutoscaler', 'shop/web', {
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      maxReplicas: most,
    });
  const named = (targetPort: unknown) =>
    objectOf('v1', 'Service', 'shop/web', {
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 80, targetPort }],
    });

  test('whose Deployment has no replicas has no number', () => {
    expect(rowOf([...base, deployment('shop/web', { replicas: 0 })]).said).toBe(scaled);
    expect(rowOf([...base, deployment('shop/web', { replicas: 1 })])).toEqual(fine);
    expect(rowOf([...base, deployment('shop/web', { replicas: 0 }), scaler(3)])).toEqual(fine);
  });

  test('whose endpoints are listed has them all the same', () => {
    const endpoints = [{ locality: 'europe-west1' }, { locality: 'us-central1' }];
    const listed = { ...labelled, workloads: [{ host: 'web.shop.svc.cluster.local', endpoints }] };
    expect(rowOf([...base, deployment('shop/web', { replicas: 0 })], listed)).toEqual(fine);
  });

  test('that does not select the Deployment of its name has no number', () => {
    expect(rowOf([...base, deployment('shop/web', {}, { app: 'wbe' })]).said).toBe(
      'no workload has the labels that web selects (app: web): the pods of Deployment web have app: wbe',
    );
    expect(rowOf([...base, deployment('shop/other', {}, { app: 'other' })])).toEqual(fine);
    expect(
      rowOf([...base, deployment('shop/web', {}, { app: 'x' }), deployment('shop/web-2')]),
    ).toEqual(fine);
  });

  test.each([
    ['http', undefined],
    [8080, undefined],
    ['grpc', 'no container of Deployment web has a port named "grpc", which web:80 leads to'],
  ])('with targetPort %s', (targetPort, reason) => {
    const [, policy] = base;
    const { said } = rowOf([named(targetPort), policy!, deployment('shop/web')]);
    expect(said).toBe(reason ?? 'errors 0');
  });

  test('with a named targetPort, of pods whose containers nobody sees', () => {
    const [, policy] = base;
    const template = { metadata: { labels: { app: 'web' } } };
    const unseen = deployment('shop/web', { template });
    expect(rowOf([named('grpc'), policy!, unseen])).toEqual(fine);
    expect(rowOf([named('grpc'), policy!])).toEqual(fine);
    // One of several workloads that has it is enough.
    const ports = [{ name: 'grpc', containerPort: 9000 }];
    const has = (part: string) =>
      deployment('shop/web-2', {
        template: {
          ...template,
          spec: { containers: [{ name: 'x' }], [part]: [{ name: 'web', ports }] },
        },
      });
    for (const part of ['containers', 'initContainers']) {
      expect(rowOf([named('grpc'), policy!, deployment('shop/web'), has(part)])).toEqual(fine);
    }
  });

  test('whose port is one of UDP gets nothing', () => {
    const ports = (protocol: string, ...more: object[]) =>
      objectOf('v1', 'Service', 'shop/web', {
        selector: { app: 'web' },
        ports: [{ name: 'http', port: 80, protocol }, ...more],
      });
    const [, policy] = base;
    expect(rowOf([ports('UDP'), policy!]).said).toBe('errors 1');
    expect(rowOf([ports('TCP'), policy!])).toEqual(fine);
    const both = ports('UDP', { name: 'tcp', port: 80, protocol: 'TCP' });
    expect(rowOf([both, policy!])).toEqual(fine);
  });
});

test('a rule with the PROXY protocol has no number', () => {
  const proxied = rule('shop/web', null, undefined, {
    trafficPolicy: { proxyProtocol: { version: 'V1' } },
  });
  expect(rowOf([service('shop/web'), proxied]).said).toBe(
    'the rule for web.shop sends the PROXY protocol, and nothing says whether its endpoints take it',
  );
});

test('what is not evaluated never makes the check fail', () => {
  const objects = [...base, deployment('shop/web', { replicas: 0 }), policy('shop/none', {})];
  expect(verdictOf(treeOf(objects)).findings.filter((one) => one.startsWith('error'))).toEqual([]);
});
