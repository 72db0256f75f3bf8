/** The other tools, each run as its users run it. */
import { fileURLToPath } from 'node:url';
import { runPart } from './run-part.mjs';

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
 * @param {{ codesOf: Peer }} kiali
 * @returns {Record<typeof peerNames[number], Peer>}
 */
export function peers(kubeconfig, held, kiali) {
  return {
    // Without a cluster it leaves out every check that needs Services, pods or Secrets.
    'istioctl analyze': async ({ files, surroundings, meshConfig }) => {
      await held.hold(surroundings);
      const from = ['--kubeconfig', kubeconfig, '--all-namespaces', '--output', 'json'];
      const mesh = meshConfig === undefined ? [] : ['--meshConfigFile', meshConfig];
      const { stdout } = await runPart('istioctl', ['analyze', ...from, ...mesh, ...files]);
      return messagesOf(stdout, files);
    },
    'istioctl validate': async ({ files }) => {
      const { code, stderr } = await runPart('istioctl', [
        'validate',
        ...files.flatMap((file) => ['-f', file]),
      ]);
      if (code !== 0) return ['error'];
      return /warning/i.test(stderr) ? ['warning'] : [];
    },
    kubeconform: async ({ files }) => {
      const options = ['-strict', '-ignore-missing-schemas'];
      const location = ['-schema-location', `${schemas}{{ .ResourceKind }}.json`];
      const { code } = await runPart('kubeconform', [...options, ...location, ...files]);
      return code === 0 ? [] : ['error'];
    },
    Kiali: (cluster) => kiali.codesOf(cluster),
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
