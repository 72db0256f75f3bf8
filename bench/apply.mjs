// @ts-check
/**
 * Times `mesh-failover apply` to two clusters against `kubectl apply --server-side` on the one and then the other: the manifests
 * of 500 Services, first into an empty namespace, then again with nothing changed. Both in each round, in turn, so that whatever
 * else the machine does meets both.
 *
 *     npm run bench:apply [-- --services 500 --rounds 3 --fsync --delay 40]
 *
 * `--fsync`: etcd writes to the disk before it answers. `--delay MS`: every packet between a tool and an API server takes so much
 * longer, in both directions, by a proxy that both tools go through. The peak memory of each tool is read from /proc.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startApiServer } from '../__tests__/real/bench/api-server.mjs';
import { Bench } from '../__tests__/real/bench/bench.mjs';
import { ensureParts } from '../__tests__/real/bench/build.mjs';
import { startEtcd } from '../__tests__/real/bench/etcd.mjs';
import { kubeconfig } from '../__tests__/real/bench/kubeconfig.mjs';
import { startDelayProxy } from './delay-proxy.mjs';

const cli = process.env['CLI'] ?? fileURLToPath(new URL('../dist/cli/index.js', import.meta.url));
const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    fsync: { type: 'boolean', default: false },
    delay: { type: 'string', default: '0' },
  },
});
const services = Number(values.services);
const rounds = Number(values.rounds);
const delayMs = Number(values.delay);
const bench = new Bench();

/** @type {Record<string, { ours: number[], kubectl: number[] }>} */
const times = { first: { ours: [], kubectl: [] }, again: { ours: [], kubectl: [] } };
/** Bytes. @type {{ ours: number, kubectl: number }} */
const peaks = { ours: 0, kubectl: 0 };
try {
  const { kubectl } = await ensureParts(['kubectl']);
  const etcd = await startEtcd(bench, { isDurable: values.fsync });
  const servers = await Promise.all(
    ['a', 'b'].map((name) => startApiServer(bench, { name, etcd })),
  );
  const entries = servers.map((one) => one.entry());
  if (delayMs > 0) {
    for (const entry of entries) {
      const proxy = await startDelayProxy(Number(new URL(entry.server).port), delayMs);
      bench.atStop(async () => proxy.stop());
      entry.server = `https://127.0.0.1:${String(proxy.port)}`;
    }
  }
  const file = await bench.write('kubeconfig', kubeconfig(entries));

  for (let round = 0; round < rounds; round++) {
    const tools = round % 2 === 0 ? ['ours', 'kubectl'] : ['kubectl', 'ours'];
    for (const tool of /** @type {('ours' | 'kubectl')[]} */ (tools)) {
      const namespace = `${tool}-${String(round)}`;
      for (const server of servers) {
        await server.kubectl(['create', 'namespace', namespace]);
        await server.apply(servicesIn(namespace));
      }
      const folder = bench.path(namespace);
      writeManifests(folder, namespace);
      for (const step of ['first', 'again']) {
        const seconds = await (tool === 'ours'
          ? ours(folder, file)
          : theirs(kubectl, folder, file));
        times[step]?.[tool].push(seconds);
        process.stderr.write(
          `round ${String(round + 1)}, ${step}, ${tool}: ${seconds.toFixed(2)} s\n`,
        );
      }
      rmSync(folder, { recursive: true });
    }
  }
} finally {
  await bench.stop();
}

const objects = 2 * services;
console.log(
  `${String(objects)} objects to two clusters, ${String(availableParallelism())} cores, medians of ${String(rounds)} rounds` +
    `${values.fsync ? ', etcd with fsync' : ''}${delayMs > 0 ? `, ${String(delayMs)} ms for each packet` : ''}\n`,
);
console.log('| apply | mesh-failover | kubectl, one cluster after the other | ratio |');
console.log('| --- | --- | --- | --- |');
for (const [step, { ours: mine, kubectl }] of Object.entries(times)) {
  const what = step === 'first' ? 'of new objects' : 'again, nothing changed';
  const [left, right] = [median(mine), median(kubectl)];
  console.log(
    `| ${what} | ${left.toFixed(2)} s | ${right.toFixed(2)} s | ${(left / right).toFixed(2)} |`,
  );
}

