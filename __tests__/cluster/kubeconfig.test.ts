import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ClusterConfig } from '../../src/config/config.js';
import { connect, type ConnectOptions } from '../../src/cluster/connect.js';
import { UserError } from '../../src/foundation/errors.js';
import { ApiStub } from './api-stub.js';

const token = 'a-token-that-is-secret';
const apiVersion = 'client.authentication.k8s.io/v1';

describe('kubeconfig', () => {
  let stub: ApiStub;

  beforeEach(async () => {
    stub = new ApiStub();
    await stub.start();
    stub.answer({ status: 200, body: { gitVersion: 'v1.36.0' } });
  });

  afterEach(() => stub.stop());

  const use = async (cluster: Partial<ClusterConfig>, options?: ConnectOptions) => {
    const connected = await connect({ name: 'a', locality: 'x', ...cluster }, options);
    await Promise.all([connected.version(), connected.version()]);
    return stub.requests.at(-1)?.headers.authorization;
  };
  const exec = (plugin: object) => stub.kubeconfig({ exec: { apiVersion, ...plugin } }, 'exec');

  test('from KUBECONFIG, a list with missing files, where the first entry of a name counts', async () => {
    const first = stub.kubeconfig({ token }, 'first');
    const second = stub.kubeconfig({ token: 'other' }, 'second');
    const missing = join(stub.folder, 'missing');
    const env = { KUBECONFIG: [missing, first, second].join(delimiter) };
    expect(await use({}, { env })).toBe(`Bearer ${token}`);
    const noEnv = { env: { KUBECONFIG: missing } };
    await expect(use({}, noEnv)).rejects.toThrow(/KUBECONFIG names .*missing.*not exist/);
  });

  test('from the home folder', async () => {
    mkdirSync(join(stub.folder, '.kube'));
    stub.kubeconfig({ token }, '.kube/config');
    const env = { HOME: stub.folder };
    expect(await use({}, { env })).toBe(`Bearer ${token}`);
    expect(await use({ kubeconfig: '~/.kube/config' }, { env })).toBe(`Bearer ${token}`);
    const nowhere = { env: { HOME: join(stub.folder, 'nowhere') } };
    await expect(use({}, nowhere)).rejects.toThrow('no kubeconfig for cluster a');
  });

  test('a token file beside it, with a new line at its end', async () => {
    writeFileSync(join(stub.folder, 'token'), `${token}\n`);
    const kubeconfig = stub.kubeconfig({ tokenFile: 'token' });
    expect(await use({ kubeconfig })).toBe(`Bearer ${token}`);
  });

  test('an exec plugin beside it, which is told what is asked for, once', async () => {
    const plugin = join(stub.folder, 'plugin');
    const script = `#!${process.execPath}
      require('node:fs').appendFileSync(${JSON.stringify(join(stub.folder, 'runs'))}, '.');
      const { kind, spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
      const token = [kind, spec.interactive, spec.cluster.server].join(' ');
      console.log(JSON.stringify({ status: { token } }));`;
    writeFileSync(plugin, script);
    chmodSync(plugin, 0o755);
    const kubeconfig = exec({ command: './plugin', provideClusterInfo: true, args: [] });
    expect(await use({ kubeconfig })).toBe(`Bearer ExecCredential false ${stub.url}`);
    expect(readFileSync(join(stub.folder, 'runs'), 'utf8')).toBe('.');
  });

  test.each([
    ['is not there', { command: 'no-such-plugin' }, 'no-such-plugin, which is not installed'],
    [
      'fails',
      { command: 'sh', args: ['-c', 'echo log in first >&2; exit 1'] },
      'sh failed: log in first',
    ],
    ['writes no JSON', { command: 'echo', args: [token] }, 'echo did not write an ExecCredential'],
    ['writes other JSON', { command: 'echo', args: ['{}'] }, 'did not write an ExecCredential'],
  ])('an exec plugin that %s', async (_, plugin, message) => {
    const error = await use({ kubeconfig: exec(plugin) }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      problem: 'credentials',
      message: expect.stringContaining(message),
    });
    expect(String(error)).not.toContain(token);
  });

  const provider = (name: string, config: object) =>
    stub.kubeconfig({ 'auth-provider': { name, config } }, 'provider');
  const program = (output: object) => {
    const file = join(stub.folder, 'log in');
    const script = `#!${process.execPath}
      require('node:fs').appendFileSync(${JSON.stringify(join(stub.folder, 'runs'))}, process.argv.slice(2).join() + ';');
      console.log(${JSON.stringify(JSON.stringify(output))});`;
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    return './log in';
  };

  test.each(['gcp', 'azure'])(
    'auth-provider %s: its program gives a token, without a shell',
    async (name) => {
      const paths = { 'token-key': '{.credential.access}', 'expiry-key': '{.credential.end}' };
      const credential = { access: token, end: '2999-01-01T00:00:00Z' };
      const kubeconfig = provider(name, {
        'cmd-path': program({ credential }),
        'cmd-args': 'config $(touch\tx) "a',
        'access-token': 'one-that-has-ended',
        expiry: '2020-01-01T00:00:00Z',
        ...paths,
      });
      expect(await use({ kubeconfig })).toBe(`Bearer ${token}`);
      expect(readFileSync(join(stub.folder, 'runs'), 'utf8')).toBe('config,$(touch,x),"a;');
      const usual = provider(name, { 'cmd-path': program({ access_token: 'the-usual-place' }) });
      expect(await use({ kubeconfig: usual })).toBe('Bearer the-usual-place');
      const kept = provider(name, { 'access-token': token, expiry: '2999-01-01T00:00:00Z' });
      expect(await use({ kubeconfig: kept })).toBe(`Bearer ${token}`);
    },
  );

  test.each([
    [{ 'cmd-path': 'sleep', 'cmd-args': '600' }, 'sleep gave no answer within 0.2 s'],
    [{ 'cmd-path': 'yes' }, /yes (?:wrote far too much|gave no answer)/],
    [{ 'cmd-path': 'no-such-program' }, 'no-such-program, which is not installed'],
    [{ 'cmd-path': 'echo', 'cmd-args': token }, 'echo did not write JSON'],
    [{ 'cmd-path': 'echo', 'cmd-args': '{}' }, 'echo wrote no token at {.access_token}'],
    [{ 'cmd-path': 'echo', 'cmd-args': '{}', 'token-key': '{[?(1)]}' }, 'token-key must be a path'],
    [{ 'cmd-path': 'echo;touch' }, 'echo;touch, which is not installed'],
    [{}, 'it holds no token, and no cmd-path: write the kubeconfig anew'],
    [{ 'access-token': token, expiry: '2020-01-01T00:00:00Z' }, 'its token has ended'],
    [{ 'access-token': token, 'expires-on': '1000000000' }, 'its token has ended'],
  ])('auth-provider %j gives no credential', async (config, message) => {
    const kubeconfig = provider('gcp', config);
    const error = await use({ kubeconfig }, { pluginMs: 200 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      problem: 'credentials',
      message: expect.stringMatching(
        message instanceof RegExp ? message : message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      ),
    });
    expect(String(error)).not.toContain(token);
    expect(stub.requests).toEqual([]);
  });

  test.each([
    [
      { 'auth-provider': { name: 'exec', config: { exec: { command: 'touch' } } } },
      /config.exec must/,
    ],
    [
      { 'auth-provider': { name: 'exec', config: { exec: 'touch' } } },
      /logs in with auth-provider.exec/,
    ],
    [
      { 'auth-provider': { name: 'oidc', config: { tokenFile: '/dev/zero' } } },
      /auth-provider.tokenFile/,
    ],
    [
      { 'auth-provider': { name: 'other', config: { tokenFile: '/dev/zero' } } },
      /auth-provider: other/,
    ],
    [{ 'auth-provider': { name: 'openstack', config: {} } }, /use exec, tokenFile or token/],
    [{ 'auth-provider': { name: 'gcp', config: { 'cmd-path': 5 } } }, /cmd-path must be a string/],
    [
      { 'auth-provider': { name: 'gcp' }, exec: { command: 'true' } },
      /both exec and auth-provider/,
    ],
  ])('%j is refused', async (user, message) => {
    const error = await use({ kubeconfig: stub.kubeconfig(user) }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(message);
    expect(stub.requests).toEqual([]);
  });

  test('a context without user', async () => {
    const contexts = [{ name: 'here', context: { cluster: 'c' } }];
    const kubeconfig = stub.kubeconfig({ token }, 'anonymous', { contexts });
    expect(await use({ kubeconfig })).toBeUndefined();
  });

  test.each([
    ['missing', undefined, /missing does not exist/],
    ['not YAML', `users: [\n  token: ${token}\n`, /line 3: /],
    ['empty', ' \n', /missing is empty/],
    ['without contexts', '{}', /missing has no contexts/],
  ])('a file that is %s', async (_, text, message) => {
    const kubeconfig = join(stub.folder, 'missing');
    if (text !== undefined) writeFileSync(kubeconfig, text);
    const error = await use({ kubeconfig }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain(token);
  });

  test('a folder instead of a file', async () => {
    const kubeconfig = stub.folder;
    await expect(use({ kubeconfig })).rejects.toThrow(`${stub.folder} is a folder; name a file`);
  });

  test('names that lead nowhere', async () => {
    const kubeconfig = stub.kubeconfig({ token });
    const other = use({ kubeconfig, context: 'there' });
    await expect(other).rejects.toThrow(/no context there in .*, only: here/);
    const without = (more: object) => use({ kubeconfig: stub.kubeconfig({}, 'x', more) });
    await expect(without({ users: [] })).rejects.toThrow('names a user u that is not there');
    await expect(without({ clusters: [] })).rejects.toThrow('names a cluster c that is not there');
  });

  test.each(['/dev/zero', '/dev/random'])('a device in place of a file: %s', async (device) => {
    const message = `${device} is not a regular file`;
    for (const user of [
      { tokenFile: device },
      { 'client-certificate': device, 'client-key': device },
    ]) {
      const kubeconfig = stub.kubeconfig(user);
      await expect(use({ kubeconfig })).rejects.toThrow(message);
    }
    const cluster = { server: 'https://127.0.0.1:1', 'certificate-authority': device };
    const kubeconfig = stub.kubeconfig({ token }, 'ca', { clusters: [{ name: 'c', cluster }] });
    await expect(use({ kubeconfig })).rejects.toThrow(message);
    await expect(use({ kubeconfig: device })).rejects.toThrow(message);
    expect(stub.requests).toEqual([]);
  });

  test('a token file that is replaced is read anew when the token is no longer accepted', async () => {
    const file = join(stub.folder, 'token');
    writeFileSync(file, 'the-first-token');
    stub.answer({ status: 401, body: {} }, { status: 200, body: { gitVersion: 'v1.36.0' } });
    const cluster = { name: 'a', locality: 'x', kubeconfig: stub.kubeconfig({ tokenFile: file }) };
    const connected = await connect(cluster);
    const version = connected.version();
    stub.handle = ((first) => (request, response) => {
      writeFileSync(file, 'the-second-token');
      first(request, response);
    })(stub.handle);
    await version;
    expect(stub.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer the-first-token',
      'Bearer the-second-token',
    ]);
  });

  const wrong = [5, true, ['x'], { x: 1 }];
  const userFields = [
    'token',
    'tokenFile',
    'username',
    'password',
    'client-certificate',
    'client-key-data',
    'as',
    'as-groups',
    'exec',
    'auth-provider',
  ];
  const execFields = [
    'command',
    'args',
    'env',
    'apiVersion',
    'installHint',
    'provideClusterInfo',
    'interactiveMode',
  ];
  const clusterFields = [
    'server',
    'proxy-url',
    'certificate-authority',
    'certificate-authority-data',
    'tls-server-name',
    'insecure-skip-tls-verify',
  ];

  test.each([
    ...userFields.map(
      (field) =>
        [
          field,
          (value: unknown) => ({ users: [{ name: 'u', user: { [field]: value } }] }),
        ] as const,
    ),
    ...execFields.map(
      (field) =>
        [
          `exec.${field}`,
          (value: unknown) => ({
            users: [{ name: 'u', user: { exec: { command: 'true', [field]: value } } }],
          }),
        ] as const,
    ),
    ...clusterFields.map(
      (field) =>
        [
          field,
          (value: unknown) => ({
            clusters: [
              {
                name: 'c',
                cluster: { server: stub.url, 'insecure-skip-tls-verify': true, [field]: value },
              },
            ],
          }),
        ] as const,
    ),
    ['contexts', (value: unknown) => ({ contexts: value })] as const,
    ['users', (value: unknown) => ({ users: value })] as const,
    [
      'context.user',
      (value: unknown) => ({
        contexts: [{ name: 'here', context: { cluster: 'c', user: value } }],
      }),
    ] as const,
  ])('a wrong type in %s is an error of the user', async (field, more) => {
    for (const value of wrong) {
      const kubeconfig = stub.kubeconfig({}, 'wrong', more(value));
      const error = await use({ kubeconfig }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      // Some of these values are right for their field.
      if (error === undefined || (error as { problem?: string }).problem !== undefined) continue;
      expect(error).toBeInstanceOf(UserError);
    }
    const sure = stub.kubeconfig(
      {},
      'sure',
      more(field.endsWith('exec') ? 5 : { nested: { x: 5 } }),
    );
    if (field === 'exec' || field === 'auth-provider') return;
    await expect(use({ kubeconfig: sure })).rejects.toBeInstanceOf(UserError);
  });

  test.each([
    'admin:hunter-of-two@127.0.0.1',
    'admin:hunter-of-two@127.0.0.1:6443',
    'https://admin:hunter-of-two@',
    'ftp://admin:hunter-of-two@host',
    'hunter-of-two@host',
  ])('a password in an address is not repeated: %s', async (address) => {
    for (const field of ['server', 'proxy-url']) {
      const cluster = { server: stub.url, 'insecure-skip-tls-verify': true, [field]: address };
      const kubeconfig = stub.kubeconfig({ token }, 'x', { clusters: [{ name: 'c', cluster }] });
      const error = await use({ kubeconfig }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UserError);
      expect(String(error)).not.toContain('hunter');
    }
  });

  test('every part of a credential is cut out of what a server or a program says', async () => {
    const parts = [
      'the-basic-password',
      Buffer.from('u:the-basic-password').toString('base64'),
      'pass%20word-in-address',
      'pass word-in-address',
    ];
    stub.answer({ status: 500, body: { kind: 'Status', message: parts.join(' ') } });
    const server = stub.url.replace('//', '//me:pass%20word-in-address@');
    const cluster = { server, 'insecure-skip-tls-verify': true };
    const user = { username: 'u', password: 'the-basic-password' };
    const clusters = [{ name: 'c', cluster }];
    const kubeconfig = stub.kubeconfig(user, 'basic', { clusters });
    const connected = await connect({ name: 'a', locality: 'x', kubeconfig });
    const key = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'n', name: 'x' };
    const error = await connected.get(key).catch((reason: unknown) => reason);
    expect(String(error)).toContain('*** *** *** ***');
    for (const part of parts) expect(String(error)).not.toContain(part);
    expect(connected.server).toBe(stub.url);

    const env = [
      { name: 'LOGIN_SECRET', value: 'the-variable' },
      { name: 'AWS_PROFILE', value: 'production' },
    ];
    const script = 'echo $LOGIN_SECRET $2 $AWS_PROFILE >&2; exit 1';
    const args = ['-c', script, 'x', '--client-secret', 'the-argument'];
    const failed = use({ kubeconfig: exec({ command: 'sh', args, env }) });
    const said = await failed.catch((reason: unknown) => String(reason));
    expect(said).toContain('*** *** production');
  });
});
