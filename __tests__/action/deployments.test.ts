/** The built action with clusters on loopback: what the inputs of a deployment do, and where they do not count. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplyResult } from '../../src/deploy/apply-result.js';
import { Runner, type StepResult } from './runner.js';
import { TwoApiServers } from './two-api-servers.js';

let runner: Runner;
let clusters: TwoApiServers;

beforeEach(async () => {
  runner = new Runner();
  clusters = new TwoApiServers();
  await clusters.start();
  runner.copy('hello-world');
  runner.write('other.yaml', rule);
  runner.event('push');
});

afterEach(() => {
  clusters.stop();
  runner.remove();
});

const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: other, namespace: default}
spec: {host: other.default.svc.cluster.local}
`;

function step(inputs: Record<string, string> = {}): Promise<StepResult> {
  return runner.step({ kubeconfig: clusters.kubeconfig(), ...inputs });
}

const removeRule = () => rmSync(join(runner.workspace, 'other.yaml'));
const deleted = () =>
  clusters.servers.map(
    ({ requests }) =>
      requests.filter(({ method, url }) => method === 'DELETE' && url?.includes('/other')).length,
  );
const resultOf = ({ outputs }: StepResult) =>
  JSON.parse(readFileSync(outputs['deployment'] ?? '', 'utf8')) as ApplyResult;

test('a manifest that a merge deleted is named in every apply, and deleted where the workflow says so', async () => {
  expect(await step()).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
  removeRule();
  runner.write('virtual-service-2.yaml', rule.replaceAll('other', 'second'));
  for (const outcome of ['Applied to every cluster', 'Every cluster is as the manifests say']) {
    const result = await step();
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
    for (const text of [result.stdout, result.summary]) {
      expect(text).toContain(outcome);
      expect(text).toContain(
        'In the set and in no manifest any more is DestinationRule default/other; prune: true deletes it.',
      );
      expect(text).toContain('in the set, in no manifest any more');
    }
    expect(resultOf(result)).toMatchObject({ summary: { unstated: 2 } });
    expect(resultOf(result).clusters[0]?.objects.at(-1)).toEqual({
      ...{ kind: 'DestinationRule', namespace: 'default', name: 'other', result: 'unstated' },
      message: 'in the set, in no manifest any more',
    });
  }
  expect(deleted()).toEqual([0, 0]);

  const limited = await step({ prune: 'true', 'prune-limit': '0' });
  expect(limited).toMatchObject({ exitCode: 1, outputs: { outcome: 'refused' } });
  expect(limited.commands.at(-1)).toContain('raise it with prune-limit.');
  expect(limited.stdout).not.toContain('--prune');
  const planned = await step({ mode: 'plan', prune: 'true' });
  expect(planned.stdout).toMatch(/prune .*DestinationRule default\/other/);
  const pruned = await step({ prune: 'true', strategy: 'parallel', 'lock-timeout': '0' });
  expect(pruned).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
  expect(deleted()).toEqual([1, 1]);
});

test('code that is not merged does not choose what is deleted, but a dry run of it says what would be', async () => {
  runner.git('init', '-q', '-b', 'main');
  runner.git('update-ref', 'refs/remotes/origin/main', runner.commit());
  expect(await step()).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
  runner.git('checkout', '-q', '-b', 'topic');
  removeRule();
  runner.commit();
  runner.event('workflow_dispatch', {}, 'refs/heads/topic');
  const inputs = { mode: 'apply', prune: 'true', 'accept-changes': 'true' };
  const dry = await step({ ...inputs, 'dry-run': 'true' });
  expect(resultOf(dry).summary).toMatchObject({ pruned: 2 });
  const result = await step(inputs);
  expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: 'applied' } });
  expect(result.commands.join()).toContain(
    '::warning::Not used: prune, accept-changes. What was checked out is not merged',
  );
  expect(resultOf(result).summary).toMatchObject({ pruned: 0, unstated: 2 });
  expect(deleted()).toEqual([0, 0]);
  runner.git('checkout', '-q', 'main');
  removeRule();
  runner.event('workflow_dispatch');
  expect(resultOf(await step(inputs)).summary).toMatchObject({ pruned: 2 });
});

test('a rollback reads no manifests, and says in the inputs of the step what else there is', async () => {
  runner.write('broken.yaml', 'apiVersion: networking.istio.io/v1\nkind: [');
  const result = await step({ mode: 'rollback' });
  expect(result).toMatchObject({
    exitCode: 0,
    outputs: { mode: 'rollback', outcome: 'nothing' },
  });
  expect(result.summary).toContain('a step with mode: rollback and last-apply: true');
  expect(result.stdout).not.toContain('--last-apply');
  const unknown = await step({ mode: 'rollback', environment: 'prod' });
  expect(unknown.exitCode).toBe(0);
});

test('a rollback of one of several environments asks its clusters alone', async () => {
  const environments = Object.fromEntries(
    [
      ['test', 'cluster-a'],
      ['prod', 'cluster-b'],
    ].map(([name, context]) => [name, { clusters: [{ name, context, locality: 'x' }] }]),
  );
  runner.write('mesh-failover.yaml', JSON.stringify({ version: 1, environments }));
  const open = await step({ mode: 'rollback' });
  expect(open.exitCode).toBe(2);
  expect(open.commands.at(-1)).toContain('several environments (test, prod)');
  const unknown = await step({ mode: 'rollback', environment: 'prd' });
  expect(unknown.commands.at(-1)).toContain('no environment is called "prd"; did you mean "prod"?');
  expect(clusters.asked).toBe(0);
  expect((await step({ mode: 'rollback', environment: 'prod' })).outputs).toMatchObject({
    outcome: 'nothing',
  });
  expect(clusters.servers.map(({ requests }) => requests.length > 0)).toEqual([false, true]);
});
