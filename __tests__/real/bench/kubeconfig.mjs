// @ts-check
/** Kubeconfig files. JSON is YAML too, and needs no library. */

/**
 * @typedef {object} KubeconfigEntry
 * @property {string} name the name of context, cluster and user
 * @property {string} server
 * @property {string} ca PEM
 * @property {string} token
 */

/**
 * One context per entry; the first is the current one.
 *
 * @param {KubeconfigEntry[]} entries
 */
export function kubeconfig(entries) {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': entries[0]?.name ?? '',
    contexts: entries.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    clusters: entries.map(({ name, server, ca }) => ({
      name,
      cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
    })),
    users: entries.map(({ name, token }) => ({ name, user: { token } })),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
