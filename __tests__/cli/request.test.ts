import { describe, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import type { FollowResult } from '../../src/index.js';
import { assertJsonOutput } from '../json-outputs.mjs';
import { runIn } from './run-in.js';

const cwd = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));
const get = ['simulate', '--request', 'GET http://hello.example.com/'];

test('the text is the way, hop by hop, and what comes of it in each scenario', async () => {
  const { stdout, status } = await runIn(cwd, [...get, '--client', 'a']);
  expect(status).toBe(0);
  const flowing = stdout.replaceAll(/\s+/g, ' ');
  expect(flowing).toContain('GET http://hello.example.com/, of clients that enter in europe-west1');
  expect(flowing).toMatch(/1 listener port 80 .* 2 virtual-host .* 3 route .* 4 destination 100 %/);
  expect(flowing).toContain('europe-west1 failing us-central1 100 %; errors 0 %');
});

test('--explain says more, in every scenario', async () => {
  const [short, long] = await Promise.all([runIn(cwd, get), runIn(cwd, [...get, '--explain'])]);
  expect(short.stdout).not.toContain('destination-rule');
  expect(long.stdout).toContain('destination-rule');
});

test('each request, client and scenario is in the JSON, as its schema says', async () => {
  const other = ['--request', 'POST http://hello.example.com:81/x', '--header', 'x-user: ada'];
  const chosen = ['--scenario', 'healthy', '--format', 'json'];
  const { stdout } = await runIn(cwd, [...get, ...other, ...chosen]);
  const result = JSON.parse(stdout) as FollowResult;
  assertJsonOutput('requests', result);
  expect(result.requests.map(({ client, outcome }) => `${client} ${outcome}`)).toEqual([
    'a forwarded',
    'b forwarded',
    'a no-route',
    'b no-route',
  ]);
  expect(result.requests[3]!.request).toEqual({
    ...{ method: 'POST', url: 'http://hello.example.com:81/x', headers: { 'x-user': 'ada' } },
  });
});

describe('what makes no sense is refused', () => {
  test.each<[string[], string]>([
    [['--request', 'http://a.example/'], 'write "GET http://a.example/"'],
    [['--request', 'GET a.example'], 'begin it with http:// or https://'],
    [['--header', 'a: b'], 'add --request METHOD URL'],
    [[...get.slice(1), '--header', 'a'], '"a" has no colon'],
    [[...get.slice(1), '--host', 'x'], 'the URL names the host'],
    [[...get.slice(1), '--timeline'], 'does not go with --request'],
    [[...get.slice(1), '--format', 'sarif'], '--format takes text, json'],
    [[...get.slice(1), '--client', 'nowhere'], 'nothing has that name'],
  ])('%j', async (options, message) => {
    const { status, stdout, stderr } = await runIn(cwd, ['simulate', ...options]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  });
});
