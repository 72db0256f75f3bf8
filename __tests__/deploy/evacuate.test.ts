/** A region that is taken out in the clusters for a time, on API servers in memory; on real ones: `__tests__/real/deploy`. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApplyInput } from '../../src/deploy/apply-options.js';
import { ClusterError } from '../../src/cluster/cluster-error.js';
import { evacuate, type EvacuateInput } from '../../src/deploy/evacuate.js';
import { evacuationIn, readEvacuation } from '../../src/deploy/evacuation.js';
import { plan } from '../../src/deploy/plan.js';
import { hasDrift } from '../../src/deploy/plan-result.js';
import { planFileOf } from '../../src/deploy/plan-file.js';
import { keepRun } from '../../src/deploy/keep-run.js';
import { Project } from '../../src/project/project.js';
import { deployObjects } from '../../src/work/objects-of.js';
import { orderOfPlan } from '../../src/work/apply.js';
import { assertJsonOutput } from '../json-outputs.mjs';
import { configuration, manifests } from '../rules/hello-world.js';
import { environment, Fleet } from './fleet.js';

const texts: Record<string, string> = { ...manifests, ...configuration };
const start = new Date('2026-11-30T12:00:00Z');
const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const hello = { kind: 'DestinationRule', namespace: 'default', name: 'hello-world' };

let fleet: Fleet;
let runs: number;
beforeEach(() => {
  runs = 0;
  fleet = new Fleet();
  for (const cluster of fleet.clusters) {
    cluster.groups.set('networking.istio.io', ['v1', 'v1beta1', 'v1alpha3']);
    const metadata = { name: 'hello-world', namespace: 'default' };
    cluster.put({ apiVersion: 'v1', kind: 'Service', metadata }, 'setup');
  }
});
afterEach(() => fleet.remove());

function inputOf(files = texts) {
  const project = Project.of({ files });
  const { config, manifests: read } = project;
  const { lint } = project.check();
  const predicted = { config, manifests: read };
  return { objects: deployObjects(project), predicted, findings: lint.findings };
}

function apply(files = texts, more: Partial<ApplyInput> = {}) {
  const { objects, predicted } = inputOf(files);
  return fleet.apply(objects, { predicted, now: start, ...more });
}

async function planned(date: Date, files = texts) {
  const { objects, predicted, findings } = inputOf(files);
  const about = { objects, inspection: predicted, findings, now: date };
  return (await plan({ ...about, clusters: fleet.clusters, environment })).result;
}

async function run(more: Partial<EvacuateInput> = {}, files = texts) {
  return begin({ region: 'europe-west1', until: later(2), steps: [0], ...more }, files);
}

const restore = (more: Partial<EvacuateInput> = {}, files = texts) =>
  begin({ steps: [100], ...more }, files);

async function begin(
  input: Pick<EvacuateInput, 'steps'> & Partial<EvacuateInput>,
  files: Record<string, string>,
) {
  fleet.forget();
  const { objects, predicted } = inputOf(files);
  const result = await evacuate({
    ...{ objects, predicted, clusters: fleet.clusters, environment, by: 'me' },
    ...{ run: `evac-${++runs}`, nextRun: () => `evac-${++runs}`, stateFolder: fleet.folder },
    ...{ verifyTimeoutMs: 1, lockWaitSeconds: 0, pauseMs: 0, now: start },
    regions: ['europe-west1', 'us-central1'],
    progress: (event) => fleet.events.push(event),
    ...input,
  });
  assertJsonOutput('evacuate', JSON.parse(JSON.stringify(result)));
  return result;
}

/** The weights of the first entry in each cluster. */
function weights(): unknown[] {
  return fleet.clusters.map((cluster) => {
    const spec = cluster.find(hello)?.['spec'] as {
      trafficPolicy: {
        loadBalancer: { localityLbSetting: { distribute: { to: Record<string, number> }[] } };
      };
    };
    return spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0]?.to;
  });
}
const both = (to: unknown) => [to, to];
const half = { 'europe-west1': 50, 'us-central1': 50 };
const out = { 'us-central1': 100 };

