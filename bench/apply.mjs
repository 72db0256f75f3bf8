// @ts-check
/**
<<<<<<< HEAD
 * Times `mesh-failover apply` to two clusters against `kubectl apply --server-side` on the one and then the other: the manifests
 * of 500 Services, first into an empty namespace, then again with nothing changed. Both in each round, in turn, so that whatever
 * else the machine does meets both.
 *
 *     npm run bench:apply [-- --services 500 --rounds 3]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
=======
 * Measures a deployment to two real API servers, side by side with kubectl:
 *
 *     npm run build && npm run bench:apply                 # 500 hosts: 500 DestinationRules and 500 VirtualServices, one Gateway
 *     npm run bench:apply -- --hosts 50 --max-ratio 1      # exit 1 where an apply takes longer than kubectl's
 *
 * Ours: check, dry run, captured state and apply to both clusters. kubectl's: `apply --server-side` to one cluster after the other.
 * The second time nothing has changed. Each has a namespace of its own, and both are whole processes.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
>>>>>>> b6d2e73 (Faults: signals at every write, a killed API server, a denying webhook, other writers; a benchmark beside kubectl)
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startApiServer } from '../__tests__/real/bench/api-server.mjs';
import { Bench } from '../__tests__/real/bench/bench.mjs';
import { ensureParts } from '../__tests__/real/bench/build.mjs';
import { startEtcd } from '../__tests__/real/bench/etcd.mjs';
import { kubeconfig } from '../__tests__/real/bench/kubeconfig.mjs';

<<<<<<< HEAD
const cli = fileURLToPath(new URL('../dist/cli/index.js', import.meta.url));
const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
  },
});
const services = Number(values.services);
const rounds = Number(values.rounds);
const bench = new Bench();

/** @type {Record<string, { ours: number[], kubectl: number[] }>} */
const times = { first: { ours: [], kubectl: [] }, again: { ours: [], kubectl: [] } };
try {
  const { kubectl } = await ensureParts(['kubectl']);
  const etcd = await startEtcd(bench);
  const servers = await Promise.all(
    ['a', 'b'].map((name) => startApiServer(bench, { name, etcd })),
  );
  const file = await bench.write('kubeconfig', kubeconfig(servers.map((one) => one.entry())));

  for (let round = 0; round < rounds; round++) {
    const tools = round % 2 === 0 ? ['ours', 'kubectl'] : ['kubectl', 'ours'];
    for (const tool of /** @type {('ours' | 'kubectl')[]} */ (tools)) {
      const namespace = `${tool}-${String(round)}`;
      for (const server of servers) await server.kubectl(['create', 'namespace', namespace]);
      const folder = bench.path(namespace);
      writeManifests(folder, namespace);
      for (const step of ['first', 'again']) {
        const seconds = tool === 'ours' ? ours(folder, file) : theirs(kubectl, folder, file);
        times[step]?.[tool].push(seconds);
        process.stderr.write(
          `round ${String(round + 1)}, ${step}, ${tool}: ${seconds.toFixed(2)} s\n`,
        );
      }
      rmSync(folder, { recursive: true });
=======
const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '500' },
    'max-ratio': { type: 'string' },
    'max-unchanged-ratio': { type: 'string' },
  },
});
const hosts = Number(values.hosts);

/** @param {string} namespace */
function manifests(namespace) {
  const example = (/** @type {string} */ file) =>
    readFileSync(join(root, 'examples/hello-world', file), 'utf8').replaceAll(
      'namespace: default',
      `namespace: ${namespace}`,
    );
  const [gateway, rule, route] = ['gateway', 'destination-rule', 'virtual-service'].map((name) =>
    example(`${name}.yaml`),
  );
  const all = [gateway ?? ''];
  for (let number = 1; number <= hosts; number++) {
    const name = `hello-${String(number)}`;
    const own = (/** @type {string | undefined} */ text = '') =>
      text
        .replaceAll('hello-world.default', `${name}.${namespace}`)
        .replaceAll('hello-world', name)
        .replace("- '*'", `- ${name}.example.com`);
    all.push(own(rule), own(route));
  }
  return all.join('\n---\n');
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} options
 * @returns {number} seconds
 */
function seconds(file, args, { cwd, env = {} }) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0)
    throw new Error(`${args.join(' ')}: ${stdout.slice(-2_000)}${stderr.slice(-2_000)}`);
  return (performance.now() - start) / 1000;
}

