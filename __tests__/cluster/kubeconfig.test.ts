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
});
