import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { commands } from '../../src/cli/commands.js';
import { commonOptions } from '../../src/cli/common-options.js';
import { runIn } from './run-in.js';

describe('mesh-failover matrix', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-'));
  const config = `version: 1
clusters:
  - { name: a, locality: europe-west1/b, context: 'gke_x::y', network: net-a }
  - { name: b, locality: us-central1 }
`;
  beforeAll(() => writeFileSync(join(folder, 'mesh-failover.yaml'), config));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const a = {
    cluster: 'a',
    locality: 'europe-west1/b',
    region: 'europe-west1',
    context: 'gke_x::y',
    network: 'net-a',
  };
  const b = {
    cluster: 'b',
    locality: 'us-central1',
    region: 'us-central1',
    context: '',
    network: '',
  };

  test('one line that a step can output, and fromJSON reads', async () => {
    const { status, stdout } = await runIn(folder, ['matrix']);
    expect(status).toBe(0);
    expect(stdout.match(/\n/g)).toHaveLength(1);
    expect(stdout).not.toContain('::');
    expect(JSON.parse(stdout)).toEqual({ include: [a, b] });
    // The first one loads the whole program.
  }, 60_000);

  test('some of them, and for people', async () => {
    const { stdout } = await runIn(folder, ['matrix', '--clusters', 'b']);
    expect(JSON.parse(stdout)).toEqual({ include: [b] });
    const text = await runIn(folder, ['matrix', '--format', 'text']);
    expect(text.stdout).toBe('a  europe-west1/b  gke_x: :y\nb  us-central1\n');
  });

  test('a cluster that there is not, and none at all', async () => {
    const wrong = await runIn(folder, ['matrix', '--clusters', 'bb']);
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toContain('no cluster is called "bb"; there are a, b');
    writeFileSync(join(folder, 'none.yaml'), 'version: 1\n');
    const none = await runIn(folder, ['matrix', '--config', 'none.yaml']);
    expect(none).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('none.yaml must declare'),
    });
  });
});

interface Workflow {
  permissions: unknown;
  jobs: Record<string, { steps: { uses?: string; run?: string; with?: object }[] }>;
}

const files = readdirSync('docs/workflows').filter((file) =>
  readFileSync(`docs/workflows/${file}`, 'utf8').includes('npx --yes mesh-failover@1'),
);

describe.each(files)('the workflow %s', (file) => {
  const text = readFileSync(`docs/workflows/${file}`, 'utf8');
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const calls = [...text.matchAll(/npx --yes mesh-failover@1 ([^\n)]+)/g)].map(
    ([, call = '']) => call,
  );

  test.each(calls)('%s: there is such a command, with these options', async (call) => {
    const [name, ...args] = call.split(' ').map((word) => word.replaceAll('"', ''));
    const command = commands.find((other) => other.name === name);
    const options = { ...commonOptions, ...(await command?.load())?.options };
    const { positionals } = parseArgs({ args, options, allowPositionals: true });
    // The one thing that a workflow names is the plan that it has made before.
    expect(positionals.filter((each) => each !== 'plan.json')).toEqual([]);
    expect(command).toBeDefined();
  });

  test('has no more permissions than it needs, and runs nothing of the repository', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with).toEqual({ 'persist-credentials': false });
    }
    // Expressions in scripts would be a way in for whoever chooses the names of clusters.
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
    expect(text).not.toContain('github.event');
  });

  test('pins the actions of others, and leaves no credentials behind', () => {
    for (const line of text.split('\n').filter((other) => other.includes('uses:'))) {
      expect(line).toMatch(/uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    for (const { steps: own } of Object.values(workflow.jobs)) {
      expect(own.some(({ run }) => run?.startsWith('(umask 077 &&'))).toBe(true);
      expect(own.at(-1)).toMatchObject({
        if: 'always()',
        run: expect.stringContaining('rm -f "$KUBECONFIG"'),
      });
    }
  });
});
