/** The built Action deploys to two real API servers: what its inputs do, what a cancelled job leaves, and how it is taken back. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { Runner, type StepResult } from '../../action/runner.js';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { describeReal } from '../describe-real.js';
import { Faults, FaultyProxy, type Exchange } from './faults/faulty-proxy.js';
import { contentOf, deployParts, liveObjects, startTwoServers } from './two-servers.js';

interface RollbackWorkflow {
  on: { workflow_dispatch: { inputs: { what: { options: string[] } } } };
  jobs: { rollback: { steps: { with?: Record<string, string> }[] } };
}

const workflow = parse(readFileSync('docs/workflows/rollback.yml', 'utf8')) as RollbackWorkflow;
const [unfinished = '', lastApply = '', keep = ''] =
  workflow.on.workflow_dispatch.inputs.what.options;

describeReal('a deployment by the Action', deployParts, () => {
  const bench = new Bench();
  const faults = new Faults();
  let servers: ApiServer[];
  let proxies: FaultyProxy[];
  let runner: Runner;

  beforeAll(async () => {
    ({ servers } = await startTwoServers(bench));
    proxies = servers.map((server) => new FaultyProxy(server, faults));
    for (const proxy of proxies) await proxy.open();
  }, 180_000);

  afterAll(async () => {
    for (const proxy of proxies ?? []) proxy.stop();
    await bench.stop();
  }, 30_000);

  beforeEach(() => {
    faults.reset();
    runner = new Runner();
    runner.copy('hello-world');
    runner.event('push');
    runner.env['GITHUB_SERVER_URL'] = 'https://github.com';
    runner.env['GITHUB_RUN_ID'] = '42';
  });

  afterEach(() => runner.remove());

  const kubeconfig = () =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      users: servers.map((server) => ({
        name: server.name,
        user: { token: server.entry().token },
      })),
      clusters: proxies.map(({ url }, index) => ({
        name: servers[index]?.name,
        cluster: { server: url, 'insecure-skip-tls-verify': true },
      })),
      contexts: servers.map(({ name }) => ({
        name: `cluster-${name}`,
        context: { cluster: name, user: name },
      })),
    });

  const apply = (inputs: Record<string, string> = {}): Promise<StepResult> =>
    runner.step({ mode: 'apply', kubeconfig: kubeconfig(), ...inputs });

  /** The workflow that a person starts, its step with what was chosen. */
  function takeBack(what: string, reason = ''): Promise<StepResult> {
    expect(workflow.on.workflow_dispatch.inputs.what.options).toContain(what);
    const chosen: Record<string, string> = { what, reason, to: '', environment: '' };
    const given = workflow.jobs.rollback.steps.at(-1)?.with ?? {};
    const inputs = Object.entries(given).map(([name, value]) => [
      name,
      value.replace(
        /\$\{\{ (\w+)\.(\w+)(?: == '(.*)')? \}\}/,
        (_, from: string, key: string, choice?: string) => {
          if (from === 'secrets') return kubeconfig();
          const own = chosen[key] ?? '';
          return choice === undefined ? own : String(own === choice);
        },
      ),
    ]);
    runner.event('workflow_dispatch', { inputs: chosen });
    return runner.step(Object.fromEntries(inputs) as Record<string, string>);
  }

  function edit(from: string, to: string, file = 'destination-rule.yaml'): void {
    const path = join(runner.workspace, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  }

  const contents = () => Promise.all(servers.map((server) => contentOf(server, 'default')));
  const isWrite = ({ method, path }: Exchange) =>
    method === 'PATCH' && path.includes('networking') && !path.includes('dryRun');

  test('a deleted manifest is named and pruned, and the last apply is taken back by hand', async () => {
    expect((await apply()).outputs).toMatchObject({ outcome: 'applied' });
    const first = await contents();
    rmSync(join(runner.workspace, 'virtual-service.yaml'));
    rmSync(join(runner.workspace, 'gateway.yaml'));
    const named = await apply();
    expect(named.outputs).toMatchObject({ outcome: 'applied' });
    for (const text of [named.stdout, named.summary]) {
      expect(text).toContain(
        'In the set and in no manifest any more are Gateway default/public-gateway, VirtualService default/hello-world; ' +
          'prune: true deletes them.',
      );
    }
    expect(await contents()).toEqual(first);
    const pruned = await apply({ prune: 'true', 'prune-limit': '2', 'accept-changes': 'true' });
    expect(pruned.outputs).toMatchObject({ outcome: 'applied' });
    expect((await contents()).map(({ length }) => length)).toEqual([1, 1]);

    const back = await takeBack(lastApply, 'the shop is closed');
    expect(back).toMatchObject({
      exitCode: 0,
      outputs: { mode: 'rollback', outcome: 'rolled-back' },
    });
    expect(back.summary).toContain('Every cluster is as it was before');
    expect(await contents()).toEqual(first);
    const record = await servers[0]?.kubectl([
      ...['get', 'configmap', '-n', 'mesh-failover', 'mesh-failover-default-run', '-o', 'json'],
    ]);
    expect((JSON.parse(record ?? '') as { data: object }).data).toMatchObject({
      phase: 'rolled-back',
      reason: 'the shop is closed',
      endedBy: 'https://github.com/acme/mesh/actions/runs/42',
    });
    // What has come back is in the set again: no apply takes it for somebody else's.
    expect((await apply()).stdout).toContain(
      'In the set and in no manifest any more are Gateway default/public-gateway, VirtualService default/hello-world; ',
    );
    const twice = await takeBack(lastApply);
    expect(twice.summary).toContain('the last run, ');
  }, 120_000);

  test('what stands in the way is said in the inputs of the step, and they remove it', async () => {
    await servers[1]?.kubectl([
      ...['patch', 'destinationrule', 'hello-world', '--type=merge', '--field-manager=somebody'],
      ...['-p', '{"spec":{"trafficPolicy":{"outlierDetection":{"interval":"3s"}}}}'],
    ]);
    const conflict = await apply();
    expect(conflict.outputs).toMatchObject({ outcome: 'refused' });
    expect(conflict.commands.at(-1)).toMatch(
      /somebody.* To take them over: force-conflicts: true\./,
    );
    expect((await apply({ 'force-conflicts': 'true' })).outputs).toMatchObject({
      outcome: 'applied',
    });

    runner.env['GITHUB_REPOSITORY'] = 'acme/other';
    const foreign = await apply();
    expect(foreign.commands.at(-1)).toMatch(
      /belongs to github\.com\/acme\/mesh .* take-over: true\./,
    );
    edit('interval: 1s', 'interval: 2s');
    expect((await apply({ 'take-over': 'true' })).outputs).toMatchObject({ outcome: 'applied' });
    runner.event('push');
    expect((await apply({ 'take-over': 'true' })).outputs).toMatchObject({ outcome: 'applied' });

    runner.write(
      'elsewhere.yaml',
      'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, namespace: elsewhere}\nspec: {host: x}\n',
    );
    const missing = await apply();
    expect(missing.commands.at(-1)).toContain('To have it created: create-namespaces: true.');
    expect((await apply({ 'create-namespaces': 'true' })).outputs).toMatchObject({
      outcome: 'applied',
    });
    for (const { stdout } of [conflict, foreign, missing]) expect(stdout).not.toContain(' --');
  }, 120_000);

  test('a job that is cancelled as runners do it while a cluster hangs: the other one is as it was', async () => {
    edit('interval: 1s', 'interval: 4s');
    await apply();
    const before = await contents();
    edit('interval: 4s', 'interval: 5s');
    const frozen = servers[1]?.process.pid ?? 0;
    let cancelledAt = 0;
    let endedAt = 0;
    let killed = false;
    const kill = (signal: NodeJS.Signals) => {
      if (endedAt === 0) runner.process?.kill(signal);
    };
    // The runner interrupts, asks to end after 7.5 s, and kills after 2.5 s more.
    const cancel = async () => {
      process.kill(frozen, 'SIGSTOP');
      await sleep(300);
      cancelledAt = performance.now();
      kill('SIGINT');
      setTimeout(() => kill('SIGTERM'), 7_500);
      setTimeout(() => {
        killed = endedAt === 0;
        kill('SIGKILL');
      }, 10_000);
      return true;
    };
    let isHit = false;
    faults.reset((exchange) => {
      if (exchange.cluster !== 'b' || !isWrite(exchange) || isHit) return undefined;
      isHit = true;
      return { before: cancel };
    });
    const step = await apply();
    endedAt = performance.now();
    const [a] = servers;
    const restored = a && (await contentOf(a, 'default'));
    process.kill(frozen, 'SIGCONT');
    expect(isHit).toBe(true);
    expect(restored).toEqual(before[0]);
    expect(killed).toBe(false);
    expect(endedAt - cancelledAt).toBeLessThan(7_500);
    expect(step).toMatchObject({ exitCode: 1, outputs: { outcome: 'incomplete' } });
    expect(step.commands.at(-1)).toContain('a step with mode: rollback');

    faults.reset();
    const refused = await apply();
    expect(refused.commands.at(-1)).toContain('a step with mode: rollback');
    expect((await takeBack(unfinished)).outputs).toMatchObject({ outcome: 'rolled-back' });
    expect(await contents()).toEqual(before);
  }, 120_000);

  test('a job whose machine is gone is taken back by hand, or kept with a reason', async () => {
    const before = await contents();
    const dieAfter = (writes: number) => {
      let count = 0;
      faults.reset((exchange) => {
        if (!isWrite(exchange) || ++count < writes) return undefined;
        return {
          after: () => {
            runner.process?.kill('SIGKILL');
            return false;
          },
        };
      });
    };
    edit('interval: 1s', 'interval: 6s');
    dieAfter(1);
    expect((await apply()).exitCode).toBeNull();
    faults.reset();
    const intervals = async () =>
      Promise.all(
        servers.map(async (server) =>
          (await liveObjects(server, 'default')).map(
            ({ spec }) =>
              (spec as { trafficPolicy?: { outlierDetection: { interval: string } } }).trafficPolicy
                ?.outlierDetection.interval,
          ),
        ),
      );
    expect((await intervals()).flat().filter((each) => each === '6s')).toHaveLength(1);
    expect((await takeBack(unfinished)).outputs).toMatchObject({ outcome: 'rolled-back' });
    expect(await contents()).toEqual(before);

    runner.event('push');
    dieAfter(1);
    expect((await apply()).exitCode).toBeNull();
    faults.reset();
    const nothing = await takeBack(keep);
    expect(nothing).toMatchObject({ exitCode: 2 });
    expect(nothing.commands.at(-1)).toContain('keep: true needs a reason');
    const kept = await takeBack(keep, '6 seconds are right');
    expect(kept).toMatchObject({ exitCode: 0, outputs: { outcome: 'kept' } });
    expect((await intervals()).flat().filter((each) => each === '6s')).toHaveLength(1);
    runner.event('push');
    expect((await apply()).outputs).toMatchObject({ outcome: 'applied' });
    expect((await intervals()).flat().filter((each) => each === '6s')).toHaveLength(2);
  }, 300_000);
});
