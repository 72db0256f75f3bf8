import { fileURLToPath } from 'node:url';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { TargetTimeline } from '../../src/traffic/target-timeline.js';
import type { Prediction } from '../../src/traffic/result.js';
import { matchesGlob } from '../../src/foundation/glob.js';
import { simulateCommand } from '../../src/cli/commands/simulate.js';
import { timelineOptionsOf } from '../../src/cli/timeline-options.js';
import type { OptionValues } from '../../src/cli/command.js';
import { assertJsonOutput } from '../json-outputs.mjs';

const cwd = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));

/** Runs the command in the example's folder. */
async function run(values: OptionValues): Promise<{ code: number; out: string }> {
  const parts: string[] = [];
  const sink = () =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        parts.push(chunk.toString());
        done();
      },
    });
  const stdin = new PassThrough();
  const code = await simulateCommand.run(values, [], {
    cwd,
    env: {},
    stdin,
    stdout: sink(),
    stderr: sink(),
  });
  return { code, out: parts.join('') };
}

async function json(values: OptionValues) {
  const { out } = await run({ ...values, format: ['json'] });
  const value: unknown = JSON.parse(out);
  assertJsonOutput('simulate', value);
  return value as { results: Prediction[]; timelines?: TargetTimeline[] };
}

describe('which rows', () => {
  test('scenarios by name and by pattern', async () => {
    const { results } = await json({ scenario: ['healthy', 'failing:*'] });
    expect(new Set(results.map(({ scenario }) => scenario))).toEqual(
      new Set(['healthy', 'failing:europe-west1', 'failing:us-central1']),
    );
  });

  test('clients and hosts', async () => {
    const of = async (values: OptionValues) =>
      new Set((await json(values)).results.map(({ client, host }) => `${client} ${host}`));
    const row = 'a hello-world.default.svc.cluster.local';
    expect(await of({ client: ['a'], host: ['hello-world.default'] })).toEqual(new Set([row]));
    expect(await of({ client: ['a'], host: ['hello-*'] })).toEqual(new Set([row]));
    // The public host of the example.
    expect(await of({ client: ['a'], host: ['*'] })).toEqual(new Set([row]));
  });

  test.each<[OptionValues, string]>([
    [
      { scenario: ['failing:europe-west2'] },
      '--scenario failing:europe-west2: nothing has that name; did you mean "failing:europe-west1"?',
    ],
    [{ client: ['gateway'] }, '--client gateway: nothing has that name; there are a, b'],
    [
      { host: ['helo-world.default'] },
      '--host helo-world.default: nothing has that name; did you mean "hello-world.default"?',
    ],
  ])('%j is unknown', async (values, message) => {
    await expect(run(values)).rejects.toThrow(message);
  });

  test('patterns have * and ? alone', () => {
    expect(matchesGlob('failing:r1/z1', 'failing:*')).toBe(true);
    expect(matchesGlob('a.b', 'a?b')).toBe(true);
    expect(matchesGlob('aXb', 'a.b')).toBe(false);
    expect(matchesGlob('a', '[a]')).toBe(false);
  });
});

describe('--explain', () => {
  const values = { scenario: ['failing:us-central1'], client: ['a'] };

  test('steps in the JSON', async () => {
    const { results } = await json({ ...values, explain: true });
    expect(results).toHaveLength(1);
    expect(results[0]?.steps).toContainEqual(
      expect.objectContaining({ rule: 'distribute', file: 'destination-rule.yaml', line: 21 }),
    );
    expect((await json(values)).results[0]).not.toHaveProperty('steps');
  });

  test('lines in the text', async () => {
    const { out } = await run({ ...values, explain: true });
    expect(out).toContain(', clients entering in europe-west1 (a): us-central1 failing\n');
    expect(out).toMatch(/^ {2}gateway +Gateway default\/public-gateway serves \* on port 80$/m);
    expect(out).toMatch(/^ +destination-rule\.yaml:16:7$/m);
    expect(out.split('\n').every((line) => line.length <= 110)).toBe(true);
  });
});

describe('--timeline', () => {
  const values = { scenario: ['failing:us-central1'], client: ['a'], timeline: true };

  test('runs of the outages that were chosen', async () => {
    const { timelines = [], results } = await json(values);
    expect(results).toHaveLength(1);
    expect(timelines.map(({ scenario }) => scenario)).toEqual(['failing:us-central1']);
    expect(await json(values)).toEqual({ version: 1, results, timelines });
  });

  test('errors in the background alone', async () => {
    const { timelines = [] } = await json({ client: ['a'], 'error-rate': '0.005', rps: '100' });
    expect(timelines.map(({ scenario, rps }) => [scenario, rps])).toEqual([
      ['error-rate:0.005', 100],
    ]);
    expect(timelines[0]?.cliff?.isAvalanche).toBe(true);
    const { out } = await run({ client: ['a'], 'error-rate': '0.005' });
    expect(out).toContain(': 0.5 % errors in the background\n');
  });

  test.each<[OptionValues, string]>([
    [{ seed: '1' }, '--seed is for runs over time: it needs --timeline'],
    [{ timeline: true, duration: 'long' }, '--duration takes a number from 1 to 86400, not "long"'],
    [{ 'error-rate': '5' }, '--error-rate takes a number from 0 to 1, not "5"'],
    [{ timeline: true, duration: '86400', rps: '1000' }, 'requests are too many'],
  ])('%j makes no sense', (options, message) => {
    expect(() => timelineOptionsOf(options)).toThrow(message);
  });
});
