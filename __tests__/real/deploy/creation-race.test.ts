/** Two processes that create one and the same objects in two real clusters at the same moment: one of them has them. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { built } from '../../built.js';
import { Bench } from '../bench/bench.mjs';
import { describeReal } from '../describe-real.js';
import { Faults, FaultyProxy } from './faults/faulty-proxy.js';
import { guideObjects } from './guide-objects.js';
import { deployParts, eachInItsNamespace, liveObjects, type TwoServers } from './two-servers.js';

const names = ['one', 'other'] as const;

/** Whoever writes an object for the first time waits until both are there. */
class Meeting {
  #here = 0;
  #tell = (): void => undefined;
  readonly #all = new Promise<void>((resolve) => (this.#tell = resolve));

  async arrive(): Promise<boolean> {
    if (++this.#here === names.length) this.#tell();
    // The one that is refused before its first write does not come.
    await Promise.race([this.#all, sleep(8_000, undefined, { ref: false })]);
    return true;
  }
}

describeReal('two processes that create the same objects', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let namespace: string;
  let proxies: FaultyProxy[] = [];

  eachInItsNamespace(bench, 'race', (started, own) => {
    two = started;
    namespace = own;
  });
  afterEach(() => {
    for (const proxy of proxies) proxy.stop();
    proxies = [];
  });

  /** A project of its own, whose way to each cluster leads over a meeting. */
  async function project(
    name: string,
    meetings: [Meeting, Meeting],
    more: string,
  ): Promise<string> {
    const folder = bench.path(`${namespace}-${name}`);
    mkdirSync(folder);
    for (const { kind, value } of guideObjects(namespace)) {
      writeFileSync(join(folder, `${kind}.yaml`), JSON.stringify(value));
    }
    const faults = new Faults();
    const met = new Set<string>();
    faults.plan = ({ cluster, method, path }) => {
      const isWrite = method === 'PATCH' && path.includes('/destinationrules/');
      if (!isWrite || path.includes('dryRun') || met.has(cluster)) return undefined;
      met.add(cluster);
      return { before: () => meetings[cluster === 'a' ? 0 : 1].arrive() };
    };
    const entries: { name: string; server: string; token: string }[] = [];
    for (const server of two.servers) {
      const proxy = new FaultyProxy(server, faults);
      await proxy.open();
      proxies.push(proxy);
      entries.push({ ...server.entry(), server: proxy.url });
    }
    const login = {
      apiVersion: 'v1',
      kind: 'Config',
      contexts: entries.map((each) => ({
        name: each.name,
        context: { cluster: each.name, user: each.name },
      })),
      clusters: entries.map((each) => ({
        name: each.name,
        cluster: { server: each.server, 'insecure-skip-tls-verify': true },
      })),
      users: entries.map((each) => ({ name: each.name, user: { token: each.token } })),
    };
    writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(login));
    const clusters = [
      '{name: a, locality: europe-west1, context: a, kubeconfig: kubeconfig}',
      '{name: b, locality: us-central1, context: b, kubeconfig: kubeconfig}',
    ];
    writeFileSync(
      join(folder, 'mesh-failover.yaml'),
      `version: 1\nclusters: [${clusters.join(', ')}]\ndeploy: {environment: ${namespace}-${name}, owner: team-${name}${more}}\n`,
    );
    return folder;
  }

  function run(cwd: string): Promise<{ status: number; result: ApplyResult }> {
    const args = [join(built, 'cli/index.js'), 'apply', '--format', 'json'];
    args.push('--state-dir', join(cwd, 'state'));
    return new Promise((resolve, reject) => {
      execFile(process.execPath, args, { cwd, timeout: 60_000 }, (error, stdout, stderr) => {
        const status = typeof error?.code === 'number' ? error.code : Number(error !== null);
        try {
          resolve({ status, result: JSON.parse(stdout) as ApplyResult });
        } catch {
          reject(new Error(`${status}: ${stdout}${stderr}`));
        }
      });
    });
  }

  test.each(['one-cluster-first', 'parallel'])(
    'one has them, and the other one is undone and names it: %s',
    async (strategy) => {
      const meetings: [Meeting, Meeting] = [new Meeting(), new Meeting()];
      const folders = await Promise.all(
        names.map((name) => project(name, meetings, `, strategy: ${strategy}`)),
      );
      const runs = await Promise.all(folders.map((folder) => run(folder)));
      const statuses = runs.map(({ status }) => status);
      const applied = runs.filter(({ result }) => result.outcome === 'applied');
      // Of clusters that are written at the same time each may have another winner: then nobody has any.
      if (strategy === 'one-cluster-first') expect(statuses.toSorted()).toEqual([0, 1]);
      expect(applied.length).toBe(statuses.filter((status) => status === 0).length);
      const winner = applied.length === 0 ? undefined : names[statuses.indexOf(0)];
      for (const server of two.servers) {
        const owners = (await liveObjects(server, namespace)).map(
          ({ metadata: { annotations } }) =>
            (JSON.parse(annotations?.['mesh-failover/owner'] ?? '{}') as { owner?: string }).owner,
        );
        expect(owners).toEqual(winner === undefined ? [] : Array(3).fill(`team-${winner}`));
      }
      for (const [index, { result }] of runs.entries()) {
        if (result.outcome === 'applied') continue;
        expect(result.outcome).toBe('rolled-back');
        expect(result.message).toMatch(
          new RegExp(
            `^The environment ${namespace}-${names[1 - index] ?? ''} of team-${names[1 - index] ?? ''} ` +
              String.raw`\(run .*\) has created \w+ ${namespace}/[\w-]+ in cluster [ab] since it was checked\. ` +
              String.raw`Every cluster is as it was before\.$`,
          ),
        );
      }
      // Nothing stays open.
      const late = await run(folders[winner === names[0] ? 1 : 0] ?? '');
      expect(late.result.outcome).toBe(winner === undefined ? 'applied' : 'refused');
      if (winner !== undefined) expect(late.result.message).toContain(`team-${winner}`);
    },
    120_000,
  );
});