describe('an evacuation', () => {
  test('takes the region out in every cluster, writes one object, and says what follows', async () => {
    await apply();
    const result = await run();
    expect(result).toMatchObject({ outcome: 'evacuated', region: 'europe-west1' });
    expect(result.message).toBe(
      'europe-west1 is evacuated until 2026-11-30T14:00:00.000Z, by the run evac-1 of me.',
    );
    expect(result.evacuation).toMatchObject({ region: 'europe-west1', others: ['us-central1'] });
    expect(weights()).toEqual(both(out));
    for (const cluster of fleet.clusters) {
      expect(cluster.writes()).toEqual(['apply DestinationRule default/hello-world']);
    }
    expect(result.steps[0]?.moves[0]).toMatchObject({
      ...{ before: { 'europe-west1': 0.5, 'us-central1': 0.5 }, after: { 'us-central1': 1 } },
    });
    expect(result.steps[0]?.apply.summary).toMatchObject({ configured: 2, unstated: 0 });
  });

  test('holds on while manifests are applied, is no drift, and is said by plan and apply', async () => {
    await apply();
    await run();
    const same = await planned(later(1));
    expect([hasDrift(same), same.evacuation?.region]).toEqual([false, 'europe-west1']);
    expect(same.warnings[0]).toMatch(/^europe-west1 is evacuated until 2026-11-30T14/);
    const unchanged = await apply();
    expect(unchanged).toMatchObject({ outcome: 'applied', evacuation: { region: 'europe-west1' } });
    expect(unchanged).not.toHaveProperty('run');
    // Other manifests are applied, and the region stays out.
    const changed = changedManifests('interval: 1s', 'interval: 2s');
    expect(await apply(changed)).toMatchObject({ outcome: 'applied', run: expect.any(String) });
    expect(weights()).toEqual(both(out));
    expect(JSON.stringify(fleet.clusters[1].find(hello))).toContain('"interval":"2s"');
    expect(hasDrift(await planned(later(1), changed))).toBe(false);
    expect(await evacuationIn(fleet.clusters, environment)).toMatchObject({ run: 'evac-1' });
  });

  test('ends early by hand, and by itself with the next apply', async () => {
    await apply();
    await run();
    expect(await restore()).toMatchObject({ outcome: 'restored' });
    expect(weights()).toEqual(both(half));
    expect(await evacuationIn(fleet.clusters, environment)).toBeUndefined();
    expect(hasDrift(await planned(later(1)))).toBe(false);
    expect(await restore()).toMatchObject({ outcome: 'nothing' });

    await run();
    expect(await restore({ onlyExpired: true, now: later(1) })).toMatchObject({
      ...{ outcome: 'nothing', message: expect.stringMatching(/^There is nothing to restore yet/) },
    });
    const over = await planned(later(2));
    expect([hasDrift(over), over.evacuation]).toEqual([true, undefined]);
    expect(over.warnings[0]).toMatch(/^The evacuation of europe-west1 .* ended at 2026-11-30T14/);
    const applied = await apply(texts, { now: later(3) });
    expect(applied).not.toHaveProperty('evacuation');
    expect(weights()).toEqual(both(half));
    expect(hasDrift(await planned(later(3)))).toBe(false);

    await run();
    expect(await restore({ onlyExpired: true, now: later(2) })).toMatchObject({
      outcome: 'restored',
    });
    expect(weights()).toEqual(both(half));
  });

  test('goes in steps, there and back, each of them an apply of its own', async () => {
    await apply();
    const seen: unknown[] = [];
    const onPause = () => seen.push(weights()[1]);
    const gone = await run({ steps: [50, 20, 0], onPause });
    expect(seen).toEqual([
      { 'europe-west1': 25, 'us-central1': 75 },
      { 'europe-west1': 10, 'us-central1': 90 },
    ]);
    expect(gone.steps.map(({ percent, apply: { run: name } }) => [percent, name])).toEqual([
      ...[
        [50, 'evac-1'],
        [20, 'evac-2'],
        [0, 'evac-3'],
      ],
    ]);
    expect(gone.evacuation).toMatchObject({ run: 'evac-1', share: 0 });
    const back = await restore({ steps: [40, 100], onPause });
    expect(seen[2]).toEqual({ 'europe-west1': 20, 'us-central1': 80 });
    expect(back.outcome).toBe('restored');
    expect(weights()).toEqual(both(half));
  });

  test('is longer with the next one, and makes no step twice', async () => {
    await apply();
    await run({ steps: [50] });
    const again = await run({ steps: [75, 50, 0], until: later(5) });
    expect(again.steps.map(({ percent }) => percent)).toEqual([0]);
    expect(again.evacuation).toMatchObject({ run: 'evac-1', until: later(5).toISOString() });
    const longer = await run({ until: later(9) });
    expect(longer).toMatchObject({ outcome: 'evacuated' });
    expect(fleet.clusters[0].writes()).toEqual([]);
    expect((await evacuationIn(fleet.clusters, environment))?.until).toBe(later(9).toISOString());
  });

  test('a dry run changes nothing', async () => {
    await apply();
    const result = await run({ dryRun: true, steps: [50, 0] });
    expect(result).toMatchObject({ outcome: 'checked', steps: [{ percent: 0 }] });
    expect(result.steps[0]?.moves[0]?.after).toMatchObject({ 'us-central1': 1 });
    expect(weights()).toEqual(both(half));
    expect(await evacuationIn(fleet.clusters, environment)).toBeUndefined();
  });
});

