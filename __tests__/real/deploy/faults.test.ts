/** Whatever goes wrong: both clusters hold the state before or the state wanted, or a rollback brings them there. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeReal } from '../describe-real.js';
import { FaultFleet, wrongWith, type Injection } from './faults/fault-fleet.js';
import type { Exchange, Fault } from './faults/faulty-proxy.js';
import { contentOf, fingerprint, other } from './faults/two-states.js';

describeReal('faults in a deployment', ['etcd', 'kube-apiserver', 'kubectl', 'istio-crds'], () => {
  let fleet: FaultFleet;
  /** The requests of a run without faults. */
  let exchanges: Exchange[];
  const minutes = (count: number) => count * 60_000;

  beforeAll(async () => {
    fleet = await FaultFleet.start();
    fleet.faults.reset();
    await fleet.toState(other(fleet.state));
    // The rounds begin with a set that is there already, as every apply but the first.
    await fleet.inject('none', () => undefined);
    exchanges = [];
    await fleet.inject('none', (exchange) => {
      exchanges.push(exchange);
      return undefined;
    });
  }, minutes(5));

  afterAll(async () => {
    const total = fleet?.log.reduce((sum, { injected }) => sum + injected, 0) ?? 0;
    const recovered = fleet?.log.filter(
      ({ afterApply: [a, b] }) => a !== b || a === 'mixture',
    ).length;
    process.stderr.write(
      `${fleet?.log.length} runs were hit, by ${total} faults, ${exchanges?.length} requests each; ` +
        `after ${recovered} of them a rollback was needed\n`,
    );
    await fleet?.stop();
  }, 30_000);

  const isWrite = ({ method }: Exchange) => method !== 'GET';

  async function expectWhole(injections: Promise<Injection>): Promise<void> {
    const wrong = wrongWith(await injections);
    if (wrong !== undefined) throw new Error(wrong);
  }

  /** The fault at one request; for good: at all of that cluster from there on. */
  function at(index: number, fault: Fault, forGood = false) {
    let cluster: string | undefined;
    return (exchange: Exchange) => {
      if (exchange.index === index) {
        ({ cluster } = exchange);
        return fault;
      }
      return forGood && exchange.cluster === cluster ? fault : undefined;
    };
  }

  test('a run has reads and writes to both clusters', () => {
    expect(exchanges.filter(isWrite).length).toBeGreaterThan(20);
    expect(new Set(exchanges.map(({ cluster }) => cluster))).toEqual(new Set(['a', 'b']));
  });

  /** Every one of them with MESH_FAILOVER_ALL_FAULTS=1, which takes a quarter of an hour; else every n-th. */
  const stride = (every: number) => (process.env['MESH_FAILOVER_ALL_FAULTS'] === '1' ? 1 : every);

  const titled = (title: string, { index, cluster, method, path }: Exchange) =>
    `${title} (${index}: ${cluster} ${method} ${path})`;

  // Strides that have no divisor in common, so that they meet different requests.
  test.each<[string, Fault, boolean, number]>([
    ['the connection is cut before the request arrives', 'cut-before', false, 7],
    ['the answer is lost', 'cut-after', false, 5],
    ['half of the answer arrives', 'cut-middle', false, 8],
    ['429', 'busy', false, 13],
    ['429 for good', 'busy', true, 9],
    ['403', 'refused', false, 6],
    ['403 for good', 'refused', true, 11],
    ['a slow answer', 'slow', false, 17],
    ['the cluster is gone for good', 'gone', false, 4],
  ])(
    '%s',
    async (title, fault, forGood, every) => {
      for (const exchange of exchanges.filter((_, index) => index % stride(every) === 0)) {
        await expectWhole(
          fleet.inject(titled(title, exchange), at(exchange.index, fault, forGood)),
        );
      }
    },
    minutes(15),
  );

  /** A signal at one request of a process of its own: before the API server sees it, or when it has done it. */
  async function withSignal(
    signal: 'SIGTERM' | 'SIGKILL',
    when: 'before' | 'after',
    exchange: Exchange,
  ): Promise<Injection> {
    let pid = 0;
    const end = () => {
      process.kill(pid, signal);
      // Who is told to end in good order still gets its answers.
      return signal === 'SIGTERM';
    };
    const fault: Fault = when === 'before' ? { before: end } : { after: end };
    return fleet.inject(titled(`${signal} ${when}`, exchange), at(exchange.index, fault), {
      run: (args) => fleet.runProcess(args, (own) => (pid = own)),
    });
  }

  test.each<['SIGTERM' | 'SIGKILL', 'before' | 'after', number]>([
    ['SIGKILL', 'after', 4],
    ['SIGKILL', 'before', 10],
    ['SIGTERM', 'after', 6],
  ])(
    '%s of the program, %s each write',
    async (signal, when, every) => {
      const writes = exchanges.filter(isWrite);
      for (const exchange of writes.filter((_, index) => index % stride(every) === 0)) {
        await expectWhole(withSignal(signal, when, exchange));
      }
    },
    minutes(15),
  );

  test(
    'cancelled while a cluster hangs: SIGINT, then SIGTERM; the other one is restored within 7 s',
    async () => {
      const [first] = fleet.direct;
      if (!first) throw new Error('there is no cluster');
      const old = fingerprint(await contentOf(first));
      const frozen = fleet.servers[1]?.process.pid ?? 0;
      let pid = 0;
      let cancelledAt = 0;
      let endedAt = 0;
      const cancel = () => {
        process.kill(frozen, 'SIGSTOP');
        setTimeout(() => {
          cancelledAt = performance.now();
          process.kill(pid, 'SIGINT');
        }, 300);
        // Before the undo has ended.
        setTimeout(() => process.kill(pid, 'SIGTERM'), 1_000);
        return true;
      };
      let isHit = false;
      const injection = await fleet.inject(
        'frozen and cancelled',
        ({ cluster, method, path }) => {
          const isMeant = cluster === 'b' && method === 'PATCH' && path.includes('networking');
          if (!isMeant || path.includes('dryRun') || isHit) return undefined;
          isHit = true;
          return { before: cancel };
        },
        {
          run: async (args) => {
            const outcome = await fleet.runProcess(args, (own) => (pid = own));
            endedAt = performance.now();
            return outcome;
          },
          heal: async () => {
            expect(fingerprint(await contentOf(first))).toBe(old);
            process.kill(frozen, 'SIGCONT');
          },
        },
      );
      expect(endedAt - cancelledAt).toBeLessThan(7_000);
      expect(injection.apply?.outcome).toBe('incomplete');
      expect(injection.stderr).toMatch(/the clusters are being put back/);
      await expectWhole(Promise.resolve(injection));
    },
    minutes(2),
  );

  test(
    'the cluster is gone while it is rolled back',
    async () => {
      const writes = exchanges.filter(isWrite);
      const last = writes.at(-8);
      if (!last) throw new Error('a run has no writes');
      for (const step of [1, 6, 12, 18, 24]) {
        const run = fleet.inject(
          titled(`gone, then gone in the rollback at ${step}`, last),
          at(last.index, 'gone'),
          {
            rollbackPlan: at(step, 'gone'),
          },
        );
        await expectWhole(run);
      }
    },
    minutes(5),
  );

  test.each(['a', 'b'])(
    'another writer changes something in %s between check and write',
    async (name) => {
      const index = name === 'a' ? 0 : 1;
      const cluster = fleet.direct[index];
      const rule = {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        namespace: 'default',
        name: 'hello-world',
      };
      const set = async (value: string | null) =>
        cluster?.patch(
          rule,
          { metadata: { annotations: { 'example.com/owner': value } } },
          { fieldManager: 'somebody' },
        );
      const before = fleet.state;
      let isDone = false;
      const plan = ({ cluster: where, method, path }: Exchange): Fault | undefined => {
        // How things are is written down: it has been checked, and nothing is written yet.
        if (isDone || where !== name || method === 'GET' || !path.includes('/configmaps'))
          return undefined;
        isDone = true;
        return {
          before: async () => {
            await set('them');
            return true;
          },
        };
      };
      const injection = await fleet.inject(`another writer in ${name}`, plan, {
        heal: () => set(null),
      });
      expect(wrongWith(injection)).toBeUndefined();
      // What somebody else has changed is theirs: it is not put back, but named.
      expect(injection).toMatchObject({ injected: 1, apply: { outcome: 'incomplete' } });
      expect(injection.apply?.message).toContain('DestinationRule default/hello-world');
      expect(injection.end).toEqual([before, before]);
    },
    minutes(2),
  );

  test(
    'a cluster is never told that a run has ended well, and the next one ends before it gets there',
    async () => {
      const isRecord = ({ cluster, method, path }: Exchange) =>
        cluster === 'a' &&
        method !== 'GET' &&
        path.includes('/configmaps/mesh-failover-default-run');
      // The last one says how the run has ended.
      const last = exchanges.filter(isRecord).length;
      let written = 0;
      const untold = await fleet.inject('a is not told', (exchange) =>
        isRecord(exchange) && ++written === last ? 'refused' : undefined,
      );
      expect(untold).toMatchObject({ apply: { outcome: 'applied' }, injected: 1 });
      const next = await fleet.inject('a cannot be captured', (exchange) =>
        isRecord(exchange) ? 'refused' : undefined,
      );
      expect(wrongWith(next)).toBeUndefined();
      expect(next).toMatchObject({
        apply: { outcome: 'refused' },
        rollback: { outcome: 'nothing' },
      });
      expect(next.end).toEqual([next.before, next.before]);
      await fleet.toState(other(fleet.state));
    },
    minutes(2),
  );

  test(
    'the API server itself is killed between the waves, and comes back',
    async () => {
      const first = exchanges.find(
        ({ cluster, method, path }) =>
          cluster === 'b' &&
          method !== 'GET' &&
          path.includes('networking.istio.io') &&
          !path.includes('dryRun'),
      );
      if (!first) throw new Error('a run writes nothing to b');
      let restart: (() => Promise<void>) | undefined;
      const plan = (exchange: Exchange): Fault | undefined => {
        if (restart || exchange.index < first.index || exchange.cluster !== 'b') return undefined;
        restart = fleet.killServer(1);
        return 'cut-before';
      };
      await expectWhole(
        fleet.inject('the API server is killed', plan, {
          heal: async () => {
            await restart?.();
            restart = async () => {};
          },
        }),
      );
      expect(restart).toBeDefined();
    },
    minutes(3),
  );

  test(
    'a webhook that denies in one cluster only, and only the real write',
    async () => {
      const webhook = await fleet.startDenyingWebhook(1);
      try {
        const before = fleet.state;
        const injection = await fleet.inject('a webhook denies in b', () => undefined);
        fleet.log.push({ ...injection, injected: webhook.denied() });
        expect(webhook.denied()).toBeGreaterThan(0);
        expect(injection.apply?.outcome).toBe('rolled-back');
        expect(injection.afterApply).toEqual([before, before]);
      } finally {
        await webhook.stop();
      }
    },
    minutes(2),
  );

  test(
    'credentials that one cluster does not accept, and a certificate that is not its own',
    async () => {
      await fleet.writeConfig([undefined, 'a-token-of-nobody']);
      const injection = await fleet.inject('401', () => undefined);
      expect(injection.apply?.outcome).toBe('refused');
      expect(injection.end).toEqual([fleet.state, fleet.state]);
      await fleet.writeConfig([], 1);
      const untrusted = await fleet.inject('a wrong certificate', () => undefined);
      expect(untrusted.apply?.clusters[1]?.problem).toBe('certificate');
      expect(untrusted.end).toEqual([fleet.state, fleet.state]);
      await fleet.writeConfig();
    },
    minutes(2),
  );

  test('at least 200 runs were hit', () => {
    expect(fleet.log.length).toBeGreaterThanOrEqual(200);
  });
});
