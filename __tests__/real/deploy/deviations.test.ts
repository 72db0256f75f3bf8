/** What clusters make of manifests, and what others set beside them, on two real API servers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApplyResult } from '../../../src/deploy/apply-result.js';
import { hasChanges, hasDrift } from '../../../src/deploy/plan-result.js';
import { planText } from '../../../src/report/plan-text.js';
import { applyOrder, orderOfManifests } from '../../../src/work/apply.js';
import type { CheckedManifests } from '../../../src/work/checked-manifests.js';
import { inspect } from '../../../src/work/inspect.js';
import { planDeployment, type DeploymentPlan } from '../../../src/work/plan.js';
import { Bench } from '../bench/bench.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { describeReal } from '../describe-real.js';
import { ExampleCopy } from './example-copy.js';
import { deployParts, liveObjects, startTwoServers, type TwoServers } from './two-servers.js';

const field = 'spec.trafficPolicy.outlierDetection.maxEjectionPercent';

/** Of every DestinationRule. */
const policy = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'few-ejections' },
    spec: {
      reinvocationPolicy: 'Never',
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['networking.istio.io'],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['destinationrules'],
          },
        ],
      },
      mutations: [
        {
          patchType: 'JSONPatch',
          jsonPatch: {
            expression: `[JSONPatch{op: "replace", path: "/${field.replaceAll('.', '/')}", value: 10}]`,
          },
        },
      ],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicyBinding',
    metadata: { name: 'few-ejections' },
    spec: { policyName: 'few-ejections' },
  },
];

describeReal('deviations', deployParts, () => {
  const bench = new Bench();
  let two: TwoServers;
  let manifests: CheckedManifests;

  beforeAll(async () => {
    two = await startTwoServers(bench);
    const { folder } = new ExampleCopy(bench.path('hello-world'));
    const project = await inspect({ cwd: folder, paths: ['.'], isForClusters: true });
    const { lint } = project.check();
    manifests = { project, config: project.config, lint, failOn: 'error' };
  }, 180_000);

  afterAll(() => bench.stop(), 30_000);

  const planned = (): Promise<DeploymentPlan> =>
    planDeployment(manifests, two, { env: {}, now: new Date() });

  async function applied(acceptChanges = false): Promise<ApplyResult> {
    const order = orderOfManifests(manifests, { acceptChanges });
    if (!order) throw new Error('the example has errors');
    const choices = { env: {}, stateFolder: bench.path('state'), verifyTimeoutMs: 0 };
    return applyOrder(order, manifests.config, two, choices);
  }

  test('drift: somebody has added a field, and requests would fail', async () => {
    expect((await applied()).outcome).toBe('applied');
    expect(hasDrift((await planned()).result)).toBe(false);
    const [a] = two.servers;
    const outlierDetection = (minHealthPercent: number | null) =>
      JSON.stringify({ spec: { trafficPolicy: { outlierDetection: { minHealthPercent } } } });
    const patch = (text: string) =>
      a.kubectl([
        ...['patch', 'destinationrule', 'hello-world', '--type=merge', '-p', text],
        '--field-manager=kubectl-edit',
      ]);
    await patch(outlierDetection(80));
    const { result } = await planned();
    expect([hasChanges(result), hasDrift(result)]).toEqual([false, true]);
    expect(result.drift?.changes[0]).toMatchObject({ kind: 'worse', before: { errors: 0 } });
    expect(result.drift?.text).toMatch(
      /DestinationRule default\/hello-world in cluster a: spec\.trafficPolicy\.outlierDetection\.minHealthPercent is 80, set by kubectl-edit/,
    );
    expect(planText(result, false)).toContain('drift With what the clusters hold now');
    // It would stay, and "applied" would be untrue.
    expect((await applied()).message).toMatch(/minHealthPercent is 80.*--accept-changes/);

    // Harmless, and somebody else's.
    await patch(outlierDetection(0));
    expect(hasDrift((await planned()).result)).toBe(false);
    await patch(outlierDetection(null));
  }, 60_000);

  test('a mutating policy is seen before the write', async () => {
    const [, b] = two.servers;
    await b.apply(policy);
    await b.kubectl(['delete', 'destinationrule', 'hello-world']);
    const { result, file } = await pollUntil('the policy works', async () => {
      const plan = await planned();
      if (plan.result.refusals.length === 0) throw new Error('not yet');
      return plan;
    });
    expect(file).toBeUndefined();
    const rule = result.clusters[1]?.objects.find(({ kind }) => kind === 'DestinationRule');
    expect(rule).toMatchObject({
      action: 'create',
      otherwise: [{ path: field, manifest: 100, result: 10, by: [] }],
    });
    expect(planText(result, false)).toContain(`otherwise ${field} is 10, and 100 in the manifest`);
    const refused = await applied();
    expect(refused).toMatchObject({ outcome: 'refused', summary: { created: 0 } });
    expect(refused.message).toMatch(
      /After the apply, \d+ predicted cases? would be worse than by the manifests, such as .*0 % errors → .*maxEjectionPercent is 10, and 100 in the manifest\. To go on all the same: --accept-changes/,
    );

    const accepted = await applied(true);
    expect(accepted.outcome).toBe('applied');
    expect(accepted.warnings.join()).toContain(`${field} is 10, and 100 in the manifest`);
    const [live] = (await liveObjects(b, 'default')).filter(({ spec }) => spec.trafficPolicy);
    expect(live?.spec.trafficPolicy.outlierDetection.maxEjectionPercent).toBe(10);
    // It stays visible: the cluster is worse than the manifests.
    expect(hasDrift((await planned()).result)).toBe(true);
  }, 60_000);
});
