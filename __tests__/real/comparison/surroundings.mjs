/**
 * What a complete cluster has beside a fixture's manifests, so that a tool that looks for it does not miss it: namespaces
 * with sidecar injection, the Services that are named and pods behind them, ingress gateways, certificates.
 */
import { execFileSync } from 'node:child_process';
import { Agent, request } from 'node:https';
import { parseAllDocuments } from 'yaml';

/** @typedef {Record<string, any>} KubernetesObject */

const CLUSTER_DOMAIN = '.svc.cluster.local';

/**
 * @param {readonly string[]} texts the manifests of one cluster
 * @param {{ certificate: string, key: string }} tls PEM, for the Secrets that Gateways name
 * @returns {KubernetesObject[]}
 */
export function surroundingsOf(texts, tls) {
  const objects = texts.flatMap(objectsIn);
  const gateways = objects.filter(({ kind }) => kind === 'Gateway');
  const around = [
    ...gateways.flatMap(ingressOf),
    ...gateways.flatMap((gateway) => secretsOf(gateway, tls)),
    ...servicesOf(objects),
  ];
  const services = objects.filter(({ kind }) => kind === 'Service');
  const all = new Map([...around, ...services].map((object) => [keyOf(object), object]));
  const namespaces = [...objects, ...all.values()].map(
    ({ metadata }) => metadata?.namespace ?? 'default',
  );
  return [...[...new Set(namespaces)].map(namespaceOf), ...all.values()];
}

/**
 * Keeps a cluster at exactly the objects that are wanted; namespaces stay, as nothing there could delete them. What the API
 * server refuses, because a fixture has wrong names or ports, no cluster has.
 */
export class HeldObjects {
  /** @param {import('../bench/cluster.mjs').Cluster} cluster */
  constructor({ url, ca, users }) {
    this.url = url;
    this.token = users[0]?.token ?? '';
    this.agent = new Agent({ keepAlive: true, ca });
    /** @type {Map<string, KubernetesObject>} */
    this.held = new Map();
  }

  /** @param {readonly KubernetesObject[]} objects */
  async hold(objects) {
    const wanted = new Map(objects.map((object) => [keyOf(object), object]));
    const isSame = (/** @type {string} */ key) =>
      JSON.stringify(this.held.get(key)) === JSON.stringify(wanted.get(key));
    for (const [key, object] of this.held) {
      if (object.kind === 'Namespace' || isSame(key)) continue;
      await this.#send('DELETE', object);
      this.held.delete(key);
    }
    for (const [key, object] of wanted) {
      if (isSame(key)) continue;
      await this.#send('PATCH', object);
      this.held.set(key, object);
    }
  }

  stop() {
    this.agent.destroy();
  }

  /**
   * @param {'PATCH' | 'DELETE'} method
   * @param {KubernetesObject} object
   */
  async #send(method, object) {
    const { kind, metadata } = object;
    const folder = `namespaces/${encodeURIComponent(metadata.namespace ?? 'default')}`;
    const plural = `${kind.toLowerCase()}s`;
    const path = kind === 'Namespace' ? plural : `${folder}/${plural}`;
    const query = method === 'PATCH' ? '?fieldManager=comparison&force=true' : '';
    const url = `${this.url}/api/v1/${path}/${encodeURIComponent(metadata.name)}${query}`;
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/apply-patch+yaml',
    };
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(url, { method, agent: this.agent, headers }, (incoming) => {
        incoming.resume();
        incoming.on('error', reject);
        incoming.on('end', () => resolve(incoming.statusCode ?? 0));
      });
      outgoing.on('error', reject);
      outgoing.end(method === 'PATCH' ? JSON.stringify(object) : undefined);
    });
    if (![200, 201, 202, 400, 404, 422].includes(status)) {
      throw new Error(`${method} ${kind} ${metadata.name}: status ${status}`);
    }
  }
}

/** A certificate as a Secret of a Gateway holds it, good for a year. */
export function makeCertificate() {
  const arguments_ = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '365'];
  const made = execFileSync(
    'openssl',
    [...arguments_, '-subj', '/CN=shop.example.com', '-keyout', '-', '-out', '-'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const part = (/** @type {string} */ name) =>
    new RegExp(`-----BEGIN ${name}-----[^]*-----END ${name}-----\n`).exec(made)?.[0] ?? '';
  return { certificate: part('CERTIFICATE'), key: part('PRIVATE KEY') };
}

/**
 * @param {string} text
 * @returns {KubernetesObject[]} what can be read of it
 */
function objectsIn(text) {
  return parseAllDocuments(text, { version: '1.1', merge: true, logLevel: 'silent' })
    .filter(({ errors }) => errors.length === 0)
    .map((document) => /** @type {unknown} */ (document.toJS()))
    .filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
    .map((value) => /** @type {KubernetesObject} */ (value));
}

/**
 * What a cluster holds one of.
 *
 * @param {KubernetesObject} object
 */
function keyOf({ kind, metadata }) {
  return `${kind} ${metadata?.namespace ?? 'default'}/${metadata?.name}`;
}

/** @param {string} name */
function namespaceOf(name) {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'istio-injection': 'enabled' } },
  };
}

