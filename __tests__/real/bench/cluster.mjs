// @ts-check
/** A running API server, as the tests use it. */
import { request } from 'node:https';
import { kubeconfig } from './kubeconfig.mjs';
import { kubectl } from './kubectl.mjs';

/**
 * Someone who may log in, in what the API server calls a static token file.
 *
 * @typedef {object} User
 * @property {string} name
 * @property {string} token
 * @property {string[]} [groups]
 */

export class Cluster {
  /**
   * @param {object} parts
   * @param {string} parts.name
   * @param {string} parts.url
   * @param {string} parts.ca
   * @param {User[]} parts.users the first is the administrator
   * @param {import('./bench.mjs').Bench} parts.bench
   * @param {import('./bench.mjs').BenchProcess} parts.process
   */
  constructor({ name, url, ca, users, bench, process }) {
    this.name = name;
    this.url = url;
    this.ca = ca;
    this.users = users;
    this.bench = bench;
    this.process = process;
    /** The administrator's kubeconfig: one context, named as the cluster. */
    this.kubeconfig = bench.path(`${name}.kubeconfig`);
  }

  /**
   * What belongs into a kubeconfig to log in here.
   *
   * @param {string} [token] the administrator's, unless given
   * @returns {import('./kubeconfig.mjs').KubeconfigEntry}
   */
  entry(token = this.users[0]?.token ?? '') {
    return { name: this.name, server: this.url, ca: this.ca, token };
  }

  /**
   * The kubeconfig file of one of the users given at the start.
   *
   * @param {string} userName
   */
  async kubeconfigOf(userName) {
    const user = this.users.find(({ name }) => name === userName);
    if (!user) throw new Error(`${this.name} has no user ${userName}`);
    return this.bench.write(
      `${this.name}-${userName}.kubeconfig`,
      kubeconfig([this.entry(user.token)]),
    );
  }

  /**
   * The kubeconfig file of a service account, which can be made at any time; it is created when it is not there.
   *
   * @param {string} namespace
   * @param {string} account
   */
  async kubeconfigOfServiceAccount(namespace, account) {
    await this.apply({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: account, namespace },
    });
    const token = await this.kubectl(['create', 'token', account, '--namespace', namespace]);
    return this.bench.write(
      `${this.name}-${namespace}-${account}.kubeconfig`,
      kubeconfig([this.entry(token.trim())]),
    );
  }

  /**
   * @param {string[]} args
   * @param {string} [input]
   */
  kubectl(args, input) {
    const { kubeconfig: file } = this;
    return kubectl(
      { kubeconfig: file, cacheFolder: this.bench.path(`${this.name}.cache`) },
      args,
      input,
    );
  }

  /**
   * Server-side apply of a text (any number of YAML documents) or of objects.
   *
   * @param {string | object | object[]} manifests
   */
  async apply(manifests) {
    await this.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], text(manifests));
  }

  /** @param {string | object | object[]} manifests */
  async delete(manifests) {
    await this.kubectl(['delete', '--ignore-not-found', '-f', '-'], text(manifests));
  }

  /**
   * GETs a path of the API as the administrator, whatever the status.
   *
   * @param {string} path
   * @param {{ timeoutMs?: number }} [options]
   * @returns {Promise<{ status: number, body: string }>}
   */
  get(path, { timeoutMs = 5_000 } = {}) {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.entry().token}` };
      const options = { ca: this.ca, headers, agent: false, timeout: timeoutMs };
      const outgoing = request(this.url + path, options, (incoming) => {
        let body = '';
        incoming.on('data', (chunk) => (body += chunk));
        incoming.on('error', reject);
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body }));
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer from ${this.name}`)));
      outgoing.on('error', reject);
      outgoing.end();
    });
  }
}

/** @param {string | object | object[]} manifests */
function text(manifests) {
  if (typeof manifests === 'string') return manifests;
  const objects = Array.isArray(manifests) ? manifests : [manifests];
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
