import { Agent, type RequestOptions } from 'node:https';
import { Agent as HttpAgent } from 'node:http';
import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from './cluster-error.js';

/** What a request needs to be let in. */
export interface Login {
  agent: HttpAgent;
  headers: Record<string, string>;
  /** `user:password`, for basic authentication. */
  auth: string | undefined;
}

/** Enough to be fast, few enough not to trip the API server's fairness limits. */
const maxSockets = 16;

/** An exec plugin that waits for somebody to log in would wait for ever in a workflow. */
const pluginMs = 60_000;

/** Obtains what is needed to log in, through the client, which also runs exec plugins. */
export class Credentials {
  #login: Promise<Login> | undefined;
  #secrets = new Set<string>();

  constructor(
    private readonly cluster: string,
    private readonly config: KubeConfig,
  ) {}

  /** Kept until `renew`, so that parallel requests share one plugin run and their connections. */
  login(): Promise<Login> {
    this.#login ??= this.#obtain();
    return this.#login;
  }

  /** Short-lived tokens may have ended while we worked. */
  renew(): Promise<Login> {
    this.#login = undefined;
    return this.login();
  }

  /** A text without the secrets, should a server or plugin echo them. */
  redact(text: string): string {
    return [...this.#secrets].reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
  }

  async #obtain(): Promise<Login> {
    // The client fills in what it wants to be sent; `headers` must be there for some of its authenticators.
    const options: RequestOptions = { headers: {} };
    try {
      await within(pluginMs, this.config.applyToHTTPSOptions(options));
    } catch (error) {
      throw new ClusterError('credentials', this.#failure(error));
    }
    // A token file usually ends with a new line, which no header may hold.
    const headers = Object.fromEntries(
      Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value).trim()]),
    );
    const auth = options.auth ?? undefined;
    for (const value of [headers['Authorization'], auth]) this.#remember(value);
    return { agent: this.#agent(options), headers, auth };
  }

  #failure(error: unknown): string {
    const plugin = this.config.getCurrentUser()?.exec?.command as string | undefined;
    const { code, name, message } = error as NodeJS.ErrnoException;
    const intro = `cluster ${this.cluster}: the credentials cannot be obtained`;
    if (plugin === undefined) return `${intro}: ${message}`;
    if (code === 'ENOENT') {
      return `${intro}: the kubeconfig wants the program ${plugin}, which is not installed`;
    }
    // What cannot be read is not shown: it may be the token.
    if (name === 'SyntaxError' || name === 'TypeError') {
      return `${intro}: the program ${plugin} did not write an ExecCredential`;
    }
    return `${intro}: the program ${plugin} failed: ${message.trim().slice(0, 500)}`;
  }

  /** The client's own agent opens a connection per request; it is used only where it knows the way through a proxy. */
  #agent(options: RequestOptions): HttpAgent {
    const cluster = this.config.getCurrentCluster();
    if (cluster?.proxyUrl && options.agent instanceof HttpAgent) return options.agent;
    if (cluster?.server.startsWith('http:')) return new HttpAgent({ keepAlive: true, maxSockets });
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
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
