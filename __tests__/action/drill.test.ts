/** When the built action drills, and when not. What a drill does is tested in __tests__/real/drill/. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Runner } from './runner.js';
import { TwoApiServers } from './two-api-servers.js';

jest.setTimeout(60_000);

let runner: Runner;
let clusters: TwoApiServers;

beforeEach(async () => {
  runner = new Runner();
  clusters = new TwoApiServers();
  await clusters.start();
  runner.copy('hello-world');
  runner.write('mesh-failover.yaml', JSON.stringify(config));
  runner.event('workflow_dispatch');
});

afterEach(() => {
  runner.remove();
  clusters.stop();
});

const config = {
  version: 1,
  clusters: [
    { name: 'a', locality: 'europe-west1', context: 'cluster-a' },
    { name: 'b', locality: 'us-central1', context: 'cluster-b' },
    // Nobody listens there.
  ].map((cluster) => ({ ...cluster, ingress: { url: 'http://127.0.0.1:9' } })),
  deploy: { environment: 'staging' },
  drill: { attribution: { header: 'x-region' } },
};

const step = (inputs: Record<string, string> = {}) =>
  runner.step({ mode: 'drill', kubeconfig: clusters.kubeconfig(), ...inputs });

test('no pull request is drilled, not even looked at', async () => {
  for (const name of ['pull_request', 'pull_request_target']) {
    runner.event(name, { pull_request: { head: { repo: { full_name: 'acme/mesh' } } } });
    const result = await step({ confirm: 'staging' });
    expect(result.exitCode).toBe(2);
    expect(result.commands.at(-1)).toContain('started for the default branch alone');
  }
  expect(clusters.asked).toBe(0);
});

test.each([
  [{}, 'then confirm it with confirm: staging'],
  [
    { confirm: 'production' },
    'input confirm is production, but the configuration is about staging',
  ],
  [{ confirm: 'staging', scenarios: 'cordened:a' }, 'did you mean'],
])('it has to be confirmed, and to be known: %j', async (inputs, message) => {
  const result = await step(inputs);
  expect(result.exitCode).toBe(2);
  expect(result.commands.at(-1)).toContain(message);
  expect(clusters.asked).toBe(0);
});

test('findings keep it from being started', async () => {
  runner.copy('hello-world', '.', (text) => text.replace('Percent: 100', 'Percent: 99'));
  const result = await step({ confirm: 'staging' });
  expect(result.exitCode).toBe(1);
  expect(result.commands.at(-1)).toMatch(/nothing was drilled$/);
  expect(clusters.asked).toBe(0);
});

test.each(['true', 'false'])(
  'a problem ends it before anything is changed (dry-run: %s)',
  async (dryRun) => {
    const result = await step({ confirm: 'staging', 'dry-run': dryRun });
    expect(result.exitCode).toBe(1);
    expect(result.commands.at(-1)).toMatch(
      /^::error::The drill was not started, and nothing was changed: a: .*; b: /,
    );
    expect(result.stdout).toMatch(/^problem b: /m);
    expect(result.outputs).toMatchObject({ mode: 'drill' });
    expect(result.outputs).not.toHaveProperty('verdict');
    const all = clusters.servers.flatMap(({ requests }) => requests);
    const changing = all.filter(
      ({ method, url }) => method !== 'GET' && !url?.includes('accessreviews'),
    );
    expect(changing).toEqual([]);
  },
);
