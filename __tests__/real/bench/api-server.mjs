// @ts-check
/** A cluster: one kube-apiserver with RBAC and the Istio CRDs. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { ensureParts } from './build.mjs';
import { Cluster } from './cluster.mjs';
import { freePort } from './free-port.mjs';
import { kubeconfig } from './kubeconfig.mjs';
import { pollUntil } from './poll-until.mjs';

/**
 * @param {import('./bench.mjs').Bench} bench
 * @param {object} options
 * @param {string} options.name also the name of its kubeconfig context; unique in the bench
 * @param {import('./etcd.mjs').Etcd} options.etcd
 * @param {import('./cluster.mjs').User[]} [options.users] who may log in beside the administrator
 * @param {boolean} [options.istioCrds] true unless said
 * @param {boolean} [options.gatewayApiCrds] those of the standard channel; false unless said
 * @returns {Promise<Cluster>}
 */
export async function startApiServer(
  bench,
  { name, etcd, users = [], istioCrds = true, gatewayApiCrds = false },
) {
  const parts = await ensureParts(['kube-apiserver', 'kubectl', 'istio-crds']);
  const port = await freePort();
  const everyone = [administrator(), ...users];
  const tokens = await bench.write(`${name}-tokens.csv`, tokenFile(everyone));
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKey = await bench.write(
    `${name}-service-accounts.key`,
    keys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  );
  const publicKey = await bench.write(
    `${name}-service-accounts.pub`,
    keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );
  const certificates = bench.path(`${name}-certificates`);
  const part = bench.spawn(`${name}-kube-apiserver`, parts['kube-apiserver'], [
    `--etcd-servers=${etcd.url}`,
    `--etcd-prefix=/${name}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--cert-dir=${certificates}`,
    `--token-auth-file=${tokens}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${privateKey}`,
    `--service-account-key-file=${publicKey}`,
    // Big enough for thousands of Services.
    '--service-cluster-ip-range=10.96.0.0/12',
    // Nothing here makes the default service accounts that this plugin wants every pod to have.
    '--disable-admission-plugins=ServiceAccount',
    // Its own address is loopback, which EndpointSlices may not hold.
    '--endpoint-reconciler-type=none',
  ]);
  const certificate = `${certificates}/apiserver.crt`;
  await pollUntil(`${name} made its certificate`, () => existsSync(certificate), { process: part });
  const cluster = await pollUntil(
    `${name} is ready`,
    async () => {
      // It signs its own certificate; the file holds the signer too.
      const ca = readFileSync(certificate, 'utf8');
      const url = `https://127.0.0.1:${port}`;
      const candidate = new Cluster({ name, url, ca, users: everyone, bench, process: part });
      const isReady = (await candidate.get('/readyz')).status === 200;
      return isReady && (await candidate.get('/api/v1/namespaces/default')).status === 200
        ? candidate
        : undefined;
    },
    { process: part, timeoutMs: 120_000 },
  );
  if (!cluster) throw new Error('unreachable: pollUntil gives only what is truthy');
  await bench.write(`${name}.kubeconfig`, kubeconfig([cluster.entry()]));
  if (istioCrds) await applyCrds(cluster, parts['istio-crds']);
  if (gatewayApiCrds) {
    const own = await ensureParts(['gateway-api-crds']);
    await applyCrds(cluster, own['gateway-api-crds']);
  }
  return cluster;
}

/** @returns {import('./cluster.mjs').User} */
function administrator() {
  return { name: 'admin', token: randomBytes(16).toString('hex'), groups: ['system:masters'] };
}

/** @param {import('./cluster.mjs').User[]} users */
function tokenFile(users) {
  const lines = users.map(
    ({ name, token, groups = [] }) => `${token},${name},${name},"${groups.join(',')}"`,
  );
  return `${lines.join('\n')}\n`;
}

/**
 * @param {Cluster} cluster
 * @param {string} file
 */
async function applyCrds(cluster, file) {
  await cluster.kubectl(['apply', '--server-side', '-f', file]);
  const wait = ['wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all'];
  for (let left = 20; ; left -= 1) {
    try {
      await cluster.kubectl(wait);
      return;
    } catch (error) {
      // kubectl gives up where a definition is so new that it has no conditions yet.
      if (left === 0 || !String(error).includes('accessor error')) throw error;
      await setTimeout(500);
    }
  }
}
