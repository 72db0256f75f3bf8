/** Whatever goes wrong: both clusters hold the state before or the state wanted, or a rollback brings them there. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeReal } from '../describe-real.js';
import { FaultFleet, wrongWith, type Injection } from './faults/fault-fleet.js';
import type { Exchange, Fault } from './faults/faulty-proxy.js';
import { other } from './faults/two-states.js';

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
      `${String(total)} faults in ${String(fleet?.log.length)} runs of ${String(exchanges?.length)} requests; ` +
        `after ${String(recovered)} of them a rollback was needed\n`,
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

  test.each<[string, Fault, boolean, number]>([
    ['the connection is cut before the request arrives', 'cut-before', false, 2],
    ['the answer is lost', 'cut-after', false, 1],
    ['half of the answer arrives', 'cut-middle', false, 2],
    ['429', 'busy', false, 4],
    ['429 for good', 'busy', true, 2],
    ['403', 'refused', false, 2],
    ['403 for good', 'refused', true, 3],
    ['a slow answer', 'slow', false, 8],
    ['the cluster is gone for good', 'gone', false, 1],
  ])(
    '%s, at every request in turn',
    async (title, fault, forGood, every) => {
      for (let index = 1; index <= exchanges.length; index += every) {
        const where = exchanges[index - 1];
        const name = `${title} (${String(index)}: ${where?.cluster ?? ''} ${where?.method ?? ''} ${where?.path ?? ''})`;
        await expectWhole(fleet.inject(name, at(index, fault, forGood)));
      }
    },
    minutes(10),
  );
});
