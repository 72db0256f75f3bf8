import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';

interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

interface Step {
  uses?: string;
  with?: Record<string, string>;
}

interface Workflow {
  permissions: unknown;
  jobs: Record<string, { permissions?: unknown; steps: Step[] }>;
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;

describe('action.yml', () => {
  test('names what is built', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/action/index.js' });
  });

  test('describes every input and output', () => {
    for (const { description } of [
      ...Object.values(action.inputs),
      ...Object.values(action.outputs),
    ]) {
      expect(description).toMatch(/^[A-Z].*\.$/s);
    }
    // The documentation promises an empty default, and a runner gives an undeclared one no variable at all.
    for (const input of Object.values(action.inputs)) expect(typeof input.default).toBe('string');
  });

  test('its documentation is up to date', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['scripts/generate-readme.mjs', '--check'],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }, 30_000);
});

/** The others run the command line: __tests__/cli/matrix.test.ts. */
const withAction = readdirSync('docs/workflows').filter((file) =>
  readFileSync(`docs/workflows/${file}`, 'utf8').includes('uses: mesh-failover/'),
);

describe.each(withAction)('the workflow %s', (file) => {
  const text = readFileSync(`docs/workflows/${file}`, 'utf8');
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('gives our action only inputs that it has', () => {
    const own = steps.filter(({ uses }) => uses?.startsWith('mesh-failover/mesh-failover@v1'));
    expect(own.length).toBeGreaterThan(0);
    for (const step of own) {
      for (const name of Object.keys(step.with ?? {})) expect(action.inputs).toHaveProperty(name);
    }
  });

  test('has no more permissions than it needs', () => {
    const all = [workflow, ...Object.values(workflow.jobs)].flatMap(({ permissions }) =>
      Object.entries((permissions ?? {}) as Record<string, string>),
    );
    expect(workflow.permissions).toBeDefined();
    const writes = all.filter(([, level]) => level !== 'read').map(([scope]) => scope);
    // A comment needs the one, logging in without a stored key the other.
    expect(writes).toEqual(
      {
        'deploy.yml': [],
        'drill.yml': [],
        'rollback.yml': [],
        'evacuate.yml': [],
        'gke.yml': ['id-token'],
      }[file] ?? ['pull-requests'],
    );
    const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkout?.with).toMatchObject({ 'persist-credentials': false });
  });

  test('pins the actions of others by commit, and says which version that is', () => {
    for (const line of text.split('\n').filter((other) => other.includes('uses:'))) {
      expect(line).toMatch(
        /uses: (mesh-failover\/mesh-failover@v1|\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
    }
  });

  test('runs nothing of the repository', () => {
    for (const step of steps) expect(step).not.toHaveProperty('run');
    // Its name is GitHub's own.
    expect(text.replaceAll('github.event_name', '')).not.toContain('github.event');
  });
});

test('the drill is followed by what undoes it, however it ends, with the same credentials', () => {
  const { jobs } = parse(readFileSync('docs/workflows/drill.yml', 'utf8')) as Workflow;
  const [drill, restore] = (jobs['drill']?.steps ?? []).slice(-2);
  expect(drill?.with).toMatchObject({ mode: 'drill' });
  expect(restore).toMatchObject({ if: 'always()', with: { mode: 'drill-restore' } });
  expect(restore?.with?.['kubeconfig']).toBe(drill?.with?.['kubeconfig']);
});

test('an evacuation has a run by hand that does what its choice says, and one that restores what is over', () => {
  const { jobs, on } = parse(readFileSync('docs/workflows/evacuate.yml', 'utf8')) as Workflow & {
    on: { workflow_dispatch: { inputs: Record<string, { options?: string[] }> } };
  };
  const { inputs } = on.workflow_dispatch;
  const given = Object.values(jobs['evacuate']?.steps.at(-1)?.with ?? {});
  for (const [, name = ''] of given.flatMap((value) => [...value.matchAll(/inputs\.([\w-]+)/g)])) {
    expect(inputs).toHaveProperty(name);
  }
  const choices = given.flatMap((value) => [...value.matchAll(/inputs\.what [!=]= '(.*?)'/g)]);
  expect(choices).toHaveLength(3);
  for (const [, choice] of choices) expect(inputs['what']?.options).toContain(choice);
  expect(jobs['expired']?.steps.at(-1)?.with).toMatchObject({ restore: true, expired: true });
});

test('a rollback waits for the apply that is under way, and does what its one choice says', () => {
  const read = (file: string) =>
    parse(readFileSync(`docs/workflows/${file}`, 'utf8')) as Workflow & {
      concurrency: object;
      on: { workflow_dispatch: { inputs: Record<string, { options?: string[] }> } };
    };
  const rollback = read('rollback.yml');
  expect(rollback.concurrency).toEqual(read('deploy.yml').concurrency);
  const { inputs } = rollback.on.workflow_dispatch;
  const given = rollback.jobs['rollback']?.steps.at(-1)?.with ?? {};
  for (const value of Object.values(given)) {
    const [, name = '', choice] = /inputs\.(\w+)(?: == '(.*)')? \}\}/.exec(value) ?? [];
    if (name === '') continue;
    expect(inputs).toHaveProperty(name);
    // A misspelt choice would never be true.
    if (choice !== undefined) expect(inputs[name]?.options).toContain(choice);
  }
});

test('the check of pull requests is ten lines', () => {
  expect(readFileSync('docs/workflows/check.yml', 'utf8').trim().split('\n')).toHaveLength(10);
});
