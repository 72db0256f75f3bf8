import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/foundation/finding.js';
import { lintFiles } from './check-files.js';

const rule = (name: string, od: string) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: shop}
spec:
  host: ${name}.shop.svc.cluster.local
  trafficPolicy:
    outlierDetection: {interval: 1s, baseEjectionTime: 30s, maxEjectionPercent: 100, ${od}}
    loadBalancer:
      localityLbSetting:
        distribute:
          - from: europe-west1
            to: {europe-west1: 50, us-central1: 50}
          - from: us-central1
            to: {europe-west1: 50, us-central1: 50}
`;

async function avalanches(manifests: string, config = 'version: 1\n'): Promise<Finding[]> {
  const { findings } = lintFiles({ 'dr.yaml': manifests, 'mesh-failover.yaml': config });
  return findings.filter((finding) => finding.rule === 'ejection-avalanche');
}

test('says what it costs, for how many endpoints, and from where on', async () => {
  const [finding] = await avalanches(rule('web', 'consecutive5xxErrors: 1'));
  expect(finding?.message).toMatch(
    /^One 5xx ejects an endpoint\. With 0\.5 % errors in the background about (half|\d\d %) of all requests fail \(2 endpoints, 50 requests\/s\)\. From about 0\.0\d+ % errors on, more than 5 % fail\. Set it to 5\.$/,
  );
  expect(finding).toMatchObject({ severity: 'warning', code: 'MF201', line: 7 });
});

test('two endpoints in each region: about 56 %, as measured', async () => {
  const config = `version: 1
workloads:
  - host: web.shop.svc.cluster.local
    endpoints: [{locality: europe-west1/b, count: 2}, {locality: us-central1/a, count: 2}]
`;
  const [finding] = await avalanches(rule('web', 'consecutive5xxErrors: 1'), config);
  const share = /about (half|(\d+) %) of all.*\(4 endpoints/.exec(finding?.message ?? '');
  const percent = share?.[2] === undefined ? 50 : Number(share[2]);
  expect(Math.abs(percent - 56)).toBeLessThan(12);
});

describe.each([
  'consecutive5xxErrors: 5',
  'consecutive5xxErrors: 0',
  'consecutive5xxErrors: 1, minHealthPercent: 50',
])('%s', (od) => {
  test('is none', async () => expect(await avalanches(rule('web', od))).toEqual([]));
});

test('a control plane that leaves it open gets no number', async () => {
  const manifests = rule('web', 'consecutive5xxErrors: 1');
  expect(await avalanches(manifests, 'version: 1\nprofile: csm-managed\n')).toEqual([]);
});

test('what is found of one service does not depend on how many others there are', async () => {
  const own = [
    rule('web', 'consecutive5xxErrors: 1'),
    rule('api', 'consecutive5xxErrors: 2'),
    rule('calm', 'consecutive5xxErrors: 5'),
    rule('shop', 'consecutive5xxErrors: 1, minHealthPercent: 20'),
  ];
  // Each is a situation of its own.
  const others = Array.from({ length: 40 }, (_, index) =>
    rule(`other${index}`, `consecutive5xxErrors: 1, maxEjectionPercent: ${50 + index}`).replace(
      'maxEjectionPercent: 100, ',
      '',
    ),
  );
  const verdicts = async (manifests: string[]) => {
    const found = await avalanches(manifests.join('---\n'));
    return found
      .filter(({ resource }) => !resource?.name.startsWith('other'))
      .map(({ resource, message }) => `${String(resource?.name)}: ${message}`)
      .sort();
  };
  const alone = await verdicts(own);
  expect(alone.length).toBeGreaterThan(0);
  expect(alone.length).toBeLessThan(own.length);
  expect(await verdicts([...own, ...others])).toEqual(alone);
  expect(await verdicts([...others, ...own])).toEqual(alone);
});

test('many services: alike ones are judged once, all are named', async () => {
  const manifests = Array.from({ length: 300 }, (_, index) =>
    rule(`web${index}`, 'consecutive5xxErrors: 1'),
  ).join('---\n');
  expect(await avalanches(manifests)).toHaveLength(300);
});
