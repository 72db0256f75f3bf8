/** What the author of a kubeconfig cannot do. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { AgentOptions } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect, type ConnectOptions } from '../../src/cluster/connect.js';
import { Credentials } from '../../src/cluster/credentials.js';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.js';
import { loadKubernetes } from '../../src/cluster/load-kubernetes.js';
import { UserError } from '../../src/foundation/errors.js';
import { ApiStub } from '../cluster/api-stub.js';
import { holds } from './sentences.js';

let stub: ApiStub;

beforeEach(async () => {
  stub = new ApiStub();
  await stub.start();
  stub.answer({ status: 200, body: { gitVersion: 'v1.36.0' } });
});

afterEach(() => stub.stop());

async function errorOf(kubeconfig: string, options: ConnectOptions = {}): Promise<unknown> {
  try {
    const cluster = await connect({ name: 'a', locality: 'x', kubeconfig }, options);
    await cluster.version();
    return undefined;
  } catch (error) {
    return error;
  }
}

const exec = (plugin: object, name = 'exec') =>
  stub.kubeconfig({ exec: { apiVersion: 'client.authentication.k8s.io/v1', ...plugin } }, name);
const provider = (config: object) =>
  stub.kubeconfig({ 'auth-provider': { name: 'gcp', config } }, 'provider');

holds('15. No secret of a kubeconfig is in an output.', async () => {
  const secret = 'correct-horse-battery';
  const at = stub.url.replace('//', `//me:${secret}@`);
  const cluster = (more: object) => ({
    clusters: [
      { name: 'c', cluster: { server: stub.url, 'insecure-skip-tls-verify': true, ...more } },
    ],
  });
  const echo = ['-c', 'echo "$SECRET_X $2 $3" >&2; echo "$3"; exit 1', 'x', '--token', secret];
  stub.answer({
    status: 500,
    body: { message: `no ${secret} ${Buffer.from(secret).toString('base64')}` },
  });
  for (const file of [
    stub.kubeconfig({ token: secret }, 'a'),
    stub.kubeconfig({ username: 'me', password: secret }, 'b'),
    stub.kubeconfig({}, 'c', cluster({ server: at })),
    stub.kubeconfig({}, 'd', cluster({ server: `me:${secret}@host` })),
    stub.kubeconfig({}, 'e', cluster({ 'proxy-url': `me:${secret}@host` })),
    exec({ command: 'sh', args: echo, env: [{ name: 'SECRET_X', value: secret }] }, 'f'),
    provider({ 'cmd-path': 'sh', 'cmd-args': `-c ${secret}`, 'access-token': secret, expiry: 'x' }),
    join(stub.folder, 'broken'),
  ]) {
    writeFileSync(join(stub.folder, 'broken'), `users: [{name: u, user: {token: ${secret}\n`);
    const error = await errorOf(file);
    if (error === undefined) continue;
    expect(String(error)).not.toContain(secret);
  }
});

test.each([
  '*S',
  '!S',
  '!!S',
  '!a!S',
  '!<S>',
  '&S *S',
  '%S',
  '"\\S"',
  '>S',
  '@S',
  '`S',
  '{S',
  '"S" S',
])('a value without quotes that YAML reads as something else is not shown: %s', async (written) => {
  const secret = 'correct-horse-battery';
  const value = written.replaceAll('S', secret);
  for (const text of [
    `users: [{name: u, user: {password: ${value}}}]\n`,
    `password: ${value}\n`,
    `${value}\n`,
  ]) {
    const file = join(stub.folder, 'special');
    writeFileSync(file, text);
    expect(String(await errorOf(file))).not.toContain(secret);
  }
});

holds(
  '16. A program that a kubeconfig names gets no shell and no terminal, and is ended when its time is over.',
  async () => {
    const mark = join(stub.folder, 'mark');
    const inShell = `echo;touch ${mark}`;
    for (const file of [
      exec({ command: inShell }, 'a'),
      exec({ command: 'echo', args: [`$(touch ${mark})`, `; touch ${mark}`] }, 'b'),
      provider({ 'cmd-path': inShell }),
    ]) {
      expect(await errorOf(file)).toMatchObject({ problem: 'credentials' });
    }
    expect(
      await errorOf(provider({ 'cmd-path': 'echo', 'cmd-args': `{}; touch ${mark}` })),
    ).toMatchObject({
      problem: 'credentials',
    });
    expect(existsSync(mark)).toBe(false);
    const terminal = exec({
      command: 'sh',
      args: ['-c', '[ -t 0 ] || [ -t 1 ] || read x || echo no terminal >&2; exit 1'],
    });
    expect(String(await errorOf(terminal))).toContain('no terminal');
    for (const file of [
      exec({ command: 'sleep', args: ['600'] }, 'c'),
      provider({ 'cmd-path': 'sleep', 'cmd-args': '600' }),
    ]) {
      const error = await errorOf(file, { pluginMs: 200 });
      expect(String(error)).toContain('sleep gave no answer within 0.2 s');
    }
    expect(stub.requests).toEqual([]);
  },
);

holds(
  '17. A program that a kubeconfig names is never taken from the workspace by its name alone.',
  async () => {
    const workspace = join(stub.folder, 'work');
    const mark = join(stub.folder, 'mark');
    mkdirSync(workspace);
    const program = join(workspace, 'log-in');
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`);
    chmodSync(program, 0o755);
    const before = process.env;
    process.env = {
      ...before,
      GITHUB_WORKSPACE: workspace,
      PATH: `${workspace}:.:${before['PATH'] ?? ''}`,
    };
    try {
      for (const file of [exec({ command: 'log-in' }), provider({ 'cmd-path': 'log-in' })]) {
        expect(String(await errorOf(file))).toContain('log-in, which is not installed');
      }
    } finally {
      process.env = before;
    }
    expect(existsSync(mark)).toBe(false);
  },
);

holds(
  '18. No kubeconfig makes mesh-failover read a device, a pipe or a file without end.',
  async () => {
    const pipe = join(stub.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const file of ['/dev/zero', '/dev/random', pipe]) {
      const cluster = { server: 'https://127.0.0.1:1', 'certificate-authority': file };
      for (const kubeconfig of [
        file,
        stub.kubeconfig({ tokenFile: file }, 'a'),
        stub.kubeconfig({ 'client-certificate': file, 'client-key': file }, 'b'),
        stub.kubeconfig({}, 'c', { clusters: [{ name: 'c', cluster }] }),
        stub.kubeconfig({ 'auth-provider': { name: 'other', config: { tokenFile: file } } }, 'd'),
        stub.kubeconfig(
          { 'auth-provider': { name: 'tokenFile', config: { tokenFile: file } } },
          'e',
        ),
      ]) {
        expect(String(await errorOf(kubeconfig))).toMatch(
          /is not a regular file|auth-provider: other/,
        );
      }
    }
    expect(stub.requests).toEqual([]);
  },
);

holds(
  '19. A kubeconfig of wrong types is an error of the user, and no internal error.',
  async () => {
    const wrong = [
      ...[5, 'x', [], [5], [{ name: 5 }], { a: 1 }].flatMap((value) =>
        ['users', 'contexts', 'clusters', 'current-context'].map((key) => ({ [key]: value })),
      ),
      ...[
        { exec: { command: 5 } },
        { exec: 5 },
        { exec: { command: 'x', args: 'a' } },
        { exec: { command: 'x', env: [5] } },
        { token: {} },
        { 'auth-provider': [] },
        { 'as-groups': 5 },
      ].map((user) => ({
        users: [{ name: 'u', user }],
      })),
    ];
    for (const more of wrong) {
      const error = await errorOf(stub.kubeconfig({}, 'x', more));
      // A name of the wrong kind may still be the one that is looked for.
      if (JSON.stringify(more).includes('current-context') && error === undefined) continue;
      expect([more, error instanceof UserError]).toEqual([more, true]);
    }
    expect(stub.requests).toEqual([]);
  },
);

holds(
  "20. Only the kubeconfig can switch off the check of a server's certificate, and that is a warning.",
  async () => {
    const checks = async (more: object) => {
      const cluster = { server: 'https://127.0.0.1:1', ...more };
      const kubeconfig = stub.kubeconfig({ token: 'the-token' }, 'x', {
        clusters: [{ name: 'c', cluster }],
      });
      const given = { name: 'a', locality: 'x', kubeconfig };
      const warnings: string[] = [];
      await connect(given, { warn: (text) => warnings.push(text) });
      const config = loadKubeconfig(await loadKubernetes(), given, {});
      const { agent } = await new Credentials('a', config, { headers: {} }).login();
      const { options } = agent as unknown as { options: AgentOptions };
      return [options.rejectUnauthorized, warnings.length];
    };
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await checks({})).toEqual([true, 0]);
      expect(await checks({ 'insecure-skip-tls-verify': true })).toEqual([false, 1]);
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  },
);
