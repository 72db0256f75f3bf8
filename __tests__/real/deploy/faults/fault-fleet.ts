import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../../../src/cluster/connect.js';
import type { Cluster } from '../../../../src/cluster/cluster.js';
import type { ApplyResult } from '../../../../src/deploy/apply-result.js';
import type { RollbackResult } from '../../../../src/deploy/rollback-result.js';
import { built } from '../../../built.js';
import type { Outcome } from '../../../cli/run-dist.js';
import { runIn } from '../../../cli/run-in.js';
import { assertJsonOutputs } from '../../../json-outputs.mjs';
import { serveHelloWorld } from '../two-servers.js';
import { startApiServer } from '../../bench/api-server.mjs';
import { Bench } from '../../bench/bench.mjs';
import type { Cluster as ApiServer } from '../../bench/cluster.mjs';
import { startEtcd } from '../../bench/etcd.mjs';
import { pollUntil } from '../../bench/poll-until.mjs';
import { startWebhook } from './denying-webhook.js';
import { Faults, FaultyProxy, type FaultPlan } from './faulty-proxy.js';
import { contentOf, fingerprint, other, writeStates, type StateName } from './two-states.js';

/** What a cluster holds: one of the two states as a whole, or something else. */
export type Found = StateName | 'mixture';

/** A run with a fault in it, and what it left behind. */
export interface Injection {
  /** For failure messages. */
  title: string;
  /** How many faults hit it; 0: the run had ended before. */
  injected: number;
  apply: ApplyResult | undefined;
  rollback: RollbackResult | undefined;
  /** What the clusters held: before, after the apply, and at the end. */
  before: StateName;
  afterApply: Found[];
  end: Found[];
  stderr: string;
}

/** Two real API servers behind proxies, with one of two states in both; every apply leads to the other one. */
export class FaultFleet {
  readonly faults = new Faults();
  readonly log: Injection[] = [];
  state: StateName = 'old';
  #fingerprints = new Map<string, StateName>();

  private constructor(
    readonly bench: Bench,
    readonly servers: readonly ApiServer[],
    readonly proxies: readonly FaultyProxy[],
    /** Past the proxies, as the administrator. */
    readonly direct: readonly Cluster[],
    readonly folder: string,
  ) {}

  static async start(): Promise<FaultFleet> {
    const bench = new Bench();
    try {
      const etcd = await startEtcd(bench);
      const names = ['a', 'b'];
      const servers = await Promise.all(names.map((name) => startApiServer(bench, { name, etcd })));
      for (const server of servers) {
        for (const name of ['hello-world', 'old-world', 'new-world']) {
          await serveHelloWorld(server, 'default', name);
        }
      }
      const folder = bench.path('project');
      mkdirSync(folder);
      writeStates(folder);
      const faults: Faults = new Faults();
      const proxies = servers.map((server) => new FaultyProxy(server, faults));
      const direct = await Promise.all(
        servers.map(({ name, kubeconfig }) => connect({ name, locality: 'x', kubeconfig })),
      );
      const fleet = new FaultFleet(bench, servers, proxies, direct, folder);
      Object.assign(fleet, { faults });
      for (const proxy of proxies) await proxy.open();
      await fleet.writeConfig();
      await fleet.#learn();
      return fleet;
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const proxy of this.proxies) proxy.stop();
    await this.bench.stop();
  }

