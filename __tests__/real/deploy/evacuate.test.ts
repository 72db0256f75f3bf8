/** A region taken out of two real clusters by the command line, with real istiods and gateways that are measured. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { EvacuationResult } from '../../../src/deploy/evacuation-result.js';
import type { PlanResult } from '../../../src/deploy/plan-result.js';
import { built } from '../../built.js';
import { assertJsonOutputs } from '../../json-outputs.mjs';
import { Bench } from '../bench/bench.mjs';
import { startMesh } from '../bench/mesh.mjs';
import { describeReal } from '../describe-real.js';
import { expectSplit } from '../expect-split.js';
import { ExampleCopy } from './example-copy.js';
import { Faults, FaultyProxy, type Exchange } from './faults/faulty-proxy.js';
import { liveObjects } from './two-servers.js';

const regionA = 'europe-west1';
const regionB = 'us-central1';
const half = { [regionA]: 50, [regionB]: 50 };
const out = { [regionB]: 100 };

describeReal(
  'an evacuation in the clusters',
  ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds', 'pilot-discovery', 'envoy'],
  () => {
    const bench = new Bench();
    const faults = new Faults();
    const proxies: FaultyProxy[] = [];
    let mesh: Awaited<ReturnType<typeof startMesh>>;
    let example: ExampleCopy;
    let process_: ChildProcess | undefined;

    beforeAll(async () => {
      mesh = await startMesh({ clusters: [{ name: regionA }, { name: regionB }], bench });
      example = ExampleCopy.forContexts(bench.path('hello-world'));
      const users = [];
      const clusters = [];
      const contexts = [];
      for (const [index, { api }] of mesh.clusters.entries()) {
        const proxy = new FaultyProxy(api, faults);
        await proxy.open();
        proxies.push(proxy);
        const name = index === 0 ? 'a' : 'b';
        users.push({ name, user: { token: api.entry().token } });
        clusters.push({ name, cluster: { server: proxy.url, 'insecure-skip-tls-verify': true } });
        contexts.push({ name, context: { cluster: name, user: name } });
      }
      const kubeconfig = { apiVersion: 'v1', kind: 'Config', users, clusters, contexts };
      await bench.write('clusters.kubeconfig', JSON.stringify(kubeconfig));
      expect((await run('apply')).status).toBe(0);
    }, 180_000);

    afterAll(async () => {
      for (const proxy of proxies) proxy.stop();
      await bench.stop();
    }, 30_000);

    async function run(...args: string[]) {
      const child = spawn(process.execPath, [`${built}/cli/index.js`, ...args], {
        cwd: example.folder,
        env: { PATH: process.env['PATH'], KUBECONFIG: bench.path('clusters.kubeconfig') },
      });
      process_ = child;
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      const [status] = (await once(child, 'close')) as [number | null];
      assertJsonOutputs(args, { cwd: example.folder, status, stdout });
      return { status, stdout, stderr };
    }

    async function evacuate(...args: string[]) {
      const { status, stdout, stderr } = await run('evacuate', ...args, '--format', 'json');
      if (stdout === '') throw new Error(`status ${status}: ${stderr}`);
      return { status, result: JSON.parse(stdout) as EvacuationResult };
    }

    /** The weights of callers in the first region, in each cluster. */
    async function weights(): Promise<unknown[]> {
      const all = mesh.clusters.map(async ({ api }) => {
        const rule = (await liveObjects(api, 'default')).find(
          ({ kind }) => kind === 'DestinationRule',
        );
        return rule?.spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to;
      });
      return Promise.all(all);
    }

    const drift = async () => (await run('plan', '--exit-code')).status;

    const isWrite = ({ method, path }: Exchange) =>
      method === 'PATCH' && path.includes('destinationrules') && !path.includes('dryRun');

    /** The lock of a dead run ends by itself; what is not about that need not wait for it. */
    async function endLock(api: (typeof mesh.clusters)[number]['api']): Promise<void> {
      const name = ['lease', '-n', 'mesh-failover', 'mesh-failover-default'];
      await api.kubectl(['patch', ...name, '--type=merge', '-p', '{"spec":{"holderIdentity":""}}']);
    }

    /** The process is killed when it writes for the n-th time, which does not get through. */
    async function killedAt(
      write: number,
      args: string[],
      { waits = false }: { waits?: boolean } = {},
    ): Promise<void> {
      let count = 0;
      faults.reset((exchange) => {
        if (!isWrite(exchange) || ++count < write) return undefined;
        return {
          before: () => {
            process_?.kill('SIGKILL');
            return false;
          },
        };
      });
      const { status } = await run('evacuate', ...args);
      faults.reset();
      expect(status).toBeNull();
      if (!waits) await Promise.all(mesh.clusters.map(({ api }) => endLock(api)));
    }

    test('the region gets nothing in it, is restored, and is measured to get its half again', async () => {
      await expectSplit(mesh.clusters, { [regionA]: 0.5, [regionB]: 0.5 });
      const tried = await evacuate(regionA, '--for', '1h', '--dry-run=server');
      expect(tried.result).toMatchObject({ outcome: 'checked' });
      expect(await weights()).toEqual([half, half]);

      const { status, result } = await evacuate(
        regionA,
        '--for',
        '1h',
        '--steps',
        '50,0',
        '--pause',
        '1s',
      );
      expect({ status, result }).toMatchObject({ status: 0, result: { outcome: 'evacuated' } });
      expect(
        result.steps.map(({ percent, moves }) => [percent, moves[0]?.after[regionA] ?? 0]),
      ).toEqual([
        [50, 0.25],
        [0, 0],
      ]);
      await expectSplit(mesh.clusters, { [regionB]: 1 });

      // Said, kept by an apply, and no drift.
      const plan = await run('plan', '--exit-code', '--format', 'json');
      expect(plan.status).toBe(0);
      const planned = JSON.parse(plan.stdout) as PlanResult;
      expect(planned.evacuation).toMatchObject({ region: regionA, share: 0 });
      example.edit('destination-rule.yaml', 'interval: 1s', 'interval: 2s');
      expect(await drift()).toBe(1);
      const apply = await run('apply');
      expect(apply).toMatchObject({ status: 0 });
      expect(apply.stdout).toMatch(/europe-west1 is evacuated until/);
      expect(await weights()).toEqual([out, out]);
      expect(await drift()).toBe(0);

      const back = await evacuate('--restore', '--steps', '50,100', '--pause', '1s');
      expect(back.result).toMatchObject({ outcome: 'restored', steps: [{ percent: 50 }, {}] });
      await expectSplit(mesh.clusters, { [regionA]: 0.5, [regionB]: 0.5 });
      expect(await drift()).toBe(0);
      expect((await evacuate('--restore')).result.outcome).toBe('nothing');
    }, 240_000);

    test('it ends by itself', async () => {
      expect((await evacuate(regionA, '--for', '4s')).status).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      expect(await drift()).toBe(1);
      const apply = await run('apply');
      expect(apply.stdout).toMatch(/The evacuation of europe-west1 .* ended at/);
      expect(await weights()).toEqual([half, half]);
      expect((await evacuate(regionA, '--for', '1h')).status).toBe(0);
      const early = await evacuate('--restore', '--expired');
      expect(early).toMatchObject({ status: 0, result: { outcome: 'nothing' } });
      expect(await weights()).toEqual([out, out]);
      expect((await evacuate('--restore')).result.outcome).toBe('restored');
    }, 120_000);

    test('killed between the clusters it is repaired by the next evacuation, a restore, or a rollback', async () => {
      await killedAt(2, [regionA, '--for', '1h'], { waits: true });
      expect(await weights()).toEqual([out, half]);
      const next = await evacuate(regionA, '--for', '1h');
      expect(next.result).toMatchObject({
        ...{ outcome: 'evacuated', repaired: { outcome: 'rolled-back' } },
      });
      expect(await weights()).toEqual([out, out]);

      await killedAt(2, ['--restore']);
      expect(await weights()).toEqual([half, out]);
      const back = await run('rollback', '--format', 'json');
      expect(JSON.parse(back.stdout)).toMatchObject({ outcome: 'rolled-back' });
      expect(await weights()).toEqual([out, out]);
      // With the objects the note is as it was.
      expect(await drift()).toBe(0);

      await killedAt(2, ['--restore']);
      expect((await evacuate('--restore')).result).toMatchObject({
        ...{ outcome: 'restored', repaired: { outcome: 'rolled-back' } },
      });
      expect(await weights()).toEqual([half, half]);
      expect(await drift()).toBe(0);
    }, 420_000);

    test('killed between two steps it goes on where it was, or ends', async () => {
      const steps = ['--for', '1h', '--steps', '60,20,0', '--pause', '0s'];
      await killedAt(3, [regionA, ...steps]);
      const some = { [regionA]: 30, [regionB]: 70 };
      expect(await weights()).toEqual([some, some]);
      const { result } = await evacuate(regionA, ...steps);
      expect(result.steps.map(({ percent }) => percent)).toEqual([20, 0]);
      expect((await run('rollback', '--last-apply')).status).toBe(0);
      expect(await weights()).toEqual([
        { [regionA]: 10, [regionB]: 90 },
        { [regionA]: 10, [regionB]: 90 },
      ]);
      expect(await drift()).toBe(0);
      expect((await evacuate('--restore')).result.outcome).toBe('restored');
    }, 240_000);
  },
);
