import type { ClusterConfig } from '../config/config.js';
import { UserError } from '../foundation/errors.js';
import { ApiCluster } from './api-cluster.js';
import type { Cluster } from './cluster.js';
import { Credentials, readCredentialFile } from './credentials.js';
import { impersonationOf, loadKubeconfig } from './kubeconfig.js';
import type { ProcessEnvironment } from './process-environment.js';
import { loadKubernetes } from './load-kubernetes.js';
import type { Timeouts } from './request.js';

export interface ConnectOptions extends Partial<Timeouts> {
  /** Where KUBECONFIG, HOME and the proxies are looked up. */
  env?: ProcessEnvironment;
  /** How long a program may take that the kubeconfig names to log in. */
  pluginMs?: number;
  /** Takes what a person should know of the way to the cluster. */
  warn?: (text: string) => void;
}

/**
 * Makes a cluster of the configuration usable. Reads the kubeconfig, and fails with a `UserError` if that is wrong; nothing is
 * sent yet, so a cluster that cannot be reached shows at the first request.
 */
export async function connect(
  cluster: ClusterConfig,
  options: ConnectOptions = {},
): Promise<Cluster> {
  const { env = process.env, connectMs = 10_000, answerMs = 40_000, pluginMs, warn } = options;
  const config = loadKubeconfig(await loadKubernetes(), cluster, env);
  const server = config.getCurrentCluster();
  if (!server || !isServerAddress(server.server)) {
    throw new UserError(
      `cluster ${cluster.name}: the kubeconfig gives no usable server address, such as https://host:6443`,
    );
  }
  if (server.proxyUrl && !/^(?:https?|socks[45]?[ah]?):$/.test(protocolOf(server.proxyUrl))) {
    throw new UserError(
      `cluster ${cluster.name}: the proxy must be an address such as http://host:3128 (proxy-url of the kubeconfig, or HTTPS_PROXY)`,
    );
  }
  if (server.skipTLSVerify) {
    warn?.(
      `cluster ${cluster.name}: nobody checks who ${new URL(server.server).host} is (insecure-skip-tls-verify): whoever stands in between ` +
        'gets the credentials; put its certificate-authority-data into the kubeconfig',
    );
  }
  return new ApiCluster(
    cluster.name,
    { url: server.server, ca: authorityOf(server) },
    new Credentials(cluster.name, config, { headers: impersonationOf(config), pluginMs }),
    { connectMs, answerMs },
  );
}

/** Anything else would be taken apart at the wrong places: `admin:PASSWORD@host` has the scheme `admin`. */
function isServerAddress(address: string): boolean {
  return /^https?:$/.test(protocolOf(address));
}

/** Empty: it is no address. */
function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}

/** A file that cannot be read shows at the first request, with the reason. */
function authorityOf({ caData, caFile }: { caData?: string; caFile?: string }): string {
  try {
    if (caFile) return readCredentialFile(caFile).toString('utf8');
  } catch {
    return '';
  }
  return Buffer.from(caData ?? '', 'base64').toString('utf8');
}
