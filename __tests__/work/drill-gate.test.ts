/** A drill between two waves of clusters: what is asked of the configuration before anything is written. The drill: __tests__/real/drill. */
import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { parseConfig } from '../../src/config/parse-config.js';
import type { GateSurroundings } from '../../src/deploy/gates.js';
import type { PlanFile } from '../../src/deploy/plan-file.js';
import { rules } from '../../src/rules/index.js';
import { drillGate } from '../../src/work/drill-gate.js';
import { applyOrder, orderOfPlan } from '../../src/work/apply.js';
import { FakeServer } from '../deploy/fake-server.js';

const cluster = (name: string, locality: string) => ({
  ...{ name, locality },
  ingress: { url: `http://${name}.example` },
});
const base = {
  version: 1,
  clusters: [cluster('a', 'europe-west1'), cluster('b', 'us-central1')],
  drill: { attribution: { header: 'x-region' } },
};

function configOf(more: Record<string, unknown>): Config {
  const source = { file: 'mesh-failover.yaml', text: JSON.stringify({ ...base, ...more }) };
  return parseConfig(source, rules, {
    toWorkingPath: (path) => path,
    toKubeconfigPath: (path) => path,
    textOf: () => ({ text: '' }),
  });
}

const gates = (drill: Record<string, unknown>) => ({ deploy: { gates: [{ drill }] } });

function gateOf(drill: { scenarios?: string[] }, more: Record<string, unknown> = {}) {
  const none = { project: undefined as never, lint: undefined as never, clusters: [] };
  return drillGate(drill, { ...none, config: configOf({ ...gates(drill), ...more }) });
}

describe('a drill as a gate', () => {
  test('is called by its outages: those that are named, those of drills, or each cluster scaled to zero', () => {
    expect(gateOf({ scenarios: ['cordoned:a'] }).title).toBe('drill cordoned:europe-west1');
    const own = { drill: { ...base.drill, scenarios: ['scaled-to-zero:b'] } };
    expect(gateOf({}, own).title).toBe('drill scaled-to-zero:us-central1');
    expect(gateOf({}).title).toBe('drill scaled-to-zero:europe-west1, scaled-to-zero:us-central1');
  });

  test.each([
    ['an outage that nobody knows', ['x:a'], /a drill can do scaled-to-zero, cordoned/],
    ['a cluster that nobody knows', ['cordoned:x'], /no cluster has that name or locality/],
    ['an outage that takes a program', ['failing:a'], /failing:europe-west1 needs an outage hook/],
  ])('is refused before anything is written with %s', (_, scenarios, why) => {
    expect(() => gateOf({ scenarios })).toThrow(why);
  });

  test('without an outage in what is written does not hold', async () => {
    const surroundings: GateSurroundings = {
      written: [{ cluster: new FakeServer('a'), live: [] }],
      lock: { isHeld: () => true },
      tell: () => undefined,
      signal: new AbortController().signal,
    };
    await expect(gateOf({ scenarios: ['cordoned:b'] }).hold(surroundings)).rejects.toThrow(
      'none of its outages is in a, and no other cluster is written',
    );
  });

  test('cannot be predicted from a plan; with one cluster it is not asked', async () => {
    const config = configOf(gates({}));
    const plan: PlanFile = {
      kind: 'mesh-failover-plan',
      version: 1,
      ...{ createdAt: '', by: '', force: false, createNamespaces: false },
      ...{ environment: config.deploy.environment, objects: [], clusters: [] },
    };
    const order = orderOfPlan(plan, 'plan.json', config);
    const [a, b] = [new FakeServer('a'), new FakeServer('b')];
    const run = (clusters: FakeServer[]) =>
      applyOrder(order, config, { clusters }, { env: {}, dryRun: true });
    expect(() => run([a, b])).toThrow(/a drill is predicted from the manifests, which a plan/);
    expect((await run([a])).outcome).toBe('refused');
  });
});

describe('a configuration with a drill as a gate', () => {
  const problemsOf = (more: Record<string, unknown>) => () => configOf(more);

  test('says where requests go, and who answers', () => {
    const [a, b] = base.clusters;
    const bare = { name: b?.name, locality: b?.locality };
    expect(problemsOf({ ...gates({}), clusters: [a, bare] })).toThrow(
      /a drill sends requests to each cluster; add ingress\.url to b/,
    );
    expect(problemsOf({ ...gates({}), drill: {} })).toThrow(
      /a drill has to know who answers; add drill\.attribution/,
    );
  });

  test('has one key for each gate', () => {
    expect(problemsOf({ deploy: { gates: [{ drill: {}, soak: '1s' }] } })).toThrow(
      /must NOT have more than 1 properties/,
    );
    expect(problemsOf(gates({ scenario: 'x' }))).toThrow(/scenario/);
    expect(configOf(gates({ host: 'web' })).deploy.gates).toEqual([{ drill: { host: 'web' } }]);
  });
});