describe('an evacuation is refused', () => {
  const refused = async (
    more: Partial<EvacuateInput>,
    files: Record<string, string>,
    why: RegExp,
  ) => {
    const result = await run(more, files);
    expect(result).toMatchObject({ outcome: 'refused', message: expect.stringMatching(why) });
    expect(fleet.clusters.flatMap((each) => each.writes())).toEqual([]);
  };

  test('where the clusters do not hold what the manifests say', async () => {
    await refused({}, texts, /it is not there/);
    await apply();
    await refused({}, changedManifests('interval: 1s', 'interval: 2s'), /Apply them first/);
    fleet.clusters[1].edit(hello, { spec: { host: 'other' } }, 'kubectl-edit');
    await refused({}, texts, /cluster b.*hello-world.*spec\.host/i);
  });

  test('for a region that there is not, beside another one, or where nothing goes', async () => {
    await apply();
    await refused({ region: 'mars' }, texts, /no cluster is in the region mars/);
    await run();
    await refused({ region: 'us-central1' }, texts, /One region can be out at a time/);
    expect(await restore({ region: 'us-central1' })).toMatchObject({ outcome: 'nothing' });
  });

  test('where a host runs there alone', async () => {
    const [name = '', config = ''] = Object.entries(configuration)[0] ?? [];
    const endpoints = '[{ locality: europe-west1, count: 2 }]';
    const files = {
      ...texts,
      [name]: `${config}workloads:\n  - { host: hello-world.default.svc.cluster.local, endpoints: ${endpoints} }\n`,
    };
    await apply(files, { acceptChanges: true });
    await refused({}, files, /100 % would fail; does it run in europe-west1 alone\? To go on/);
    expect(await run({ acceptChanges: true }, files)).toMatchObject({ outcome: 'evacuated' });
  });

  test('where the others cannot take it, as far as that is declared', async () => {
    const [name = '', config = ''] = Object.entries(configuration)[0] ?? [];
    const more = `clients:
  - { name: edge-a, locality: europe-west1, cluster: a, namespace: istio-system, labels: { istio: ingressgateway }, rps: 100 }
  - { name: edge-b, locality: us-central1, cluster: b, namespace: istio-system, labels: { istio: ingressgateway }, rps: 100 }
workloads:
  - host: hello-world.default.svc.cluster.local
    endpoints: [{ locality: europe-west1, count: 3, cluster: a }, { locality: us-central1, count: 3, cluster: b }]
rules: { capacity-under-failover: { options: { rpsPerReplica: 50 } } }
`;
    const files = { ...texts, [name]: `${config}${more}` };
    await apply(files, { acceptChanges: true });
    await refused(
      {},
      files,
      /Region us-central1 gets 200 requests\/s .*: 133\.3 % of what its 3 replicas can take/,
    );
  });

  test('while an earlier apply has not ended', async () => {
    await apply();
    fleet.clusters[1].fault = (request) =>
      /^apply DestinationRule/.test(request) ? new ClusterError('invalid', 'no') : undefined;
    await apply(changedManifests('interval: 1s', 'interval: 2s'), { onFailure: 'stop' });
    fleet.clusters[1].fault = () => undefined;
    const result = await run({}, changedManifests('interval: 1s', 'interval: 2s'));
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(result).not.toHaveProperty('repaired');
  });
});

