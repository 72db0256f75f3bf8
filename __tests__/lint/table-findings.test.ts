import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/foundation/finding.js';
import { checkFiles, type Files } from '../rules/check-files.js';

const CLUSTERS = `version: 1
clusters:
  - {name: eu, locality: europe-west1}
  - {name: us, locality: us-central1}
`;

const rule = (percent = 100, threshold = 5) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web.shop.svc.cluster.local
  trafficPolicy:
    outlierDetection: {consecutive5xxErrors: ${threshold}, interval: 1s, maxEjectionPercent: ${percent}}
    loadBalancer:
      localityLbSetting:
        distribute:
          - from: europe-west1
            to: {europe-west1: 50, us-central1: 50}
          - from: us-central1
            to: {europe-west1: 50, us-central1: 50}
`;

async function found(files: Files, name: string): Promise<Finding[]> {
  return checkFiles(files).findings.filter((finding) => finding.rule === name);
}

describe('expectation-failed', () => {
  const withExpect = (expect: string, more = '') => ({
    'dr.yaml': rule(),
    'mesh-failover.yaml': `${CLUSTERS}scenarios:
  - name: half
    outages: [{locality: europe-west1, kind: failing}]
    expect:
      ${expect}
${more}`,
  });

  test('nothing where it comes out as expected', async () => {
    const files = withExpect('{split: {us-central1: 1}, maxErrors: 0}');
    expect(await found(files, 'expectation-failed')).toEqual([]);
  });

  test('stands at the expect, and names the line responsible', async () => {
    const findings = await found(
      withExpect('{clients: [eu], split: {us-central1: 0.5}}'),
      'expectation-failed',
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      severity: 'error',
      file: 'mesh-failover.yaml',
      line: 8,
      message:
        'Scenario half: web.shop.svc.cluster.local for eu: us-central1 gets 100 % of the requests, not 50 %. ' +
        'Mend the policy, or change what is expected.',
    });
    const [related] = findings[0]!.related;
    expect(related).toMatchObject({ file: 'dr.yaml', line: 7 });
    expect(related?.message).toContain('may be ejected');
  });

  test('one that is about nobody says so', async () => {
    const [finding] = await found(
      withExpect('{hosts: [other.example], maxErrors: 0}'),
      'expectation-failed',
    );
    expect(finding?.message).toContain('no routed host and client is meant by it');
    expect(finding?.related).toEqual([]);
  });

  test('what is undefined meets no expectation', async () => {
    const findings = await found(
      withExpect('{clients: [eu], maxErrors: 0}', 'profile: csm-managed\n'),
      'expectation-failed',
    );
    expect(findings[0]?.message).toContain('the result is undefined');
  });
});

describe('no-errors-in-single-outage', () => {
  const name = 'no-errors-in-single-outage';

  test('no finding where every single outage ends without errors', async () => {
    expect(await found({ 'dr.yaml': rule(), 'mesh-failover.yaml': CLUSTERS }, name)).toEqual([]);
  });

  test('the effect is told where no rule names the cause', async () => {
    // An explicit 0 leaves nothing to eject for.
    const config = `${CLUSTERS}rules: {ejection-never-fires: off}\n`;
    const files = { 'dr.yaml': rule(100, 0), 'mesh-failover.yaml': config };
    const findings = await found(files, name);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toMatch(
      /^In the outage .*, 50 % of the requests to web\.shop that enter in .* fail for as long as it lasts/,
    );
    expect(findings[0]).toMatchObject({ severity: 'warning', file: 'dr.yaml' });
    expect(findings[0]?.related[0]).toMatchObject({ file: 'dr.yaml', line: 11 });
  });

  test('where the cause has been named, the effect is not said again', async () => {
    const files = { 'dr.yaml': rule(10), 'mesh-failover.yaml': CLUSTERS };
    expect(await found(files, 'max-ejection-percent-100')).toHaveLength(1);
    expect(await found(files, name)).toEqual([]);
  });

  test('a host in one region only has nowhere to go', async () => {
    const config = `${CLUSTERS}workloads:
  - host: web.shop.svc.cluster.local
    endpoints: [{locality: europe-west1}]
`;
    const files = { 'dr.yaml': rule(100, 0), 'mesh-failover.yaml': config };
    expect(await found(files, name)).toEqual([]);
  });
});
