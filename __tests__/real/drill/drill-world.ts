/** The demo's world for drills: two clusters with real pods, gateways and istiods, and a folder to drill from. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DrillResult } from '../../../src/drill/drill-result.js';
import { built } from '../../built.js';
import { assertJsonOutputs } from '../../json-outputs.mjs';
import { kubeconfig } from '../bench/kubeconfig.mjs';
import { startPodMesh } from '../bench/mesh.mjs';
import { pollUntil } from '../bench/poll-until.mjs';
import { sendTraffic } from '../bench/traffic.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = join(built, 'cli/index.js');

export const home = 'europe-west1';
export const away = 'us-central1';

type Mesh = Awaited<ReturnType<typeof startPodMesh>>;

export interface DrillOutcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

export class DrillWorld {
  private constructor(
    readonly mesh: Mesh,
    /** The file, with a context for each cluster. */
    readonly kubeconfig: string,
    /** Where a outage hook asks. */
    readonly hookUrl: string,
  ) {}

  static async start(): Promise<DrillWorld> {
    const mesh = await startPodMesh({ clusters: [{ name: home }, { name: away }] });
    try {
      const entries = mesh.clusters.map(({ api }) => api.entry());
      const file = await mesh.bench.write('clusters.kubeconfig', kubeconfig(entries));
      return new DrillWorld(mesh, file, await startHookServer(mesh));
    } catch (error) {
      await mesh.stop();
      throw error;
    }
  }

  /** A folder with the example's manifests, applied to both clusters, and a configuration for drills. */
  async prepare(
    edits: [from: string, to: string][] = [],
    drill: Record<string, unknown> = {},
  ): Promise<string> {
    const folder = await mkdtemp(join(this.mesh.bench.folder, 'drill-'));
    await cp(join(root, 'examples/hello-world'), folder, { recursive: true });
    const rule = join(folder, 'destination-rule.yaml');
    let text = await readFile(rule, 'utf8');
    for (const [from, to] of edits) {
      if (!text.includes(from)) throw new Error(`the example has no ${from}`);
      text = text.replaceAll(from, to);
    }
    await writeFile(rule, text);
    await writeFile(join(folder, 'mesh-failover.yaml'), JSON.stringify(this.#config(drill)));
    for (const name of ['gateway', 'virtual-service', 'destination-rule']) {
      await this.mesh.apply(readFileSync(join(folder, `${name}.yaml`), 'utf8'));
    }
    return folder;
  }

  #config(drill: Record<string, unknown>): unknown {
    return {
      version: 1,
      clusters: this.mesh.clusters.map(({ api: { name }, url, gateway }) => ({
        name,
        locality: name,
        context: name,
        ingress: { url, adminUrl: gateway?.adminUrl },
      })),
      deploy: { environment: 'bench' },
      drill: {
        attribution: { header: 'x-backend-locality' },
        rate: 40,
        phaseSeconds: 5,
        budgets: { failoverSeconds: 10, failbackSeconds: 20 },
        ...drill,
      },
    };
  }

  /** Waits until every pod is ready, and the gateways, or that of one cluster, share requests among exactly these regions. */
  async until(regions: string[], only?: string): Promise<void> {
    // A drill is refused where a pod is missing, though a gateway has one of each region already.
    await Promise.all(this.mesh.clusters.map(({ workload }) => workload.untilReady()));
    for (const { api, url } of this.mesh.clusters) {
      if (only !== undefined && api.name !== only) continue;
      await pollUntil(`the gateway of ${api.name} sends to ${regions.join(', ')}`, async () => {
        const { localities, statuses, sent } = await sendTraffic(url, { requests: 40 });
        const isFine = statuses['200'] === sent;
        return isFine && Object.keys(localities).sort().join() === [...regions].sort().join();
      });
    }
  }

  /** Starts the program; `running` sees what it writes to standard error. */
  spawn(folder: string, args: string[], running: (stderr: string) => void = () => undefined) {
    const child = spawn(process.execPath, [program, 'drill', ...args], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        KUBECONFIG: this.kubeconfig,
        HOOK_URL: this.hookUrl,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      running(stderr);
    });
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    const ended = closed.then((status): DrillOutcome => {
      assertJsonOutputs(['drill', ...args], { cwd: folder, status, stdout });
      return { status, stdout, stderr };
    });
    return { child, ended };
  }

  /** Drills as a user would, and reads the JSON. */
  async drill(
    folder: string,
    ...args: string[]
  ): Promise<{ outcome: DrillOutcome; result: DrillResult }> {
    const outcome = await this.spawn(folder, [
      '--confirm',
      'bench',
      '--format',
      'json',
      ...args,
      '.',
    ]).ended;
    if (outcome.stdout === '') throw new Error(`the drill has no result:\n${outcome.stderr}`);
    return { outcome, result: JSON.parse(outcome.stdout) as DrillResult };
  }

  /** Labels the node of a cluster, and starts its pods anew: istiod takes their locality from there. */
  async setRegion(cluster: string, region: string): Promise<void> {
    const { api, workload } = this.mesh.cluster(cluster);
    const label = `topology.kubernetes.io/region=${region}`;
    await workload.scale(0);
    await pollUntil('its pods are gone', async () => (await workload.pods()).length === 0);
    await api.kubectl(['label', 'node', 'node-1', '--overwrite', label]);
    await workload.scale();
  }

  async replicas(cluster: string): Promise<number> {
    const path = '/apis/apps/v1/namespaces/default/deployments/hello-world';
    const { body } = await this.mesh.cluster(cluster).api.get(path);
    return (JSON.parse(body) as { spec: { replicas: number } }).spec.replicas;
  }

  /** The names of what a drill has written down in a cluster. */
  async records(cluster: string): Promise<string[]> {
    const { body } = await this.mesh
      .cluster(cluster)
      .api.get('/api/v1/namespaces/mesh-failover/configmaps');
    const { items } = JSON.parse(body) as { items: { metadata: { name: string } }[] };
    return items.map(({ metadata }) => metadata.name).filter((name) => name.includes('drill'));
  }
}

/** What a outage hook of these tests runs: it asks the test's process, which holds the backends. */
export const outageHook = `${process.execPath} -e "fetch(process.env.HOOK_URL + '/' + [process.env.MESH_FAILOVER_ACTION, process.env.MESH_FAILOVER_KIND, process.env.MESH_FAILOVER_CLUSTER].join('/')).then((r) => process.exit(r.ok ? 0 : 1))"`;

async function startHookServer(mesh: Mesh): Promise<string> {
  const server = createServer((request, response) => {
    const [, action, kind, cluster = ''] = (request.url ?? '').split('/');
    const { workload } = mesh.cluster(cluster);
    const isOut = action === 'fail';
    const work = async () => {
      if (kind === 'failing')
        workload.behave(isOut ? { kind: 'status', status: 503 } : { kind: 'ok' });
      else for (const { name } of await workload.pods()) await workload.setReady(name, !isOut);
    };
    work().then(
      () => response.end(),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mesh.bench.atStop(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