describe('a run that was killed', () => {
  /** The process is gone: no request of it comes through any more. */
  async function killedAt(pattern: RegExp, work: () => Promise<unknown>): Promise<void> {
    let isDead = false;
    for (const cluster of fleet.clusters) {
      cluster.fault = (request) => {
        isDead ||= pattern.test(`${cluster.name} ${request}`);
        return isDead ? new ClusterError('unreachable', 'dead') : undefined;
      };
    }
    await work();
    expect(isDead).toBe(true);
    for (const cluster of fleet.clusters) cluster.fault = () => undefined;
    for (const cluster of fleet.clusters) {
      const lease = { kind: 'Lease', namespace: 'mesh-failover', name: 'mesh-failover-prod' };
      if (cluster.find(lease)) cluster.edit(lease, { spec: { holderIdentity: '' } }, 'time');
    }
  }

  test.each([
    ['between the clusters', /^b apply DestinationRule/],
    ['before the first write', /^a apply DestinationRule/],
  ])('%s is repaired by the next evacuation', async (_, at) => {
    await apply();
    await killedAt(at, () => run());
    expect(weights()[1]).toEqual(half);
    const result = await run();
    expect(result).toMatchObject({
      ...{ outcome: 'evacuated', repaired: { outcome: 'rolled-back' } },
      evacuation: { run: 'evac-2' },
    });
    expect(weights()).toEqual(both(out));
  });

  test('between the clusters is repaired by a restore, and by a rollback', async () => {
    await apply();
    await killedAt(/^b apply DestinationRule/, () => run());
    expect(weights()).toEqual([out, half]);
    expect(await restore()).toMatchObject({
      ...{ outcome: 'nothing', repaired: { outcome: 'rolled-back' } },
    });
    expect(weights()).toEqual(both(half));

    await run({ steps: [50] });
    await killedAt(/^b apply DestinationRule/, () => run());
    expect(await fleet.rollback()).toMatchObject({ outcome: 'rolled-back' });
    // As it was before that step.
    expect(weights()).toEqual(both({ 'europe-west1': 25, 'us-central1': 75 }));
    expect(await evacuationIn(fleet.clusters, environment)).toMatchObject({ share: 0.5 });
    expect(await fleet.rollback()).toMatchObject({ outcome: 'nothing' });

    await killedAt(/^b apply DestinationRule/, () => restore());
    expect(weights()).toEqual([half, { 'europe-west1': 25, 'us-central1': 75 }]);
    expect(await restore()).toMatchObject({
      ...{ outcome: 'restored', repaired: { outcome: 'rolled-back' } },
    });
    expect(weights()).toEqual(both(half));
  });

  test('between two steps has left what the first one made, and is gone on with', async () => {
    await apply();
    const stop = new AbortController();
    const cut = await run({ steps: [50, 0], onPause: () => stop.abort(), signal: stop.signal });
    expect(cut).toMatchObject({ outcome: 'failed', evacuation: { share: 0.5 } });
    expect(hasDrift(await planned(later(1)))).toBe(false);
    const rest = await run({ steps: [50, 0] });
    expect(rest.steps.map(({ percent }) => percent)).toEqual([0]);
    expect(rest.evacuation).toMatchObject({ run: 'evac-1' });
  });

  test('is kept where somebody says so, and then made whole by the next apply', async () => {
    await apply();
    await killedAt(/^b apply DestinationRule/, () => run());
    const identity = { environment, fieldManager: 'mesh-failover', by: 'me', run: 'keep' };
    await keepRun({ clusters: fleet.clusters, ...identity, reason: 'so' });
    expect(await apply()).toMatchObject({ outcome: 'applied' });
    expect(weights()).toEqual(both(out));
  });
});

