/** plan, apply of a plan, and rollback through the committed command line, to two real API servers. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import type { PlanResult } from '../../../src/deploy/plan-result.js';
import { runDist, type Outcome } from '../../cli/run-dist.js';
import { Bench } from '../bench/bench.mjs';
import { kubeconfig } from '../bench/kubeconfig.mjs';
import { ExampleCopy } from '../deploy/example-copy.js';
import { describeReal } from '../describe-real.js';
import {
  contentOf,
  deployParts,
  liveObjects,
  startTwoServers,
  type TwoServers,
} from '../deploy/two-servers.js';

describeReal('mesh-failover plan', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let example: ExampleCopy;
  let folder: string;

  beforeAll(async () => {
    two = await startTwoServers(bench);
    example = ExampleCopy.forContexts(bench.path('hello-world'));
    folder = example.folder;
    await bench.write('kubeconfig', kubeconfig(two.servers.map((server) => server.entry())));
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  function run(...args: string[]): Outcome {
    const env = { KUBECONFIG: bench.path('kubeconfig'), XDG_STATE_HOME: bench.path('state') };
    return runDist(args, { cwd: folder, env });
  }

  test('exit codes say whether there is something to do, and whether the clusters have drifted', () => {
    expect(run('plan').status).toBe(0);
    expect(run('plan', '--detailed-exitcode').status).toBe(2);
    expect(run('plan', '--exit-code').status).toBe(1);
    expect(run('plan', '--exit-code', '--detailed-exitcode').status).toBe(2);
    expect(run('apply').status).toBe(0);
    expect(run('plan', '--detailed-exitcode').status).toBe(0);
    expect(run('plan', '--exit-code').status).toBe(0);
  }, 120_000);

  test('a plan, its file, and the way back', async () => {
    const [a, b] = two.servers;
    const before = await contentOf(a, 'default');
    example.edit('destination-rule.yaml', 'interval: 1s', 'interval: 5s');
    const planned = run('plan', '--format', 'json', '--out', 'plan.json');
    expect(planned.status).toBe(0);
    const plan = JSON.parse(planned.stdout) as PlanResult;
    expect(plan.summary).toMatchObject({ change: 2, unchanged: 4 });

    // What the manifests say by now does not count any more.
    example.edit('destination-rule.yaml', 'interval: 5s', 'interval: 9s');
    expect(run('apply', '--prune', 'plan.json')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('leave --prune out'),
    });
    // The configuration does: what the plan has predicted is another mesh then.
    const own = 'frontDoor: dns';
    example.edit('mesh-failover.yaml', 'version: 1', `version: 1\n${own}`);
    expect(run('apply', 'plan.json')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(
        'The plan plan.json was predicted with another configuration than this one, which differs in frontDoor. Plan again.',
      ),
    });
    example.edit('mesh-failover.yaml', `\n${own}`, '');
    const applied = run('apply', '--format', 'json', 'plan.json');
    expect(JSON.parse(applied.stdout)).toMatchObject({
      outcome: 'applied',
      summary: { configured: 2, unchanged: 4 },
    } satisfies Partial<Record<keyof ApplyResult, unknown>>);
    const [rule] = (await liveObjects(b, 'default')).filter(({ spec }) => spec.trafficPolicy);
    expect(rule?.spec.trafficPolicy.outlierDetection.interval).toBe('5s');
    expect(readdirSync(bench.path('state/mesh-failover'))).toEqual([]);

    const again = run('apply', 'plan.json');
    expect(again.status).toBe(1);
    expect(again.stdout).toMatch(/is not what it was at .*when the plan was made/);

    expect(run('rollback')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('nothing to roll back'),
    });
    const back = run('rollback', '--last-apply');
    expect(back.status).toBe(0);
    expect(back.stdout).toMatch(/restored {3}DestinationRule default\/hello-world/);
    expect(await contentOf(a, 'default')).toEqual(before);
    example.edit('destination-rule.yaml', 'interval: 9s', 'interval: 1s');
    expect(run('plan', '--exit-code').status).toBe(0);
  }, 120_000);

  test('clusters are not left out by accident', () => {
    const { status, stderr } = run('apply', '--clusters', 'b');
    expect(status).toBe(2);
    expect(stderr).toContain('--allow-missing a --reason TEXT');
    expect(run('apply', '--clusters', 'bb').stderr).toContain(
      'no cluster is called "bb"; there are a, b',
    );
    expect(run('apply', '--allow-missing', 'a').stderr).toContain('needs --reason');
  }, 60_000);
});