const bench = new Bench();
try {
  const { kubectl } = await ensureParts(['kubectl']);
  const etcd = await startEtcd(bench);
  const clusters = await Promise.all(
    ['a', 'b'].map((name) => startApiServer(bench, { name, etcd })),
  );
  const file = await bench.write(
    'clusters',
    kubeconfig(clusters.map((cluster) => cluster.entry())),
  );
  for (const namespace of ['ours', 'theirs']) {
    const folder = bench.path(namespace);
    mkdirSync(folder);
    writeFileSync(join(folder, 'manifests.yaml'), manifests(namespace));
    for (const cluster of clusters) {
      await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    }
  }
  const config = `version: 1
clusters:
  - { name: a, locality: europe-west1, context: a }
  - { name: b, locality: us-central1, context: b }
`;
  writeFileSync(bench.path('ours', 'mesh-failover.yaml'), config);
  const ours = () =>
    seconds(
      process.execPath,
      [
        join(root, 'dist/cli/index.js'),
        'apply',
        '--quiet',
        '--verify-timeout',
        '0',
        'manifests.yaml',
      ],
      { cwd: bench.path('ours'), env: { KUBECONFIG: file } },
    );
  const theirs = () =>
    ['a', 'b'].reduce((sum, context) => {
      const args = ['apply', '--server-side', '--context', context, '-f', 'manifests.yaml'];
      return sum + seconds(kubectl, args, { cwd: bench.path('theirs'), env: { KUBECONFIG: file } });
    }, 0);
  /** @type {[string, number, number][]} */
  const rows = [];
  for (const what of ['everything is new', 'nothing has changed'])
    rows.push([what, theirs(), ours()]);
  process.stdout.write(
    `${String(2 * hosts + 1)} objects to 2 clusters       kubectl      ours     ratio\n`,
  );
  for (const [what, kubectlSeconds, own] of rows) {
    const cells = [kubectlSeconds, own].map((time) => `${time.toFixed(1)} s`.padStart(9));
    const ratio = (own / kubectlSeconds).toFixed(2).padStart(9);
    process.stdout.write(`${what.padEnd(29)} ${cells.join(' ')} ${ratio}\n`);
  }
  for (const [index, option] of /** @type {const} */ ([
    'max-ratio',
    'max-unchanged-ratio',
  ]).entries()) {
    const [, kubectlSeconds = 0, own = 0] = rows[index] ?? [];
    if (values[option] !== undefined && own / kubectlSeconds > Number(values[option])) {
      process.stderr.write(`too slow: ${rows[index]?.[0] ?? ''}\n`);
      process.exitCode = 1;
>>>>>>> b6d2e73 (Faults: signals at every write, a killed API server, a denying webhook, other writers; a benchmark beside kubectl)
    }
  }
} finally {
  await bench.stop();
}
<<<<<<< HEAD

const objects = 2 * services;
console.log(
  `${String(objects)} objects to two clusters, ${String(availableParallelism())} cores, medians of ${String(rounds)} rounds\n`,
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

/**
 * Everything that an apply does: reading, checking, dry runs, capture, writes, verification.
 *
 * @param {string} folder
 * @param {string} file
 */
function ours(folder, file) {
  const env = { ...process.env, KUBECONFIG: file, XDG_STATE_HOME: bench.path('state') };
  return timed(process.execPath, [cli, 'apply', '--quiet', 'manifests'], { cwd: folder, env });
}

/**
 * @param {string} kubectl
 * @param {string} folder
 * @param {string} file
 */
function theirs(kubectl, folder, file) {
  const env = { ...process.env, KUBECONFIG: file };
  return ['a', 'b']
    .map((context) => {
      const args = ['apply', '--server-side', '--context', context, '-f', 'manifests'];
      return timed(kubectl, args, { cwd: folder, env });
    })
    .reduce((sum, seconds) => sum + seconds, 0);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
function timed(command, args, options) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { ...options, maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${String(status)}\n${String(stdout)}${String(stderr)}`,
    );
  }
  return (performance.now() - start) / 1000;
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
=======
>>>>>>> b6d2e73 (Faults: signals at every write, a killed API server, a denying webhook, other writers; a benchmark beside kubectl)
