/** The other tools, each run as its users run it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pathOfPart } from '../bench/build.mjs';

/**
 * The manifests of one cluster, and what is in it beside them.
 *
 * @typedef {object} ClusterFiles
 * @property {string[]} files
 * @property {import('./surroundings.mjs').KubernetesObject[]} surroundings
 * @property {string | undefined} meshConfig
 */

/**
 * What a tool says of the manifests of a cluster: the codes of its messages, or their severity where there are none.
 *
 * @typedef {(files: ClusterFiles) => Promise<string[]>} Peer
 */

export const peerNames = /** @type {const} */ ([
  'istioctl analyze',
  'istioctl validate',
  'kubeconform',
  'Kiali',
]);

const schemas = fileURLToPath(new URL('../../../schemas/istio/', import.meta.url));

/**
 * @param {string} kubeconfig of the cluster
 * @param {import('./surroundings.mjs').HeldObjects} held what the cluster has beside Istio's CRDs
 * @returns {Record<typeof peerNames[number], Peer>}
 */
export function peers(kubeconfig, held) {
  return {
    // Without a cluster it leaves out every check that needs Services, pods or Secrets.
    'istioctl analyze': async ({ files, surroundings, meshConfig }) => {
      await held.hold(surroundings);
      const from = ['--kubeconfig', kubeconfig, '--all-namespaces', '--output', 'json'];
      const mesh = meshConfig === undefined ? [] : ['--meshConfigFile', meshConfig];
      const { stdout } = await run('istioctl', ['analyze', ...from, ...mesh, ...files]);
      return messagesOf(stdout, files);
    },
    'istioctl validate': async ({ files }) => {
      const { code, stderr } = await run('istioctl', [
        'validate',
        ...files.flatMap((file) => ['-f', file]),
      ]);
      if (code !== 0) return ['error'];
      return /warning/i.test(stderr) ? ['warning'] : [];
    },
    kubeconform: async ({ files }) => {
      const options = ['-strict', '-ignore-missing-schemas'];
      const location = ['-schema-location', `${schemas}{{ .ResourceKind }}.json`];
      const { code } = await run('kubeconform', [...options, ...location, ...files]);
      return code === 0 ? [] : ['error'];
    },
    Kiali: async ({ files, surroundings }) => {
      const { stdout } = await run('kiali-checks', files, JSON.stringify(surroundings));
      /** @type {{ code: string }[]} */
      const messages = JSON.parse(stdout);
      return messages.map(({ code }) => code);
    },
  };
}

/**
 * What analyze says of the given files; of what else is in the cluster nothing is wrong.
 *
 * @param {string} stdout lines of its log, of files that it cannot read, then JSON
 * @param {readonly string[]} files
 */
function messagesOf(stdout, files) {
  const [, log = '', json = '[]'] = /^([^]*?)^(\[[^]*)?$/m.exec(stdout) ?? [];
  /** @type {{ code: string, reference?: string }[]} */
  const messages = JSON.parse(json);
  const codes = messages
    .filter(({ reference = '' }) => files.some((file) => reference.startsWith(`${file}:`)))
    .map(({ code }) => code);
  return log.includes('error processing') ? ['unreadable', ...codes] : codes;
}

/**
 * @param {'istioctl' | 'kubeconform' | 'kiali-checks'} part
 * @param {string[]} args
 * @param {string} [input]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
function run(part, args, input = '') {
  return new Promise((resolve, reject) => {
    const child = execFile(
      pathOfPart(part),
      args,
      { timeout: 120_000 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
    // A program that reads nothing may have ended before.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