describe('what else is done meanwhile', () => {
  test('a rollback of the last run takes the evacuation back with what it wrote', async () => {
    await apply();
    await run();
    expect(await fleet.rollback({ lastApply: true })).toMatchObject({ outcome: 'rolled-back' });
    expect(weights()).toEqual(both(half));
    expect(await evacuationIn(fleet.clusters, environment)).toBeUndefined();
    expect(hasDrift(await planned(later(1)))).toBe(false);
  });

  test('going back to an earlier run ends with the evacuation of that time', async () => {
    await apply();
    await run({ steps: [50, 0] });
    await apply(changedManifests('interval: 1s', 'interval: 2s'));
    await fleet.rollback({ to: 'evac-1' });
    expect(weights()).toEqual(both({ 'europe-west1': 25, 'us-central1': 75 }));
    expect(await evacuationIn(fleet.clusters, environment)).toMatchObject({ share: 0.5 });
    await fleet.rollback({ to: 'run-1' });
    expect(weights()).toEqual(both(half));
    expect(await evacuationIn(fleet.clusters, environment)).toBeUndefined();
  });

  test('another run that ends it between two steps is not undone', async () => {
    await apply();
    const head = { kind: 'ConfigMap', namespace: 'mesh-failover', name: 'mesh-failover-prod-run' };
    const onPause = () => {
      for (const each of fleet.clusters) each.edit(head, { data: { evacuation: null } }, 'x');
    };
    const result = await run({ steps: [60, 0], onPause });
    expect(result.outcome).toBe('failed');
    expect(result.message).toMatch(/Another run has changed it between the steps/);
  });

  test('a plan that was made before is refused, and one that was made meanwhile keeps it', async () => {
    await apply();
    const changed = changedManifests('interval: 1s', 'interval: 2s');
    const fileOf = async (date: Date) => {
      const { objects, predicted, findings } = inputOf(changed);
      const about = { objects, inspection: predicted, findings, now: date };
      const made = await plan({ ...about, clusters: fleet.clusters, environment });
      const settled = { force: false, createNamespaces: false, objects };
      const base = { createdAt: date.toISOString(), by: 'me', environment: 'prod', ...settled };
      return planFileOf(base, made.checked);
    };
    const config = { ...inputOf().predicted.config };
    const order = async (date: Date) => {
      const file = await fileOf(date);
      return orderOfPlan(file, 'plan', {
        ...config,
        deploy: { ...config.deploy, environment: 'prod' },
      });
    };
    const before = await order(start);
    await run();
    const applyOrder = ({ objects, ...more }: typeof before, date: Date) =>
      fleet.apply(objects, { ...more, now: date });
    expect(await applyOrder(before, later(1))).toMatchObject({ outcome: 'refused' });
    const meanwhile = await order(later(1));
    // After its time something else would be made of the objects than was planned.
    expect(await applyOrder(meanwhile, later(3))).toMatchObject({ outcome: 'refused' });
    expect(await applyOrder(meanwhile, later(1))).toMatchObject({ outcome: 'applied' });
    expect(weights()).toEqual(both(out));
  });

  test('manifests that cannot be evacuated are refused, with what ends it', async () => {
    await apply();
    await run();
    const off = changedManifests('enabled: true', 'enabled: false');
    const result = await apply(off, { acceptChanges: true });
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(result.message).toMatch(/cannot be evacuated.* evacuate --restore/);
  });

  test('a cluster that was left out is brought up to date by an apply, and stays out as the others', async () => {
    await apply();
    const [a, b] = fleet.clusters;
    const missing = { clusters: ['a'], reason: 'a is down' };
    expect(await run({ clusters: [b], missing })).toMatchObject({ outcome: 'evacuated' });
    expect(weights()).toEqual([half, out]);
    expect(await restore()).toMatchObject({ outcome: 'refused' });
    const applied = await apply();
    expect(applied.warnings.join()).toMatch(/a had been left out .* brought up to date first/);
    expect(weights()).toEqual(both(out));
    // An evacuation alone brings nobody up to date.
    await apply(changedManifests('interval: 1s', 'interval: 2s'), {
      clusters: [a],
      missing: { clusters: ['b'], reason: 'b' },
    });
    await run({ until: later(3) }, changedManifests('interval: 1s', 'interval: 2s'));
    expect((await planned(later(1))).debts).toMatchObject([{ cluster: 'b' }]);
  });

  test('a note that cannot be read stops an apply: it might be in force', async () => {
    expect(readEvacuation('a', undefined)).toBeUndefined();
    for (const text of [
      '{',
      '[]',
      '{"region":"x"}',
      JSON.stringify({ region: 'x'.repeat(20_000) }),
    ]) {
      expect(() => readEvacuation('a', text)).toThrow(/cannot be read/);
    }
    await apply();
    const head = { kind: 'ConfigMap', namespace: 'mesh-failover', name: 'mesh-failover-prod-run' };
    for (const each of fleet.clusters) each.edit(head, { data: { evacuation: '[]' } }, 'x');
    const changed = changedManifests('interval: 1s', 'interval: 2s');
    for (const result of [await apply(changed), await run(), await restore()]) {
      expect(result.message).toMatch(/names an evacuation that cannot be read/);
      expect(result.outcome).toBe('refused');
    }
    expect((await planned(start)).refusals.join()).toMatch(/cannot be read/);
  });
});

function changedManifests(from: string, to: string): Record<string, string> {
  const changed = Object.entries(texts).map(([file, text]) => [file, text.replace(from, to)]);
  expect(changed).not.toEqual(Object.entries(texts));
  return Object.fromEntries(changed);
}
