/** Plans against two real API servers, with the guide's example. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apply } from '../../../src/deploy/apply.js';
import type { DeployObject } from '../../../src/deploy/deploy-object.js';
import { deployObjects } from '../../../src/work/objects-of.js';
import { plan, type Planned } from '../../../src/deploy/plan.js';
import { movedSince, planFileOf, readPlan, writePlan } from '../../../src/deploy/plan-file.js';
import { hasChanges, hasDrift, type PlanResult } from '../../../src/deploy/plan-result.js';
import { inspect } from '../../../src/work/inspect.js';
import { planMarkdown } from '../../../src/report/plan-markdown.js';
import { planText } from '../../../src/report/plan-text.js';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { describeReal } from '../describe-real.js';
import { ExampleCopy } from './example-copy.js';
import { deployment, deployParts, startTwoServers, type TwoServers } from './two-servers.js';

describeReal('plan', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let a: ApiServer;
  let example: ExampleCopy;
  let folder: string;
  let objects: DeployObject[];

  beforeAll(async () => {
    two = await startTwoServers(bench);
    [a] = two.servers;
    example = new ExampleCopy(bench.path('hello-world'));
    folder = example.folder;
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  async function planned(prune?: { limit: number }): Promise<Planned> {
    const inspection = await inspect({ cwd: folder, paths: ['.'] });
    objects = deployObjects(inspection);
    return plan({
      ...deployment(bench, 'plan'),
      ...{ objects, inspection, clusters: two.clusters },
      findings: inspection.check().lint.findings,
      ...(prune && { prune }),
    });
  }

  function applied(more: Partial<Parameters<typeof apply>[0]> = {}) {
    return apply({ ...deployment(bench, 'plan'), objects, clusters: two.clusters, ...more });
  }

  const actions = ({ clusters }: PlanResult) =>
    clusters.map(({ objects: all }) => all.map(({ kind, action }) => `${kind} ${action}`).sort());

  test('everything is new, and after the apply nothing is left to do', async () => {
    const { result } = await planned();
    expect(result.refusals).toEqual([]);
    expect(result.summary).toMatchObject({ create: 6, change: 0 });
    // Without a route nobody gets an answer; with it, half and half.
    expect(result.behaviour?.changes.length).toBeGreaterThan(0);
    expect(result.behaviour?.changes.every(({ kind }) => kind === 'added')).toBe(true);
    expect(result.clusters[0]?.serverVersion).toMatch(/^v1\./);
    expect(result.warnings.join()).toMatch(/the Istio version is not known in a, b/);

    expect((await applied()).outcome).toBe('applied');
    const after = (await planned()).result;
    expect(after.summary).toMatchObject({ create: 0, change: 0, adopt: 0, unchanged: 6 });
    expect(after.behaviour?.changes).toEqual([]);
    expect(after.clusters[0]?.applied).toMatchObject({ by: 'a test' });
    expect([hasChanges(after), hasDrift(after)]).toEqual([false, false]);
    expect(planText(after, false)).toContain('2 clusters: 6 unchanged');
  }, 60_000);

  test('a change is told field by field, and what callers would notice', async () => {
    example.edit('destination-rule.yaml', 'maxEjectionPercent: 100', 'maxEjectionPercent: 10');
    const { result } = await planned();
    example.edit('destination-rule.yaml', 'maxEjectionPercent: 10', 'maxEjectionPercent: 100');
    const rule = result.clusters[0]?.objects.find(({ action }) => action === 'change');
    expect(rule).toMatchObject({
      kind: 'DestinationRule',
      fields: [
        {
          path: 'spec.trafficPolicy.outlierDetection.maxEjectionPercent',
          before: 100,
          after: 10,
          writers: [{ manager: 'mesh-failover', time: expect.stringMatching(/^20/) }],
        },
      ],
    });
    const worse = result.behaviour?.changes.filter(({ kind }) => kind === 'worse') ?? [];
    expect(worse.length).toBeGreaterThan(0);
    expect(worse[0]?.cause?.rule).toBe('max-ejection-percent-100');
    const text = planText(result, false);
    expect(text).toContain('maxEjectionPercent: 100 → 10');
    expect(text.indexOf('cause')).toBeLessThan(text.indexOf('change    DestinationRule'));
    const page = planMarkdown(result, 64_000);
    expect(page).toContain('| <code>100</code> | <code>10</code> |');
    expect(Buffer.byteLength(planMarkdown(result, 2_000))).toBeLessThan(2_000);
  }, 60_000);

  test('drift: who changed what in the cluster', async () => {
    await a.kubectl([
      ...['patch', 'destinationrule', 'hello-world', '--type=merge', '--field-manager=night-shift'],
      ...['-p', '{"spec":{"trafficPolicy":{"outlierDetection":{"maxEjectionPercent":20}}}}'],
    ]);
    const { result } = await planned();
    expect(hasDrift(result)).toBe(true);
    expect(actions(result)[0]).toContain('DestinationRule conflict');
    const rule = result.clusters[0]?.objects.find(({ action }) => action === 'conflict');
    expect(rule?.conflicts?.map(({ manager }) => manager)).toEqual(['night-shift']);
    expect(rule?.fields).toEqual([
      {
        path: 'spec.trafficPolicy.outlierDetection.maxEjectionPercent',
        before: 20,
        after: 100,
        writers: [{ manager: 'night-shift', time: expect.any(String) }],
      },
    ]);
    expect(planText(result, false)).toMatch(/maxEjectionPercent: 20 → 100 \(night-shift 20/);
    await applied({ force: true });
    expect(hasDrift((await planned()).result)).toBe(false);
  }, 60_000);

  test('a plan is applied as it is, and only while the clusters are as they were', async () => {
    example.edit('virtual-service.yaml', "- '*'", '- shop.example.com');
    const { checked } = await planned();
    const base = { by: 'a test', environment: 'plan', force: false, createNamespaces: false };
    const file = planFileOf({ ...base, createdAt: '2026-11-21T00:00:00Z', objects }, checked);
    await writePlan(bench.path('plan.json'), 'plan.json', file);
    const kept = readPlan(bench.path('plan.json'), 'plan.json');
    expect(kept).toEqual(file);

    await a.kubectl(['annotate', 'virtualservice', 'hello-world', 'note=moved']);
    const refuse = (all: Parameters<typeof movedSince>[1]) =>
      movedSince(kept, all, 'mesh-failover');
    const refused = await applied({ objects: kept.objects, refuse });
    expect(refused.outcome).toBe('refused');
    expect(refused.message).toMatch(
      /Cluster a is not what it was .*VirtualService default\/hello-world has changed since, last by kubectl-annotate/,
    );
    await a.kubectl(['annotate', 'virtualservice', 'hello-world', 'note-']);
    // Back to what it was: nothing has moved.
    const result = await applied({ objects: kept.objects, refuse });
    expect(result).toMatchObject({ outcome: 'applied', summary: { configured: 2, unchanged: 4 } });
  }, 60_000);

  test('what no manifest states any more', async () => {
    writeFileSync(`${folder}/virtual-service.yaml`, '');
    const { result } = await planned();
    expect(result.summary).toMatchObject({ unstated: 2, prune: 0 });
    expect([hasChanges(result), hasDrift(result)]).toEqual([false, true]);
    const pruning = (await planned({ limit: 5 })).result;
    expect(pruning.summary).toMatchObject({ unstated: 0, prune: 2 });
    const kinds = pruning.behaviour?.changes.map(({ kind }) => kind);
    expect(kinds).toContain('removed');
  }, 60_000);
});
