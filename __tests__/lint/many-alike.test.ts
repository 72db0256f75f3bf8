import { expect, jest, test } from '@jest/globals';
import type { Finding } from '../../src/foundation/finding.js';
import { lintFiles } from '../rules/check-files.js';

/**
 * Trees of which every object has to do with every other: compared in pairs, each of these takes minutes, or gigabytes of
 * output.
 */
jest.setTimeout(60_000);

const many = 3_000;
const numbers = Array.from({ length: many }, (_, number) => number);

const service = (name: string) => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}
`;

const rule = (name: string, host: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: shop}
spec:
  host: ${host}.shop.svc.cluster.local
  trafficPolicy:
    outlierDetection: {consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 100}
    loadBalancer:
      localityLbSetting:
        failover: [{from: europe-west1, to: us-central1}, {from: us-central1, to: europe-west1}]
`;

const route = (name: string, host: string, more = '') => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [${name}.example.com]
  gateways: [edge]
  http: [{route: [{destination: {host: ${host}.shop.svc.cluster.local${more}}}]}]
`;

const gateway = (hosts: readonly string[]) => `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [${hosts.join(', ')}]}]
`;

const edge = gateway(['"*.example.com"']);

async function findingsOf(name: string, text: string): Promise<Finding[]> {
  const { findings } = await lintFiles({ 'all.yaml': text });
  return findings.filter((finding) => finding.rule === name);
}

test('DestinationRules for one host: each but the first is one too many', async () => {
  const rules = numbers.map((number) => rule(`web-${String(number)}`, 'web')).join('');
  const text = edge + service('web') + route('web', 'web') + rules;
  const findings = await findingsOf('duplicate-destination-rule', text);
  expect(findings).toHaveLength(many - 1);
});

test('subsets of one host, one for each route', async () => {
  const subsets = numbers.map(
    (number) => `    - {name: v${String(number)}, labels: {v: v${String(number)}}}\n`,
  );
  const routes = numbers.map((number) =>
    route(
      `web-${String(number)}`,
      'web',
      `, subset: ${number === 7 ? 'none' : `v${String(number)}`}`,
    ),
  );
  const text = `${edge}${service('web')}${rule('web', 'web')}  subsets:\n${subsets.join('')}${routes.join('')}`;
  const findings = await findingsOf('subset-exists', text);
  expect(findings.map(({ resource }) => resource?.name)).toEqual(['web-7']);
});

test('rules for hosts that nobody routes to: a message names some of those that have none', async () => {
  const pairs = numbers.map((number) => {
    const name = `web-${String(number)}`;
    return service(name) + rule(name, `${name}-old`) + route(name, name);
  });
  const findings = await findingsOf('destination-host-match', edge + pairs.join(''));
  expect(findings).toHaveLength(many);
  expect(findings[0]?.message).toContain(
    'web-1004.shop, web-1005.shop and 2990 more have no failover',
  );
  for (const { message } of findings) expect(message.length).toBeLessThan(500);
});

test('a Gateway with the hosts of others', async () => {
  const open = numbers.map((number) => `other/web-${String(number)}.example.com`);
  const routes = numbers.map((number) => route(`web-${String(number)}`, 'web'));
  const findings = await findingsOf('gateway-host-match', gateway(open) + routes.join(''));
  expect(findings).toHaveLength(many);
  expect(findings[0]?.message).toContain(
    'opens the host to VirtualServices of namespace other alone',
  );
});

test('an ignore in each document of one file', async () => {
  const rules = numbers.map(
    (number) =>
      `${rule(`web-${String(number)}`, `web-${String(number)}`)}# mesh-failover-ignore: slow-failback planned\n`,
  );
  const findings = await findingsOf('valid-ignore', edge + rules.join(''));
  expect(findings).toHaveLength(many);
});

test('WorkloadEntries, and as many Services that select them', async () => {
  const pairs = numbers.map((number) => {
    const name = `web-${String(number)}`;
    const entries = ['europe-west1', 'us-central1'].map(
      (region) => `---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: ${name}-${region}, namespace: shop, labels: {app: ${name}}}
spec: {address: 10.0.0.1, locality: ${region}/a}
`,
    );
    return service(name) + rule(name, name) + route(name, name) + entries.join('');
  });
  expect(await findingsOf('outlier-detection-required', edge + pairs.join(''))).toEqual([]);
});

test('the same objects again and again', async () => {
  const all = edge + service('web') + rule('web', 'web') + route('web', 'web');
  const findings = await findingsOf('duplicate-resource', all.repeat(150));
  expect(findings).toHaveLength(3 * 149);
});

test('wildcards of a Gateway and of a VirtualService that have nothing in common', async () => {
  const wildcards = (domain: string) =>
    numbers.map((number) => `"*.web-${String(number)}.${domain}"`);
  const routes = route('web', 'web').replace('web.example.com', wildcards('org').join(', '));
  const text = gateway(wildcards('com')) + service('web') + rule('web', 'web') + routes;
  expect(await findingsOf('gateway-host-match', text)).toHaveLength(1);
});

test('more ways for a request than can be judged', async () => {
  const hosts = numbers.map((number) => `web-${String(number)}.example.com`);
  const to = '{route: [{destination: {host: web.shop.svc.cluster.local}}]}';
  const routes = route('web', 'web')
    .replace('web.example.com', hosts.join(', '))
    .replace(to, numbers.map(() => to).join(', '));
  await expect(findingsOf('shadowed-from', edge + routes)).rejects.toThrow(
    'all.yaml:13:3: VirtualService shop/web leads 3,000 public hosts to 3,000 destinations each',
  );
});

test('a ServiceEntry with thousands of hosts and of endpoints', async () => {
  const entry = `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: all, namespace: shop}
spec:
  hosts: [${numbers.map((number) => `web-${String(number)}.internal`).join(', ')}]
  ports: [{number: 80, name: http, protocol: HTTP}]
  resolution: STATIC
  location: MESH_INTERNAL
  endpoints: [${numbers.map((number) => `{address: 10.0.0.1, locality: ${number % 2 ? 'us' : 'europe'}}`).join(', ')}]
`;
  expect(await findingsOf('outlier-detection-required', edge + entry)).toEqual([]);
});

test('more regions than can be compared', async () => {
  const failover = numbers.map((number) => `{from: r${String(number)}, to: us-central1}`);
  const text = rule('web', 'web').replace(/failover: .*/, `failover: [${failover.join(', ')}]`);
  await expect(findingsOf('shadowed-from', edge + text)).rejects.toThrow(
    'the manifests name 3,001 regions, and no more than 500 can be compared with each other',
  );
});
