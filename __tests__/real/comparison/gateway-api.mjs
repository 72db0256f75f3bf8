/** Manifests of the Gateway API, each with one mistake but the last, and what mesh-failover says of them. */
import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../../scripts/build-for-tests.mjs', import.meta.url));

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - {name: http, port: 80, protocol: HTTP, hostname: shop.example.com}
`;

const service = (/** @type {string} */ namespace) => `apiVersion: v1
kind: Service
metadata: {name: checkout, namespace: ${namespace}}
spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
`;

/** @param {{ parent?: string, backend?: string }} [names] */
const route = ({
  parent = 'public',
  backend = 'name: checkout',
} = {}) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: checkout, namespace: shop}
spec:
  parentRefs: [{name: ${parent}}]
  hostnames: [shop.example.com]
  rules:
    - backendRefs: [{${backend}, port: 80}]
`;

const rule = (/** @type {string} */ outlierDetection) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: checkout, namespace: shop}
spec:
  host: checkout.shop.svc.cluster.local
  trafficPolicy:
${outlierDetection}    loadBalancer:
      localityLbSetting:
        failover:
          - {from: europe-west1, to: us-central1}
          - {from: us-central1, to: europe-west1}
`;

const ejection =
  '    outlierDetection: {consecutive5xxErrors: 5, interval: 5s, baseEjectionTime: 30s, maxEjectionPercent: 100}\n';

/** @type {{ name: string, text: string }[]} */
export const gatewayApiCases = [
  {
    name: 'a backend that does not exist',
    parts: [gateway, route({ backend: 'name: chekout' }), service('shop'), rule(ejection)],
  },
  {
    name: 'a Gateway that does not exist',
    parts: [gateway, route({ parent: 'pubic' }), service('shop'), rule(ejection)],
  },
  {
    name: 'a backend in another namespace, without a ReferenceGrant',
    parts: [gateway, route({ backend: 'name: checkout, namespace: other' }), service('other')],
  },
  {
    name: 'failover of the backend, without outlierDetection',
    parts: [gateway, route(), service('shop'), rule('')],
  },
  { name: 'none', parts: [gateway, route(), service('shop'), rule(ejection)] },
].map(({ name, parts }) => ({ name, text: parts.join('---\n') }));

/**
 * The rules that have a finding in a file.
 *
 * @param {string} file
 * @returns {Promise<string[]>}
 */
export function findingsIn(file) {
  const folder = execFileSync(process.execPath, [build], { encoding: 'utf8' }).trimEnd();
  const args = [`${folder}/cli/index.js`, 'check', '--allow-empty', '--format', 'json', file];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 60_000 }, (error, stdout) => {
      if (error && typeof error.code !== 'number') return reject(error);
      /** @type {{ findings: { rule: string }[] }} */
      const { findings } = JSON.parse(stdout);
      resolve([...new Set(findings.map(({ rule: name }) => name))].sort());
    });
  });
}
