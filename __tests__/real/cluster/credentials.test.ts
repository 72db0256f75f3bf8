/** Ways to log in, against a real API server. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect as connectSocket, type AddressInfo, type Socket } from 'node:net';
import { delimiter } from 'node:path';
import type { Cluster } from '../../../src/cluster/cluster.js';
import { connect, type ConnectOptions } from '../../../src/cluster/connect.js';
import { startApiServer } from '../bench/api-server.mjs';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { startEtcd } from '../bench/etcd.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';

const viewerToken = 'viewer-token-which-is-secret';
const namespaces = { apiVersion: 'v1', kind: 'Namespace' };

describeReal('credentials', ['etcd', 'kube-apiserver', 'kubectl'], () => {
  const bench = new Bench();
  let api: ApiServer;
  let count = 0;

  beforeAll(async () => {
    const etcd = await startEtcd(bench);
    const users = [{ name: 'viewer', token: viewerToken }];
    api = await startApiServer(bench, { name: 'a', etcd, users, istioCrds: false });
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  const admin = () => api.entry().token;
  const authority = () => Buffer.from(api.ca).toString('base64');

  /** A kubeconfig with one context; the cluster and the user are as given. */
  function kubeconfig(user: object, cluster: object = {}): Promise<string> {
    const whole = { server: api.url, 'certificate-authority-data': authority(), ...cluster };
    const config = {
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: whole }],
      users: [{ name: 'u', user }],
    };
    return bench.write(`kubeconfig-${++count}`, JSON.stringify(config));
  }

  async function login(user: object, cluster?: object, options?: ConnectOptions): Promise<Cluster> {
    const file = await kubeconfig(user, cluster);
    return connect({ name: 'a', locality: 'x', kubeconfig: file }, { env: {}, ...options });
  }

  /** A program that logs in; it counts its runs. */
  async function plugin(script: string): Promise<{ command: string; runs: () => number }> {
    const name = `plugin-${++count}`;
    const runs = bench.path(`${name}-runs`);
    const text =
      `#!${process.execPath}\nconst fs = require('node:fs');\n` +
      `fs.appendFileSync(${JSON.stringify(runs)}, '.');\n` +
      `const give = (status) => console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }));\n` +
      script;
    const command = await bench.write(name, text);
    chmodSync(command, 0o755);
    return { command, runs: () => (existsSync(runs) ? readFileSync(runs, 'utf8').length : 0) };
  }

  const exec = (command: string, more: object = {}) => {
    return { exec: { apiVersion: 'client.authentication.k8s.io/v1', command, ...more } };
  };

  const failure = (work: Promise<unknown>) =>
    work.then(
      () => 'no failure',
      (error: unknown) => error,
    );

  test('an exec plugin, run once for many requests', async () => {
    const { command, runs } = await plugin(
      `if (fs.readFileSync(0, 'utf8') !== '' || process.env.KIND !== 'fake') process.exit(7);
       give({ token: ${JSON.stringify(admin())} });`,
    );
    const env = [{ name: 'KIND', value: 'fake' }];
    const cluster = await login(exec(command, { env, interactiveMode: 'IfAvailable' }));
    const lists = await Promise.all([1, 2, 3].map(() => cluster.list(namespaces)));
    expect(lists[0]?.map(({ metadata }) => metadata.name)).toContain('default');
    expect(runs()).toBe(1);
  }, 30_000);

  test('a credential that is about to end is asked for again, and so is one that is refused', async () => {
    const soon = await plugin(
      `give({ token: ${JSON.stringify(admin())}, expirationTimestamp: new Date(Date.now() + 5_000) });`,
    );
    const cluster = await login(exec(soon.command));
    await cluster.list(namespaces);
    await cluster.list(namespaces);
    expect(soon.runs()).toBe(2);

    const later = await plugin(
      `const first = fs.readFileSync(process.argv[1] + '-runs', 'utf8').length === 1;
       give({ token: first ? 'a-token-of-yesterday' : ${JSON.stringify(admin())} });`,
    );
    expect(await (await login(exec(later.command))).list(namespaces)).not.toEqual([]);
    expect(later.runs()).toBe(2);
  }, 30_000);

  test.each([
    ['always refused', `give({ token: 'wrong-token-secret' });`, 'unauthorized', '401'],
    [
      'that has ended',
      `give({ token: 'x', expirationTimestamp: '2020-01-01T00:00:00Z' });`,
      'credentials',
      'ended at 2020-01-01',
    ],
    ['without its key', `give({ clientCertificateData: 'x' });`, 'credentials', 'without its key'],
  ])('a credential %s', async (_, script, problem, message) => {
    const { command } = await plugin(script);
    const error = await failure((await login(exec(command))).list(namespaces));
    expect(error).toMatchObject({ problem, message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('wrong-token-secret');
  });

  test('a plugin that waits for somebody is ended', async () => {
    const { command, runs } = await plugin(
      `fs.writeFileSync(process.argv[1] + '-pid', String(process.pid));
       console.error('To sign in, open a browser'); setInterval(() => {}, 1_000);`,
    );
    const cluster = await login(exec(command), {}, { pluginMs: 1_500 });
    const error = await failure(cluster.list(namespaces));
    expect(error).toMatchObject({
      problem: 'credentials',
      message: expect.stringMatching(/no answer within 1\.5 s: To sign in, open a browser/),
    });
    expect(runs()).toBe(1);
    const pid = Number(readFileSync(`${command}-pid`, 'utf8'));
    await pollUntil('the plugin is gone', () => !isAlive(pid));
  }, 30_000);

  test.each([
    ['missing/gke-gcloud-auth-plugin', {}, 'gcloud components install gke-gcloud-auth-plugin'],
    ['no-such-plugin', { installHint: 'See example.com/plugin' }, 'See example.com/plugin'],
    ['sh', { interactiveMode: 'Always' }, 'wants a terminal'],
  ])('%s cannot be used: what to do', async (name, more, hint) => {
    // In a folder of our own: a program that this machine has must not be asked for anybody's credentials.
    const command = name === 'sh' ? name : bench.path(name);
    const error = await failure((await login(exec(command, more))).list(namespaces));
    expect(String(error)).toContain(hint);
    expect(error).toMatchObject({ problem: 'credentials' });
  });

  test('KUBECONFIG: what belongs together may stand in several files', async () => {
    const part = (content: object) => bench.write(`part-${++count}`, JSON.stringify(content));
    const context = (user: string) => ({ cluster: 'c', user });
    const files = await Promise.all([
      part({ contexts: [{ name: 'c', context: context('u') }] }),
      part({
        'current-context': 'c',
        contexts: [{ name: 'c', context: context('other') }],
        clusters: [
          { name: 'c', cluster: { server: api.url, 'certificate-authority-data': authority() } },
        ],
      }),
      part({ 'current-context': 'd', users: [{ name: 'u', user: { token: admin() } }] }),
    ]);
    const env = { KUBECONFIG: [bench.path('missing'), ...files].join(delimiter) };
    const cluster = await connect({ name: 'a', locality: 'x' }, { env });
    expect(await cluster.list(namespaces)).not.toEqual([]);
    const viewer = await api.kubeconfigOf('viewer');
    const own = await connect({ name: 'a', locality: 'x', kubeconfig: viewer }, { env });
    await expect(own.list(namespaces)).rejects.toMatchObject({ problem: 'forbidden' });
  }, 30_000);

  test('impersonation, with the groups', async () => {
    const nodes = { verb: 'delete', group: '', resource: 'nodes' };
    const may = async (more: object) => (await login({ token: admin(), ...more })).may(nodes);
    expect(await may({ as: 'nobody' })).toBe(false);
    expect(await may({ as: 'nobody', 'as-groups': ['system:masters'] })).toBe(true);
    expect(
      await may({ as: 'nobody', 'as-uid': '1', 'as-user-extra': { 'a.io/b': ['c', 'd'] } }),
    ).toBe(false);
    await expect(login({ token: admin(), 'as-groups': ['x'] })).rejects.toThrow('without "as"');
    const weak = await login({ token: viewerToken, as: 'admin' });
    await expect(weak.list(namespaces)).rejects.toMatchObject({ problem: 'forbidden' });
  }, 30_000);

  test('who the server is', async () => {
    const user = { token: admin() };
    const list = async (cluster: object, options?: ConnectOptions) =>
      (await login(user, cluster, options)).list(namespaces);
    const none = { 'certificate-authority-data': undefined };
    await expect(list(none)).rejects.toMatchObject({ problem: 'certificate' });
    await expect(list({ 'tls-server-name': 'other.example' })).rejects.toMatchObject({
      problem: 'certificate',
    });
    expect(await list({ 'tls-server-name': 'kubernetes.default.svc' })).not.toEqual([]);
    const garbled = { 'certificate-authority-data': Buffer.from('cut').toString('base64') };
    await expect(list(garbled)).rejects.toThrow(/certificate-authority-data of the cluster c in /);

    const warnings: string[] = [];
    const insecure = { ...none, 'insecure-skip-tls-verify': true };
    expect(await list(insecure, { warn: (text) => warnings.push(text) })).not.toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('insecure-skip-tls-verify')]);
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await expect(list(none)).rejects.toMatchObject({ problem: 'certificate' });
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  }, 30_000);

  test('through a proxy', async () => {
    const proxy = await startProxy(Number(new URL(api.url).port));
    try {
      // Only the proxy knows this name.
      const server = 'https://kubernetes.default.svc:6443';
      const user = { token: admin() };
      const list = async (env: Record<string, string>, cluster: object = {}) =>
        (await login(user, { server, ...cluster }, { env })).list(namespaces);
      expect(await list({ HTTPS_PROXY: proxy.url })).not.toEqual([]);
      expect(await list({ https_proxy: proxy.url.replace('http://', '') })).not.toEqual([]);
      expect(await list({}, { 'proxy-url': proxy.url })).not.toEqual([]);
      expect(proxy.targets()).toEqual(Array(3).fill('kubernetes.default.svc:6443'));
      const excepted = { HTTPS_PROXY: proxy.url, NO_PROXY: '.default.svc,10.0.0.0/8' };
      await expect(list(excepted)).rejects.toMatchObject({ problem: 'unreachable' });
      expect(await list({ HTTPS_PROXY: 'http://127.0.0.1:9' }, { server: api.url })).not.toEqual(
        [],
      );
    } finally {
      proxy.stop();
    }
  }, 60_000);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A proxy for CONNECT, that leads every name to a port of this machine. */
async function startProxy(port: number) {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer();
  server.on('connect', (request, client: Socket) => {
    targets.push(request.url ?? '');
    const upstream = connectSocket(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets: () => targets,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
