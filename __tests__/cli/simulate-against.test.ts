import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { simulateCommand } from '../../src/cli/commands/simulate.js';
import type { Prediction } from '../../src/traffic/result.js';
import { assertJsonOutput } from '../json-outputs.mjs';
import { UserError } from '../../src/foundation/errors.js';

const configuration = `version: 1
clusters:
  - {name: a, locality: europe-west1}
  - {name: b, locality: us-central1}
clients:
  - {name: edge, cluster: a, locality: europe-west1, namespace: istio-system, labels: {istio: ingressgateway}}
`;
const service = (labels: string) => `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {${labels}}}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web.shop.svc.cluster.local
  trafficPolicy:
    loadBalancer:
      localityLbSetting: {enabled: true, distribute: [{from: 'europe-west1/*', to: {europe-west1: 50, us-central1: 50}}]}
    outlierDetection: {consecutive5xxErrors: 5, interval: 1s, baseEjectionTime: 1m, maxEjectionPercent: 100}
`;

async function against(settings: string[], { format = 'json', labels = 'app: web' } = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'against-'));
  writeFileSync(join(cwd, 'mesh-failover.yaml'), configuration);
  writeFileSync(join(cwd, 'web.yaml'), service(labels));
  const parts: string[] = [];
  const sink = () =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        parts.push(chunk.toString());
        done();
      },
    });
  const io = { cwd, env: {}, stdin: new PassThrough(), stdout: sink(), stderr: sink() };
  const code = await simulateCommand.run({ against: settings, format: [format] }, [], io);
  return { code, out: parts.join('') };
}

interface Comparison {
  changes: { before: Prediction; after: Prediction }[];
  notModelled: string[];
}

describe('simulate --against', () => {
  const multiNetwork = 'flag=AMBIENT_ENABLE_MULTI_NETWORK=true';

  test('prints the rows that a flag changes', async () => {
    const { code, out } = await against([multiNetwork]);
    const value: unknown = JSON.parse(out);
    assertJsonOutput('against', value);
    const { changes, notModelled } = value as Comparison;
    expect(code).toBe(0);
    expect(notModelled).toEqual([]);
    const healthy = changes.find(({ after }) => after.scenario === 'healthy');
    expect(healthy?.before.split).toMatchObject([{ share: 0.5 }, { share: 0.5 }]);
    expect(healthy?.after.split).toMatchObject([{ share: 1 }, { share: 0 }]);
    const text = await against([multiNetwork], { format: 'text' });
    expect(text.out).toContain(`With ${multiNetwork}`);
    expect(text.out).toContain('healthy');
  });

  test('finds no change for a Service that the flag leaves alone', async () => {
    const { out } = await against([multiNetwork], { labels: '"istio.io/global": "true"' });
    expect((JSON.parse(out) as Comparison).changes).toEqual([]);
  });

  test('finds no change by the profile that is in force', async () => {
    const { out } = await against(['profile=istio-1.31']);
    expect((JSON.parse(out) as Comparison).changes).toEqual([]);
  });

  test('names a flag that is not modelled', async () => {
    const { out } = await against(['flag=PILOT_ENABLE_SOMETHING=true']);
    expect((JSON.parse(out) as Comparison).notModelled).toEqual(['PILOT_ENABLE_SOMETHING']);
  });

  test.each(['profile=istio-9', 'flag=x', 'AMBIENT_ENABLE_MULTI_NETWORK=true'])(
    'refuses %s',
    async (setting) => {
      await expect(against([setting])).rejects.toThrow(UserError);
    },
  );
});
