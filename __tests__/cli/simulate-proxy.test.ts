import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { simulateCommand } from '../../src/cli/commands/simulate.js';
import type { OptionValues } from '../../src/cli/command.js';
import type { Prediction } from '../../src/traffic/result.js';
import type { TargetTimeline } from '../../src/traffic/target-timeline.js';
import { assertJsonOutput } from '../json-outputs.mjs';

const fixtures = fileURLToPath(new URL('../fixtures/proxies', import.meta.url));
/** Of a gateway of Istio 1.31, redacted. */
const files = ['gateway.json', 'gateway-clusters.json'].map((name) => join(fixtures, name));

async function run(values: OptionValues, operands: string[] = []) {
  const parts: string[] = [];
  const sink = () =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        parts.push(chunk.toString());
        done();
      },
    });
  const cwd = mkdtempSync(join(tmpdir(), 'proxy-'));
  const io = { cwd, env: {}, stdin: new PassThrough(), stdout: sink(), stderr: sink() };
  const code = await simulateCommand.run(values, operands, io);
  return { code, out: parts.join(''), cwd };
}

async function json(values: OptionValues) {
  const { out } = await run({ ...values, format: ['json'] });
  const value: unknown = JSON.parse(out);
  assertJsonOutput('simulate', value);
  return value as { results: Prediction[]; timelines?: TargetTimeline[] };
}

describe('simulate --proxy', () => {
  test('predicts what the gateway does in each outage', async () => {
    const { results } = await json({ proxy: files });
    const summary = results.map(({ scenario, split, errors }) => [
      scenario,
      ...split.map(({ share }) => Math.round(share * 100)),
      Math.round(errors! * 100),
    ]);
    expect(summary).toEqual([
      ['healthy', 40, 40, 10, 10, 0],
      ['recovered', 40, 40, 10, 10, 0],
      ['scaled-to-zero:europe-west1', 0, 0, 50, 50, 0],
      ['scaled-to-zero:us-central1', 50, 50, 0, 0, 0],
      ['failing:europe-west1', 0, 0, 50, 50, 0],
      ['failing:us-central1', 50, 50, 0, 0, 0],
    ]);
    expect(results[0]).toMatchObject({
      host: 'web.shop.svc.cluster.local',
      port: 80,
      publicHost: 'shop.example.com',
      route: 'shop/web#web',
      client: 'edge-0',
      clientLocality: 'europe-west1/a',
    });
  });

  test('says what the proxy holds, and runs it over time', async () => {
    const values = {
      proxy: files,
      scenario: ['failing:europe-west1'],
      explain: true,
      timeline: true,
    };
    const { results, timelines } = await json(values);
    expect(results[0]!.steps!.map(({ rule }) => rule)).toEqual([
      'route',
      'cluster',
      'endpoints',
      'ejection-cap',
      'priority-load',
    ]);
    expect(results[0]!.steps![1]!.text).toContain('(shop/web)');
    expect(timelines![0]).toMatchObject({ scenario: 'failing:europe-west1', requests: 9000 });
    expect(timelines![0]!.failoverAfter).toBeLessThan(5);
  });

  test('writes a dump that can be shared', async () => {
    const { cwd } = await run({ proxy: files, redact: ['a.json', 'b.json'] });
    const written = ['a.json', 'b.json'].map((name) => join(cwd, name));
    expect(await json({ proxy: written })).toEqual(await json({ proxy: files }));
    // The fixture has been redacted before.
    expect(readFileSync(written[0]!, 'utf8')).toBe(readFileSync(files[0]!, 'utf8'));
  });

  test.each<[OptionValues, string[], string]>([
    [{ proxy: files }, ['mesh'], 'manifests do not go with --proxy'],
    [{ proxy: files, namespace: 'shop' }, [], '--namespace: it is for manifests'],
    [{ proxy: files, request: ['GET http://shop.example.com/'] }, [], '--request: it is for'],
    [{ proxy: files, host: ['other'] }, [], '--host other: nothing has that name'],
    [{ proxy: files, client: ['other'] }, [], '--client other: nothing has that name'],
    [{ proxy: files, redact: ['a.json'] }, [], 'name one for each --proxy'],
    [{ redact: ['a.json'] }, [], 'add --proxy FILE'],
    [{ proxy: ['missing.json'] }, [], 'missing.json: cannot be read'],
    [{ proxy: [fixtures] }, [], 'is a folder'],
    [{ proxy: [files[1]!] }, [], 'no config dump that was named has the same'],
  ])('refuses %j %j', async (values, operands, message) => {
    await expect(run(values, operands)).rejects.toThrow(message);
  });

  test('refuses a file that is no dump, by its name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
    writeFileSync(join(folder, 'x.json'), 'kind: Service');
    await expect(run({ proxy: [join(folder, 'x.json')] })).rejects.toThrow(
      /x\.json: this is no config dump/,
    );
  });
});
