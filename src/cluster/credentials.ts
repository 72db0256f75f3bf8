import { Agent, type RequestOptions } from 'node:https';
import { Agent as HttpAgent } from 'node:http';
import type { KubeConfig } from '@kubernetes/client-node';
import { readSmallFile } from '../files/read-small-file.js';
import { isCommandProvider, runCommandProvider, type CommandProvider } from './auth-provider.js';
import { ClusterError } from './cluster-error.js';
import { runExecPlugin, type ExecPlugin, type PluginCredential } from './exec-plugin.js';
import { isSecretName, secretsInAddress, secretsOfUser } from './secret-values.js';

/** What a request needs to be let in. */
export interface Login {
  agent: HttpAgent;
  headers: Record<string, string | string[]>;
  /** `user:password`, for basic authentication. */
  auth: string | undefined;
}

/** Enough to be fast, few enough not to trip the API server's fairness limits. */
const maxSockets = 16;

/** An exec plugin that waits for somebody to log in would wait for ever in a workflow. */
const pluginMs = 60_000;

/** A credential that ends within this time is not begun with. */
const spareMs = 10_000;

export interface CredentialOptions {
  /** For impersonation, which the client knows in part. */
  headers: Record<string, string | string[]>;
  /** How long a program that logs in may take. */
  pluginMs?: number | undefined;
}

/** Tokens and certificates are far smaller. */
const maxFileBytes = 1024 * 1024;

/**
 * A file that a kubeconfig names: a token, a certificate or a key.
 *
 * @throws Error that names the file and says why it cannot be read; never waits for a device or a pipe.
 */
