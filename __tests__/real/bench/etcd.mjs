// @ts-check
/** One etcd; it serves every API server of a bench, each under a prefix of its own. */
import { ensureParts } from './build.mjs';
import { freePort } from './free-port.mjs';
import { pollUntil } from './poll-until.mjs';

/**
 * @typedef {object} Etcd
 * @property {string} url
 * @property {import('./bench.mjs').BenchProcess} process
 *
 * @param {import('./bench.mjs').Bench} bench
 * @param {{ isDurable?: boolean }} [options] `isDurable`: each write is on the disk before it is answered, as outside of a bench
 * @returns {Promise<Etcd>}
 */
export async function startEtcd(bench, { isDurable = false } = {}) {
  const { etcd } = await ensureParts(['etcd']);
  const url = `http://127.0.0.1:${await freePort()}`;
  const peer = `http://127.0.0.1:${await freePort()}`;
  const part = bench.spawn('etcd', etcd, [
    `--data-dir=${bench.path('etcd')}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--log-level=warn',
    // The data need not outlive the bench.
    ...(isDurable ? [] : ['--unsafe-no-fsync']),
  ]);
  await pollUntil('etcd is healthy', async () => (await fetch(`${url}/health`)).ok, {
    process: part,
    timeoutMs: 30_000,
  });
  return { url, process: part };
}
