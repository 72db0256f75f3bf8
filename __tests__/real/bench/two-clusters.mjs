// @ts-check
/**
 * Two clusters to play with, europe-west1 and us-central1, until Ctrl-C. Prints the path of a kubeconfig with a context for
 * each; with `--mesh` also runs istiods, gateways and hello-world, applies the guide, and prints the gateways' addresses.
 *
 *     node __tests__/real/bench/two-clusters.mjs [--mesh]
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startApiServer } from './api-server.mjs';
import { Bench } from './bench.mjs';
import { startEtcd } from './etcd.mjs';
import { kubeconfig } from './kubeconfig.mjs';
import { startMesh } from './mesh.mjs';

const names = ['europe-west1', 'us-central1'];
const { values } = parseArgs({ options: { mesh: { type: 'boolean', default: false } } });
const bench = new Bench();
const stop = async () => {
  await bench.stop();
  process.exit();
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
try {
  const clusters = values.mesh ? await startGuide() : await startClusters();
  const entries = clusters.map((cluster) => cluster.entry());
  console.log(await bench.write('kubeconfig', kubeconfig(entries)));
  console.error(`contexts ${names.join(', ')}; logs in ${bench.folder}; Ctrl-C stops all`);
  // The parts don't keep this process alive.
  setInterval(() => {}, 60_000);
} catch (error) {
  await bench.stop();
  throw error;
}

async function startClusters() {
  const etcd = await startEtcd(bench);
  return Promise.all(names.map((name) => startApiServer(bench, { name, etcd })));
}

async function startGuide() {
  const guide = await readFile(new URL('../manifests/guide.yaml', import.meta.url), 'utf8');
  const mesh = await startMesh({ clusters: names.map((name) => ({ name })), bench });
  await mesh.apply(guide);
  for (const { api, url } of mesh.clusters) console.error(`gateway of ${api.name}: ${url}`);
  return mesh.clusters.map(({ api }) => api);
}
