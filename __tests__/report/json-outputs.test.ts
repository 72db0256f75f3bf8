import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../../src/project/project.js';
import { commands } from '../../src/cli/commands.js';
import { root } from '../cli/run-dist.js';
import { runIn } from '../cli/run-in.js';
import { assertJsonOutput, assertJsonOutputs } from '../json-outputs.mjs';

const schemas = readdirSync(join(root, 'schemas/output')).map((file) => file.replace('.json', ''));
const example = join(root, 'examples/hello-world');

test('each command with a format json has a schema', async () => {
  const withJson: string[] = [];
  for (const { name, load } of commands) {
    if ((await load()).formats.includes('json')) withJson.push(name);
  }
  // The Action's output, which no command has, and others of simulate.
  expect([...withJson, 'changes', 'requests', 'against'].sort()).toEqual(schemas.sort());
});

describe('an output is as its schema says', () => {
  test.each<[string, ...string[]]>([
    ['lint'],
    ['check', '--depth', '2', '--zones'],
    ['simulate', '--explain'],
    ['simulate', '--request', 'GET http://hello.example.com/', '--explain'],
    ['simulate', '--against', 'profile=istio-1.30'],
    ['simulate', '--timeline', '--scenario', 'failing:*'],
    ['simulate', '--error-rate', '0.01', '--scenario', 'healthy'],
    ['discover'],
    ['rules'],
    ['explain', 'max-ejection-percent-100'],
    ['matrix'],
  ])('%s %s %s', async (...args) => {
    // The run itself is held to the schema.
    const { status, stdout } = await runIn(example, [...args, '--format', 'json']);
    expect({ status, isObject: stdout.startsWith('{') }).toEqual({ status: 0, isObject: true });
  });
});

describe('what a schema does not say is found', () => {
  const lint = Project.of({ files: {} }).lint();
  const { summary } = lint;
  const run = (value: unknown, status = 0) =>
    assertJsonOutputs(['lint', '--format', 'json', '.'], {
      ...{ cwd: example, status, stdout: JSON.stringify(value) },
    });

  test.each<[string, object]>([
    ['another key', { ...lint, more: 1 }],
    ['another key further inside', { ...lint, summary: { ...summary, more: 1 } }],
    ['a key that is missing', { version: 1, findings: [] }],
    ['another type', { ...lint, findings: null }],
    ['half a file', { ...lint, summary: { ...summary, files: 0.5 } }],
    ['no file at all, but one less', { ...lint, summary: { ...summary, files: -1 } }],
  ])('%s', (_, value) => {
    expect(() => run(lint)).not.toThrow();
    expect(() => run(value)).toThrow('the JSON of lint is not as its schema says');
    expect(() => run(value, 2)).not.toThrow();
  });

  test('a share beyond 1', () => {
    const split = (share: number) => [{ locality: 'a', share }];
    const row = {
      ...{
        host: 'a',
        port: 80,
        subset: null,
        publicHost: null,
        route: null,
        match: null,
        weight: 1,
      },
      ...{ client: 'a', clientKind: 'gateway', clientLocality: 'a', scenario: 'healthy' },
      ...{ unanswered: 0, errors: 0, determined: true },
    };
    const table = (share: number) => ({ version: 1, results: [{ ...row, split: split(share) }] });
    expect(() => assertJsonOutput('simulate', table(1))).not.toThrow();
    expect(() => assertJsonOutput('simulate', table(1.5))).toThrow('must be <= 1');
  });
});