/**
 * The Service and a pod of the gateway that a Gateway selects.
 *
 * @param {KubernetesObject} gateway
 */
function ingressOf({ spec }) {
  const labels = spec?.selector;
  if (typeof labels !== 'object' || labels === null) return [];
  const name = Object.values(labels).map(String).join('-').toLowerCase() || 'gateway';
  const numbers = [80, 443, ...(spec.servers ?? []).map((/** @type {any} */ s) => s?.port?.number)];
  const ports = [...new Set(numbers)]
    .filter((port) => Number.isInteger(port))
    .map((port) => ({ name: `tcp-${port}`, port }));
  const metadata = { name, namespace: 'istio-system', labels };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports } },
    podOf({ name: `${name}-1`, namespace: 'istio-system', labels }),
  ];
}

/**
 * @param {KubernetesObject} gateway
 * @param {{ certificate: string, key: string }} tls
 */
function secretsOf({ spec }, { certificate, key }) {
  const servers = Array.isArray(spec?.servers) ? spec.servers : [];
  const encode = (/** @type {string} */ text) => Buffer.from(text).toString('base64');
  return servers
    .map((/** @type {any} */ server) => server?.tls?.credentialName)
    .filter((/** @type {unknown} */ name) => typeof name === 'string')
    .map((/** @type {string} */ name) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { name, namespace: 'istio-system' },
      data: { 'tls.crt': encode(certificate), 'tls.key': encode(key) },
    }));
}

/**
 * The Services that destinations and DestinationRules name, with a pod for each subset; none where the fixture declares
 * Services itself, because then one that is missing may be the mistake.
 *
 * @param {readonly KubernetesObject[]} objects
 */
function servicesOf(objects) {
  if (objects.some(({ kind }) => kind === 'Service' || kind === 'ServiceEntry')) return [];
  /** @type {Map<string, { name: string, namespace: string, ports: Set<number>, labels: any[] }>} */
  const services = new Map();
  for (const { kind, metadata, spec } of objects) {
    for (const { host, port } of destinationsIn(spec)) {
      const [name = '', namespace = metadata?.namespace ?? 'default'] = host
        .replace(CLUSTER_DOMAIN, '')
        .split('.');
      const isService = !host.includes('.') || host.endsWith(CLUSTER_DOMAIN);
      if (!isService || !/^[a-z0-9-]+$/.test(name)) continue;
      const key = `${namespace}/${name}`;
      const service = services.get(key) ?? { name, namespace, ports: new Set(), labels: [{}] };
      if (port !== undefined) service.ports.add(port);
      if (kind === 'DestinationRule' && Array.isArray(spec.subsets)) {
        service.labels.push(...spec.subsets.map((subset) => subset?.labels ?? {}));
      }
      services.set(key, service);
    }
  }
  return [...services.values()].flatMap(({ name, namespace, ports, labels }) => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: {
        selector: { app: name },
        ports: [...(ports.size ? ports : [80])].map((port) => ({ name: `http-${port}`, port })),
      },
    },
    ...labels.map((more, index) =>
      podOf({ name: `${name}-${index}`, namespace, labels: { ...more, app: name } }),
    ),
  ]);
}

/**
 * @param {unknown} value
 * @returns {{ host: string, port: number | undefined }[]} every `host` in it, with the port beside it
 */
function destinationsIn(value) {
  if (typeof value !== 'object' || value === null) return [];
  const { host, port } = /** @type {Record<string, any>} */ (value);
  const number = port?.number;
  const own = { host, port: Number.isInteger(number) ? number : undefined };
  return [
    ...(typeof host === 'string' ? [own] : []),
    ...Object.values(value).flatMap(destinationsIn),
  ];
}

/** @param {{ name: string, namespace: string, labels: Record<string, string> }} metadata */
function podOf(metadata) {
  const containers = [
    { name: 'app', image: 'app' },
    { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.31.0' },
  ];
  const annotations = { 'sidecar.istio.io/status': '{}' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, annotations },
    spec: { containers },
  };
}