export function readCredentialFile(path: string): Buffer {
  try {
    return readSmallFile(path, maxFileBytes);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known = code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(code)})`;
    throw new Error(`${path} ${code === undefined ? message : known}`, { cause: error });
  }
}

/** Files of a kubeconfig that the client would read without a limit; it gets their content in their place. */
interface CredentialFiles {
  caFile: string | undefined;
  certFile: string | undefined;
  keyFile: string | undefined;
  tokenFile: string | undefined;
}

/** Obtains what is needed to log in, through the client; programs are run here, so that they end with us. */
export class Credentials {
  #login: Promise<Login> | undefined;
  #expires = Infinity;
  #secrets = new Set<string>();
  readonly #plugin: ExecPlugin | undefined;
  readonly #commandProvider: CommandProvider | undefined;
  readonly #files: CredentialFiles;
  readonly #cluster: string;
  readonly #config: KubeConfig;
  readonly #options: CredentialOptions;

  constructor(cluster: string, config: KubeConfig, options: CredentialOptions) {
    this.#cluster = cluster;
    this.#config = config;
    this.#options = options;
    const user = config.getCurrentUser();
    this.#plugin = user?.exec as ExecPlugin | undefined;
    const provider = user?.authProvider as
      { name?: string; config?: Record<string, string> } | undefined;
    this.#commandProvider = isCommandProvider(provider) ? provider : undefined;
    config.users = config.users.map((one) => {
      if (one !== user) return one;
      const keepsProvider = this.#commandProvider === undefined;
      return { ...one, exec: undefined, ...(!keepsProvider && { authProvider: undefined }) };
    });
    const server = config.getCurrentCluster();
    this.#files = {
      caFile: server?.caFile,
      certFile: user?.certFile,
      keyFile: user?.keyFile,
      tokenFile: provider?.name === 'tokenFile' ? provider.config?.['tokenFile'] : undefined,
    };
    for (const address of [server?.server, server?.proxyUrl]) {
      for (const secret of secretsInAddress(address)) this.#remember(secret);
    }
    for (const secret of secretsOfUser(user, isSecretName)) this.#remember(secret);
  }

  /** Kept until `renew` or its end, so that parallel requests share one plugin run and their connections. */
  login(): Promise<Login> {
    if (Date.now() > this.#expires - spareMs) return this.renew();
    this.#login ??= this.#obtain();
    return this.#login;
  }

  /** Short-lived tokens may have ended while we worked. */
  renew(): Promise<Login> {
    this.#login = undefined;
    this.#expires = Infinity;
    return this.login();
  }

  /** A text without the secrets, should a server or plugin echo them. */
  redact(text: string): string {
    return [...this.#secrets].reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
  }

  async #obtain(): Promise<Login> {
    // The client fills in what it wants to be sent; `headers` must be there for some of its authenticators.
    const options: RequestOptions = { headers: {} };
    let credential: PluginCredential = {};
    try {
      this.#readFiles();
      if (this.#plugin) credential = await this.#runPlugin(this.#plugin);
      if (this.#commandProvider)
        credential = await runCommandProvider(this.#commandProvider, this.#pluginMs);
      await within(this.#pluginMs, this.#config.applyToHTTPSOptions(options));
    } catch (error) {
      const { message } = error as Error;
      const intro = `cluster ${this.#cluster}: the credentials cannot be obtained`;
      throw new ClusterError('credentials', this.redact(`${intro}: ${message}`));
    }
    const {
      token,
      clientCertificateData: cert,
      clientKeyData: key,
      expires = Infinity,
    } = credential;
    this.#expires = expires;
    // A token file usually ends with a new line, which no header may hold.
    const given = Object.entries(options.headers ?? {}).map(([name, value]) => {
      return [name, String(value).trim()] as const;
    });
    const headers = {
      ...Object.fromEntries(given),
      ...(token !== undefined && { Authorization: `Bearer ${token.trim()}` }),
      ...this.#options.headers,
    };
    const auth = options.auth ?? undefined;
    const { Authorization: bearer } = headers;
    for (const value of [bearer, auth, auth && Buffer.from(auth).toString('base64'), key]) {
      this.#remember(value);
    }
    return { agent: this.#agent({ ...options, ...(cert && key && { cert, key }) }), headers, auth };
  }

  /** Read anew each time: a token that has ended, or a certificate, may have been replaced. */
  #readFiles(): void {
    const { caFile, certFile, keyFile, tokenFile } = this.#files;
    const base64 = (file: string) => readCredentialFile(file).toString('base64');
    const user = this.#config.getCurrentUser();
    const server = this.#config.getCurrentCluster();
    const token =
      tokenFile === undefined ? undefined : readCredentialFile(tokenFile).toString('utf8');
    const given = {
      ...(certFile && { certFile: '', certData: base64(certFile) }),
      ...(keyFile && { keyFile: '', keyData: base64(keyFile) }),
      ...(token !== undefined && { authProvider: undefined, token: token.trim() }),
    };
    this.#config.users = this.#config.users.map((one) =>
      one === user ? { ...one, ...given } : one,
    );
    if (!caFile) return;
    const authority = { caFile: '', caData: base64(caFile) };
    this.#config.clusters = this.#config.clusters.map((one) =>
      one === server ? { ...one, ...authority } : one,
    );
  }

  #runPlugin(plugin: ExecPlugin): Promise<PluginCredential> {
    const cluster = this.#config.getCurrentCluster();
    const info = {
      kind: 'ExecCredential',
      apiVersion: plugin.apiVersion ?? 'client.authentication.k8s.io/v1',
      spec: {
        interactive: false,
        ...(plugin.provideClusterInfo && {
          cluster: {
            server: cluster?.server,
            'certificate-authority-data': cluster?.caData,
            'tls-server-name': cluster?.tlsServerName,
            'insecure-skip-tls-verify': cluster?.skipTLSVerify,
            'proxy-url': cluster?.proxyUrl,
          },
        }),
      },
    };
    return runExecPlugin(plugin, info, this.#pluginMs);
  }

  get #pluginMs(): number {
    return this.#options.pluginMs ?? pluginMs;
  }

  /** The client's own agent opens a connection per request; it is used only where it knows the way through a proxy. */
  #agent(options: RequestOptions): HttpAgent {
    const cluster = this.#config.getCurrentCluster();
    if (cluster?.proxyUrl && options.agent instanceof HttpAgent) return options.agent;
    if (cluster?.server.startsWith('http:')) return new HttpAgent({ keepAlive: true, maxSockets });
    const { ca, cert, key, pfx, passphrase, servername } = options;
    // Only the kubeconfig can say so: a variable for Node shall not.
    const rejectUnauthorized = cluster?.skipTLSVerify !== true;
    const given = Object.entries({
      ca,
      cert,
      key,
      pfx,
      passphrase,
      rejectUnauthorized,
      servername,
    }).filter(([, value]) => value !== undefined && value !== null);
    return new Agent({ keepAlive: true, maxSockets, ...Object.fromEntries(given) });
  }

  #remember(value: string | undefined): void {
    if (!value) return;
    const secret = value.replace(/^Bearer /, '');
    // Replacing something very short would only garble messages.
    if (secret.length >= 6) this.#secrets.add(secret);
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