const mib = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
console.log(
  `| peak memory | ${mib(peaks.ours)} | ${mib(peaks.kubectl)} | ${(peaks.ours / peaks.kubectl).toFixed(2)} |`,
);

/**
 * Everything that an apply does: reading, checking, dry runs, capture, writes, verification.
 *
 * @param {string} folder
 * @param {string} file
 */
function ours(folder, file) {
  const env = { ...process.env, KUBECONFIG: file, XDG_STATE_HOME: bench.path('state') };
  return timed('ours', process.execPath, [cli, 'apply', '--quiet', 'manifests'], {
    cwd: folder,
    env,
  });
}

/**
 * @param {string} kubectl
 * @param {string} folder
 * @param {string} file
 */
async function theirs(kubectl, folder, file) {
  const env = { ...process.env, KUBECONFIG: file };
  let sum = 0;
  for (const context of ['a', 'b']) {
    const args = ['apply', '--server-side', '--context', context, '-f', 'manifests'];
    sum += await timed('kubectl', kubectl, args, { cwd: folder, env });
  }
  return sum;
}

/**
 * Seconds; what it needs at most is kept among the peaks.
 *
 * @param {'ours' | 'kubectl'} tool
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptionsWithoutStdio} options
 */
async function timed(tool, command, args, options) {
  const start = performance.now();
  const child = spawn(command, args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output = `${output}${String(chunk)}`.slice(-100_000)));
  }
  const timer = setInterval(() => {
    peaks[tool] = Math.max(peaks[tool], peakOf(child.pid));
  }, 20);
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}\n${output}`);
  }
  return seconds;
}

/**
 * The most memory that a process has had so far, in bytes; 0 where nobody says.
 *
 * @param {number | undefined} pid
 */
function peakOf(pid) {
  try {
    const [, size = '0'] =
      /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return Number(size) * 1024;
  } catch {
    // It has ended.
    return 0;
  }
}

/**
 * What the routes lead to: it has to be there.
 *
 * @param {string} namespace
 */
function servicesIn(namespace) {
  return Array.from({ length: services }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `service-${String(index)}`, namespace },
    spec: { ports: [{ name: 'http', port: 80 }] },
  }));
}

/**
 * @param {string} folder
 * @param {string} namespace
 */
function writeManifests(folder, namespace) {
  mkdirSync(`${folder}/manifests`, { recursive: true });
  for (let index = 0; index < services; index++) {
    const name = `service-${String(index)}`;
    const text = manifest(name, namespace);
    writeFileSync(`${folder}/manifests/${name}.yaml`, text);
  }
  const clusters = [
    { name: 'a', locality: 'europe-west1', context: 'a' },
    { name: 'b', locality: 'us-central1', context: 'b' },
  ];
  const config = { version: 1, clusters, deploy: { environment: namespace } };
  writeFileSync(`${folder}/mesh-failover.yaml`, JSON.stringify(config));
}

/**
 * @param {string} name
 * @param {string} namespace
 */
function manifest(name, namespace) {
  const host = `${name}.${namespace}.svc.cluster.local`;
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  host: ${host}
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 5, interval: 1s, baseEjectionTime: 30s, maxEjectionPercent: 100 }
    loadBalancer:
      localityLbSetting:
        distribute:
          - from: europe-west1
            to: { europe-west1: 50, us-central1: 50 }
          - from: us-central1
            to: { europe-west1: 50, us-central1: 50 }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  hosts: [${host}]
  http:
    - route: [{ destination: { host: ${host} } }]
`;
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
