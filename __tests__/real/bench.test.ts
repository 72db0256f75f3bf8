/** The bench itself: what the other tests take for granted. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startApiServer } from './bench/api-server.mjs';
import { Bench } from './bench/bench.mjs';
import type { Cluster } from './bench/cluster.mjs';
import { startEtcd } from './bench/etcd.mjs';
import type { PartName } from './bench/parts.mjs';
import { pollUntil } from './bench/poll-until.mjs';
import { describeReal } from './describe-real.js';

const parts: PartName[] = ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'];

describeReal('the bench', parts, () => {
  let bench: Bench;
  let clusters: Cluster[] = [];

  beforeAll(async () => {
    bench = new Bench();
    const etcd = await startEtcd(bench);
    const users = [{ name: 'stranger', token: 'stranger-token' }];
    clusters = await Promise.all(
      ['a', 'b'].map((name) => startApiServer(bench, { name, etcd, users })),
    );
  }, 120_000);

  afterAll(() => bench?.stop(), 30_000);

  test('each cluster has objects of its own', async () => {
    const [a, b] = clusters as [Cluster, Cluster];
    await a.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'only-in-a' } });
    expect((await a.get('/api/v1/namespaces/only-in-a')).status).toBe(200);
    expect((await b.get('/api/v1/namespaces/only-in-a')).status).toBe(404);
  });

  test('an Istio object is checked against its CRD', async () => {
    const rule = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'wrong', namespace: 'default' },
      spec: { host: 'x', trafficPolicy: { outlierDetection: { maxEjectionPercent: 'many' } } },
    };
    await expect(clusters[0]?.apply(rule)).rejects.toThrow('maxEjectionPercent');
  });

  test('users and service accounts may do what RBAC says', async () => {
    const [a] = clusters as [Cluster];
    const can = async (kubeconfig: string) =>
      a
        .kubectl(['--kubeconfig', kubeconfig, 'auth', 'can-i', 'list', 'secrets'])
        .then((answer) => answer.trim())
        .catch(() => 'no');
    expect(await can(a.kubeconfig)).toBe('yes');
    expect(await can(await a.kubeconfigOf('stranger'))).toBe('no');
    const reader = await a.kubeconfigOfServiceAccount('default', 'reader');
    expect(await can(reader)).toBe('no');
    // Not the built-in role `view`: it is empty until a controller manager aggregates it.
    await a.kubectl(['create', 'clusterrole', 'reader', '--verb=list', '--resource=secrets']);
    const binding = ['--clusterrole=reader', '--serviceaccount=default:reader'];
    await a.kubectl(['create', 'clusterrolebinding', 'reader', ...binding]);
    await pollUntil('the role is in force', async () => (await can(reader)) === 'yes');
  });

  test('nothing is left when the process that started a bench is killed', async () => {
    const script = fileURLToPath(new URL('./bench/two-clusters.mjs', import.meta.url));
    const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const kubeconfig = await new Promise<string>((resolve) => {
      owner.stdout.on('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    });
    const folder = fileURLToPath(new URL('.', `file://${kubeconfig}`));
    expect(processesOf(folder)).toHaveLength(4);
    owner.kill('SIGKILL');
    await pollUntil('everything is gone', () => processesOf(folder).length === 0);
    await pollUntil('the folder is gone', () => !existsSync(folder));
  }, 60_000);
});

/** The processes that have the bench's folder among their arguments; the watchdog is one. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const prefix = folder.replace(/\/$/, '');
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(prefix);
    } catch {
      return false;
    }
  });
}
