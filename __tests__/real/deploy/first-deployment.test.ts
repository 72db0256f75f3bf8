/** The first deployment onto what others have made: what the plan says of each field's owner, what it takes, and that nothing is lost. */
import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { defaultConfig } from '../../../src/config/parse-config.js';
import { apply } from '../../../src/deploy/apply.js';
import type { ApplyInput } from '../../../src/deploy/apply-options.js';
import { plan } from '../../../src/deploy/plan.js';
import { rollback } from '../../../src/deploy/rollback.js';
import { Bench } from '../bench/bench.mjs';
import type { Cluster as ApiServer } from '../bench/cluster.mjs';
import { pathOfPart } from '../bench/build.mjs';
import { describeReal } from '../describe-real.js';
import { destinationRule } from './guide-objects.js';
import {
  deployment,
  deployParts,
  eachInItsNamespace,
  liveObjects,
  type LiveObject,
  type TwoServers,
} from './two-servers.js';

const run = promisify(execFile);

describeReal('a first deployment', [...deployParts, 'helm'], () => {
  const bench = new Bench();
  let two: TwoServers;
  let servers: ApiServer[];
  let namespace: string;

  eachInItsNamespace(bench, 'first', (started, own) => {
    two = started;
    servers = two.servers;
    namespace = own;
  });

  type Choices = Partial<Pick<ApplyInput, 'force' | 'prune'>>;

  /** What the manifests say: another maxEjectionPercent than what is there, and no label of theirs. */
  const objects = () => [destinationRule(namespace, 100)];
  const base = () => ({ ...deployment(bench, namespace), clusters: two.clusters });
  const deploy = (more: Choices = {}) => apply({ ...base(), objects: objects(), ...more });

  async function planned(more: Choices = {}) {
    const { result } = await plan({
      ...{ clusters: two.clusters, environment: base().environment, objects: objects() },
      ...{ findings: [], inspection: { config: defaultConfig, manifests: { documents: [] } } },
      ...more,
    });
    const object = result.clusters[0]?.objects[0];
    const owners = (object?.owners ?? []).map(
      ({ path, from, to }) => `${path}: ${from.join(',')} → ${to.join(',')}`,
    );
    return { action: object?.action, fields: object?.fields, conflicts: object?.conflicts, owners };
  }

  async function live(server = servers[0]): Promise<LiveObject | undefined> {
    return server && (await liveObjects(server, namespace))[0];
  }

  const managers = (object: LiveObject | undefined) =>
    object?.metadata.managedFields
      .map(({ manager, operation }) => `${manager} ${operation}`)
      .sort();

  /** As the others made it: half of the pods may be ejected, and a label of theirs. */
  function theirs(more: Record<string, string> = {}): object {
    const value = destinationRule(namespace, 50).value as {
      metadata: object;
      spec: Record<string, unknown>;
    };
    return {
      ...value,
      metadata: { ...value.metadata, labels: { team: 'shop', ...more } },
      spec: { ...value.spec, exportTo: ['*'] },
    };
  }

  const percent = 'spec.trafficPolicy.outlierDetection.maxEjectionPercent';

  /** What a rollback has to bring back, owners included. */
  async function expectWayBack(before: LiveObject | undefined): Promise<void> {
    const result = await rollback({ ...base(), fieldManager: 'mesh-failover', lastApply: true });
    expect(result.outcome).toBe('rolled-back');
    const now = await live();
    expect(now?.spec).toEqual(before?.spec);
    expect(now?.metadata.labels).toEqual(before?.metadata.labels);
    expect(managers(now)).toEqual(managers(before));
  }

  test('kubectl apply: its fields become ours without an option; what no manifest has goes, and is shown', async () => {
    for (const server of servers) {
      await server.kubectl(['apply', '-f', '-'], JSON.stringify(theirs()));
    }
    const before = await live();
    const { action, fields, owners } = await planned();
    expect(action).toBe('change');
    expect(fields?.map(({ path, after }) => [path, after])).toEqual(
      expect.arrayContaining([
        [percent, 100],
        ['spec.exportTo', undefined],
        ['metadata.labels.team', undefined],
      ]),
    );
    expect(owners).toEqual(
      expect.arrayContaining([
        'spec.host: kubectl-client-side-apply → mesh-failover',
        `${percent}: kubectl-client-side-apply → mesh-failover`,
        'spec.exportTo: kubectl-client-side-apply → ',
        'metadata.labels.team: kubectl-client-side-apply → ',
      ]),
    );
    expect(await deploy()).toMatchObject({ outcome: 'applied', summary: { configured: 2 } });
    const after = await live();
    expect(managers(after)).toEqual(['mesh-failover Apply']);
    expect(after?.spec).toEqual((objects()[0]?.value as { spec: unknown }).spec);
    expect(await planned()).toMatchObject({ action: 'unchanged', owners: [] });
    await expectWayBack(before);
  }, 60_000);

  test('kubectl apply --server-side: a conflict, named field by field; --force-conflicts takes what the manifest states', async () => {
    for (const server of servers) {
      await server.kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(theirs()));
    }
    const before = await live();
    expect(await planned()).toMatchObject({
      action: 'conflict',
      conflicts: [{ manager: 'kubectl', field: `.${percent}` }],
    });
    const refused = await deploy();
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused.message).toContain('--force-conflicts');
    const { action, owners } = await planned({ force: true });
    expect(action).toBe('change');
    expect(owners).toContain(`${percent}: kubectl → mesh-failover`);
    expect(owners).toContain('spec.host: kubectl → kubectl,mesh-failover');
    expect(await deploy({ force: true })).toMatchObject({ outcome: 'applied' });
    const after = await live();
    expect(managers(after)).toEqual(['kubectl Apply', 'mesh-failover Apply']);
    // What the manifest leaves open stays theirs.
    expect(after?.spec.exportTo).toEqual(['*']);
    expect(after?.metadata.labels).toMatchObject({ team: 'shop' });
    await expectWayBack(before);
  }, 60_000);

  test('kubectl create: as with server-side apply', async () => {
    for (const server of servers) {
      await server.kubectl(['create', '-f', '-'], JSON.stringify(theirs()));
    }
    const before = await live();
    expect(await planned()).toMatchObject({
      action: 'conflict',
      conflicts: [{ manager: 'kubectl-create', field: `.${percent}` }],
    });
    expect((await planned({ force: true })).owners).toContain(
      `${percent}: kubectl-create → mesh-failover`,
    );
    expect(await deploy({ force: true })).toMatchObject({ outcome: 'applied' });
    const after = await live();
    expect(managers(after)).toEqual(['kubectl-create Update', 'mesh-failover Apply']);
    expect(after?.spec.exportTo).toEqual(['*']);
    await expectWayBack(before);
  }, 60_000);

  test('Helm: the release keeps what the manifest leaves open, and its own labels', async () => {
    const chart = bench.path(`chart-${namespace}`);
    mkdirSync(`${chart}/templates`, { recursive: true });
    writeFileSync(`${chart}/Chart.yaml`, 'apiVersion: v2\nname: mesh\nversion: 1.0.0\n');
    writeFileSync(`${chart}/templates/rule.yaml`, JSON.stringify(theirs()));
    const helm = pathOfPart('helm');
    const release = (server: ApiServer, verb: string[]) =>
      run(
        helm,
        [...verb, 'mesh', chart, '--namespace', namespace, '--kubeconfig', server.kubeconfig],
        {
          env: { PATH: process.env['PATH'], HOME: bench.path('helm-home') },
        },
      );
    for (const server of servers) await release(server, ['install']);
    const before = await live();
    expect(managers(before)).toEqual(['helm Update']);
    expect(await planned()).toMatchObject({
      action: 'conflict',
      conflicts: [{ manager: 'helm', field: `.${percent}` }],
    });
    expect((await planned({ force: true })).owners).toContain(`${percent}: helm → mesh-failover`);
    expect(await deploy({ force: true })).toMatchObject({ outcome: 'applied' });
    const after = await live();
    expect(managers(after)).toEqual(['helm Update', 'mesh-failover Apply']);
    expect(after?.metadata.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'Helm',
      team: 'shop',
    });
    // An upgrade of the same chart leaves alone what it does not change itself.
    for (const server of servers) await release(server, ['upgrade']);
    const upgraded = await live();
    expect(upgraded?.spec.trafficPolicy.outlierDetection.maxEjectionPercent).toBe(100);
    await expectWayBack(before);
  }, 120_000);

  test('Argo CD: left alone as long as it keeps the object; once it has let go, as with kubectl', async () => {
    const labels = { 'argocd.argoproj.io/instance': 'mesh' };
    for (const server of servers) {
      // As it applies by default: like kubectl on the client's side, under its own name.
      await server.kubectl(
        ['apply', '--field-manager=argocd-controller', '-f', '-'],
        JSON.stringify(theirs(labels)),
      );
    }
    expect(managers(await live())).toEqual(['argocd-controller Update']);
    const kept = await live();
    const refused = await deploy({ force: true });
    expect(refused.outcome).toBe('refused');
    expect(refused.message).toMatch(
      /Argo CD \(argocd\.argoproj\.io\/instance\) keeps DestinationRule .* would undo this apply/,
    );
    expect((await live())?.metadata.resourceVersion).toBe(kept?.metadata.resourceVersion);

    // The Application is deleted without its objects (`--cascade=false`): the label and the field manager stay behind.
    for (const server of servers) {
      await server.kubectl([
        ...['label', 'destinationrule', 'hello-world', '-n', namespace],
        ...['argocd.argoproj.io/instance-', '--field-manager=argocd-controller'],
      ]);
    }
    const stillTheirs = await deploy({ force: true });
    expect(stillTheirs.message).toContain('field manager argocd-controller');
    // docs/deploy.md: hand its fields over to kubectl.
    for (const server of servers) {
      const object = await live(server);
      const entry = object?.metadata.managedFields.findIndex(
        ({ manager }) => manager === 'argocd-controller',
      );
      await server.kubectl([
        ...['patch', 'destinationrule', 'hello-world', '-n', namespace, '--type=json', '-p'],
        JSON.stringify([
          {
            op: 'replace',
            path: `/metadata/managedFields/${String(entry)}/manager`,
            value: 'kubectl-client-side-apply',
          },
        ]),
      ]);
    }
    const before = await live();
    expect((await planned()).owners).toContain(
      `${percent}: kubectl-client-side-apply → mesh-failover`,
    );
    expect(await deploy()).toMatchObject({ outcome: 'applied' });
    expect(managers(await live())).toEqual(['mesh-failover Apply']);
    await expectWayBack(before);
  }, 60_000);
});