  /**
   * The configuration of the run.
   *
   * @param tokens In place of the administrators'.
   * @param untrusted A cluster that is reached past its proxy, with the certificate authority of the other one.
   */
  async writeConfig(tokens: (string | undefined)[] = [], untrusted?: number): Promise<void> {
    const entries: string[] = [];
    for (const [index, server] of this.servers.entries()) {
      const token = tokens[index] ?? server.entry().token;
      const foreign = Buffer.from(this.servers[1 - index]?.ca ?? '').toString('base64');
      const cluster =
        index === untrusted
          ? { server: server.url, 'certificate-authority-data': foreign }
          : { server: this.proxies[index]?.url, 'insecure-skip-tls-verify': true };
      const kubeconfig = {
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster }],
        users: [{ name: 'u', user: { token } }],
      };
      const file = await this.bench.write(`${server.name}-proxied`, JSON.stringify(kubeconfig));
      const locality = index === 0 ? 'europe-west1' : 'us-central1';
      entries.push(`  - { name: ${server.name}, locality: ${locality}, kubeconfig: ${file} }`);
    }
    const text = `version: 1\nclusters:\n${entries.join('\n')}\n`;
    writeFileSync(`${this.folder}/mesh-failover.yaml`, text);
  }

  /** Kills an API server; the result starts it again as it was, and waits until it is ready. */
  killServer(index: number): () => Promise<void> {
    const server = this.servers[index];
    if (!server) throw new Error(`there is no server ${index}`);
    const { pid } = server.process;
    const [file = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    process.kill(pid, 'SIGKILL');
    return async () => {
      await server.process.ended;
      const part = this.bench.spawn(`${server.name}-again`, file, args.filter(Boolean));
      await pollUntil(
        `${server.name} is ready again`,
        async () => (await server.get('/readyz')).status === 200,
        { process: part, timeoutMs: 120_000 },
      );
    };
  }

  /** A webhook in one cluster that denies another version of the route, but lets dry runs pass. */
  async startDenyingWebhook(index: number): Promise<{ denied(): number; stop(): Promise<void> }> {
    const server = this.servers[index];
    if (!server) throw new Error(`there is no server ${index}`);
    const certificates = this.bench.path(`${server.name}-certificates`);
    const tls = {
      cert: readFileSync(`${certificates}/apiserver.crt`),
      key: readFileSync(`${certificates}/apiserver.key`),
    };
    const webhook = await startWebhook(tls);
    const clientConfig = {
      url: `https://127.0.0.1:${webhook.port}/`,
      caBundle: Buffer.from(server.ca).toString('base64'),
    };
    const configuration = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'deny-routes' },
      webhooks: [
        {
          name: 'routes.example.com',
          clientConfig,
          rules: [
            {
              apiGroups: ['networking.istio.io'],
              apiVersions: ['*'],
              operations: ['UPDATE'],
              resources: ['virtualservices'],
            },
          ],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    };
    await server.apply(configuration);
    // The API server takes notice of it a moment later.
    await pollUntil('the webhook is asked', async () => {
      await server.kubectl([
        'annotate',
        'virtualservice',
        'hello-world',
        'x=y',
        '--overwrite',
        '--dry-run=server',
      ]);
      return webhook.asked() > 0;
    });
    return {
      denied: webhook.denied,
      stop: async () => {
        await server.delete(configuration);
        webhook.stop();
      },
    };
  }

  /** What both states look like after an apply without faults; they start as the old one. */
  async #learn(): Promise<void> {
    for (const name of ['new', 'old'] as const) {
      const { status, stdout, stderr } = await this.#run(this.applyArgs(name));
      if (status !== 0) throw new Error(`apply ${name} without faults: ${stdout}${stderr}`);
      for (const cluster of this.direct) {
        this.#fingerprints.set(fingerprint(await contentOf(cluster)), name);
      }
    }
    if (this.#fingerprints.size !== 2) throw new Error('the clusters differ without any fault');
  }

  applyArgs(name: StateName): string[] {
    const state = this.bench.path('state');
    const more = ['--prune', '--verify-timeout', '0', '--lock-timeout', '0', '--state-dir', state];
    return ['apply', '--format', 'json', ...more, name];
  }

  #run(args: string[]): Promise<Outcome> {
    return runIn(this.folder, args);
  }

  /** The same as a process of its own, which the fault may end. */
  async runProcess(args: string[], started: (pid: number) => void): Promise<Outcome> {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const entry = join(built, 'cli/index.js');
      const child = spawn(process.execPath, [entry, ...args], {
        cwd: this.folder,
        env: { PATH: process.env['PATH'], HOME: this.bench.folder },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => (stdout += String(chunk)));
      child.stderr.on('data', (chunk) => (stderr += String(chunk)));
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, stdout, stderr }));
      started(child.pid ?? 0);
    });
    assertJsonOutputs(args, { cwd: this.folder, ...outcome });
    return outcome;
  }

  /** What each cluster holds. */
  async found(): Promise<Found[]> {
    return Promise.all(
      this.direct.map(async (cluster) => {
        return this.#fingerprints.get(fingerprint(await contentOf(cluster))) ?? 'mixture';
      }),
    );
  }

  /**
   * Applies the other state while things go wrong, then heals everything and rolls back what is unfinished.
   *
   * @param run How it is applied; default: in this process.
   * @param meanwhile What goes wrong beside the requests, and how that is healed.
   */
  async inject(
    title: string,
    plan: FaultPlan,
    {
      run = (args) => this.#run(args),
      heal = async () => {},
      rollbackPlan,
    }: {
      run?: (args: string[]) => Promise<Outcome>;
      heal?: () => Promise<unknown>;
      rollbackPlan?: FaultPlan;
    } = {},
  ): Promise<Injection> {
    const before = this.state;
    this.faults.reset(plan);
    const outcome = await run(this.applyArgs(other(before)));
    let { injected } = this.faults;
    const afterApply = await this.#afterHealing(heal);
    const apply = parsed(outcome.stdout) as ApplyResult | undefined;
    let rollback: RollbackResult | undefined;
    let stderr = outcome.stderr;
    if (outcome.status !== 0) {
      if (rollbackPlan) {
        this.faults.reset(rollbackPlan);
        await this.#run(['rollback', '--format', 'json', '--lock-timeout', '0']);
        injected += this.faults.injected;
        await this.#afterHealing(heal);
      }
      const second = await this.#run(['rollback', '--format', 'json', '--lock-timeout', '0']);
      rollback = parsed(second.stdout) as RollbackResult | undefined;
      stderr += second.stderr;
    }
    const end = await this.found();
    const injection = { title, injected, apply, rollback, before, afterApply, end, stderr };
    if (injected > 0) this.log.push(injection);
    const [one] = end;
    if (one !== undefined && one !== 'mixture') this.state = one;
    return injection;
  }

  async #afterHealing(heal: () => Promise<unknown>): Promise<Found[]> {
    this.faults.reset();
    for (const proxy of this.proxies) await proxy.open();
    await heal();
    // In place of waiting for the locks of who is dead to run out.
    for (const cluster of this.direct) {
      const leases = {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        namespace: 'mesh-failover',
      };
      for (const { metadata } of await cluster.list(leases)) {
        await cluster.delete({ ...leases, name: metadata.name });
      }
    }
    return this.found();
  }

  /** Applies without faults, so that the next injection knows where it starts. */
  async toState(name: StateName): Promise<void> {
    this.faults.reset();
    const { status, stdout, stderr } = await this.#run(this.applyArgs(name));
    if (status !== 0) throw new Error(`apply ${name} without faults: ${stdout}${stderr}`);
    this.state = name;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with an injection, in words; undefined: both clusters hold one of the states, and what was said is true. */
export function wrongWith(injection: Injection): string | undefined {
  const { title, before, afterApply, end, apply, rollback, stderr } = injection;
  const wrong = (what: string) =>
    `${title}: ${what}; before ${before}, after the apply ${afterApply.join('/')} (${apply?.outcome ?? 'no result'}: ` +
    `${apply?.message ?? ''}), at the end ${end.join('/')} (${rollback?.message ?? 'no rollback'})\n${stderr}`;
  if (end.includes('mixture') || end[0] !== end[1]) return wrong('the clusters differ');
  const said = apply?.outcome;
  const all = (state: StateName) => afterApply.every((one) => one === state);
  if (said === 'applied' && !all(other(before))) return wrong('it says applied');
  if ((said === 'rolled-back' || said === 'refused') && !all(before))
    return wrong(`it says ${said}`);
  return undefined;
}
