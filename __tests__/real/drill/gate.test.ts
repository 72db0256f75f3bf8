/** A drill as a gate between two clusters, on the real world: it decides whether the second one is written. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { built } from '../../built.js';
import { describeReal, podMeshWithGateways } from '../describe-real.js';
import { away, DrillWorld, home } from './drill-world.js';

const minutes = 60_000;

describeReal('a drill as a gate', podMeshWithGateways, () => {
  let world: DrillWorld;

  beforeAll(async () => {
    world = await DrillWorld.start();
  }, 4 * minutes);

  afterAll(() => world?.mesh.stop(), minutes);

  /** Applies a folder with a gate; what is there is kubectl's before, and ours afterwards. */
  async function apply(folder: string): Promise<ApplyResult & { stderr: string }> {
    const file = join(folder, 'mesh-failover.yaml');
    const config = JSON.parse(await readFile(file, 'utf8')) as { deploy: Record<string, unknown> };
    const deploy = { ...config.deploy, gates: [{ drill: {} }] };
    await writeFile(file, JSON.stringify({ ...config, deploy }));
    const args = ['apply', '--force-conflicts', '--format', 'json', '--verify-timeout', '5', '.'];
    const child = spawn(process.execPath, [join(built, 'cli/index.js'), ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: world.kubeconfig },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr] = await Promise.all(
      [child.stdout, child.stderr].map(async (stream) => {
        let text = '';
        for await (const chunk of stream) text += String(chunk);
        return text;
      }),
    );
    if (!stdout) throw new Error(`the apply has no result:\n${stderr ?? ''}`);
    return { ...(JSON.parse(stdout) as ApplyResult), stderr: stderr ?? '' };
  }

  /** Who has applied the rule in each cluster. */
  async function appliers(): Promise<boolean[]> {
    return Promise.all(
      world.mesh.clusters.map(async ({ api }) => {
        const path = '/apis/networking.istio.io/v1/namespaces/default/destinationrules/hello-world';
        const { body } = await api.get(path);
        return body.includes('"manager":"mesh-failover"');
      }),
    );
  }

  async function expectNothingLeft(): Promise<void> {
    for (const { api } of world.mesh.clusters) {
      expect(await world.replicas(api.name)).toBe(2);
      expect(await world.records(api.name)).toEqual([]);
    }
  }

  test(
    'that fails rolls back the first cluster, and the second one is not written',
    async () => {
      const folder = await world.prepare();
      await world.until([home, away]);
      // Behind the back of Kubernetes: the requests that go there fail, or go elsewhere than predicted.
      const { workload } = world.mesh.cluster(away);
      workload.behave({ kind: 'status', status: 503 });
      try {
        const result = await apply(folder);
        expect(result.outcome).toBe('rolled-back');
        expect(result.gates).toEqual([
          {
            gate: expect.stringMatching(/^drill /),
            after: [home],
            outcome: 'failed',
            text: expect.any(String),
          },
        ]);
        expect(result.message).toMatch(/^The gate drill .* does not hold: it (has|cannot)/);
        expect(result.clusters[1]?.objects.map((each) => each.result)).toEqual(
          Array(3).fill('skipped'),
        );
        expect(await appliers()).toEqual([false, false]);
      } finally {
        workload.behave({ kind: 'ok' });
      }
      await expectNothingLeft();
    },
    4 * minutes,
  );

  test(
    'that passes lets the second cluster be written; only what is written is drilled',
    async () => {
      const folder = await world.prepare();
      await world.until([home, away]);
      const result = await apply(folder);
      expect(result.message).toMatch(/^Applied to every cluster\./);
      expect(result.gates).toEqual([
        {
          ...{ gate: expect.stringMatching(/^drill /), after: [home], outcome: 'held' },
          text: expect.stringMatching(
            new RegExp(
              `^scaled-to-zero:${home} passed: failover after [\\d.]+ s, back after [\\d.]+ s, \\d+ requests? failed$`,
            ),
          ),
        },
      ]);
      expect(result.stderr).toContain(`scaled-to-zero:${home}: `);
      expect(await appliers()).toEqual([true, true]);
      await expectNothingLeft();
    },
    4 * minutes,
  );
});
