// @ts-check
/**
 * Trees in which every object has to do with every other: compared in pairs, thousands of them take minutes, or gigabytes of
 * output. What is found in them is tested in lint/many-alike.test.ts, how the time grows in growth.mjs.
 */

/** @param {string} name */
const service = (name) => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}
`;

/**
 * @param {string} name
 * @param {string} host
 */
const rule = (name, host) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: shop}
spec:
  host: ${host}.shop.svc.cluster.local
  trafficPolicy:
    outlierDetection: {consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 100}
    loadBalancer:
      localityLbSetting:
        failover: [{from: europe-west1, to: us-central1}, {from: us-central1, to: europe-west1}]
`;

/**
 * @param {string} name
 * @param {string} host
 * @param {string} [more]
 */
const route = (name, host, more = '') => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [${name}.example.com]
  gateways: [edge]
  http: [{route: [{destination: {host: ${host}.shop.svc.cluster.local${more}}}]}]
`;

/** @param {readonly string[]} hosts */
const gateway = (hosts) => `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [${hosts.join(', ')}]}]
`;

const edge = gateway(['"*.example.com"']);

/**
 * @param {number} many
 * @returns texts of about `many` objects, hosts or endpoints each
 */
export function manyAlike(many) {
  const numbers = Array.from({ length: many }, (_, number) => number);
  /** @param {(number: number) => string} text */
  const each = (text) => numbers.map(text);
  const together = (/** @type {string[]} */ ...texts) => texts.join('');

  const subsets = each((number) => `    - {name: v${number}, labels: {v: v${number}}}\n`);
  const subsetRoutes = each((number) =>
    route(`web-${number}`, 'web', `, subset: ${number === 7 ? 'none' : `v${number}`}`),
  );
  const workloads = each((number) => {
    const name = `web-${number}`;
    const entries = ['europe-west1', 'us-central1'].map(
      (region) => `---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: ${name}-${region}, namespace: shop, labels: {app: ${name}}}
spec: {address: 10.0.0.1, locality: ${region}/a}
`,
    );
    return service(name) + rule(name, name) + route(name, name) + entries.join('');
  });
  const objects = together(edge, service('web'), rule('web', 'web'), route('web', 'web'));
  /** @param {string} domain */
  const wildcards = (domain) => each((number) => `"*.web-${number}.${domain}"`);
  const to = '{route: [{destination: {host: web.shop.svc.cluster.local}}]}';
  const failover = each((number) => `{from: r${number}, to: us-central1}`);

  return {
    rulesForOneHost: together(
      edge,
      service('web'),
      route('web', 'web'),
      ...each((number) => rule(`web-${number}`, 'web')),
    ),
    subsets: together(
      edge,
      service('web'),
      rule('web', 'web'),
      '  subsets:\n',
      ...subsets,
      ...subsetRoutes,
    ),
    rulesForOtherHosts: together(
      edge,
      ...each((number) => {
        const name = `web-${number}`;
        return service(name) + rule(name, `${name}-old`) + route(name, name);
      }),
    ),
    hostsOfOthers: together(
      gateway(each((number) => `other/web-${number}.example.com`)),
      ...each((number) => route(`web-${number}`, 'web')),
    ),
    ignores: together(
      edge,
      ...each(
        (number) =>
          `${rule(`web-${number}`, `web-${number}`)}# mesh-failover-ignore: slow-failback planned\n`,
      ),
    ),
    workloads: together(edge, ...workloads),
    sameObjects: objects.repeat(Math.ceil(many / 20)),
    wildcards: together(
      gateway(wildcards('com')),
      service('web'),
      rule('web', 'web'),
      route('web', 'web').replace('web.example.com', wildcards('org').join(', ')),
    ),
    serviceEntry: together(
      edge,
      `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: all, namespace: shop}
spec:
  hosts: [${each((number) => `web-${number}.internal`).join(', ')}]
  ports: [{number: 80, name: http, protocol: HTTP}]
  resolution: STATIC
  location: MESH_INTERNAL
  endpoints: [${each((number) => `{address: 10.0.0.1, locality: ${number % 2 ? 'us' : 'europe'}}`).join(', ')}]
`,
    ),
    /** Every public host has every route. */
    ways: together(
      edge,
      route('web', 'web')
        .replace('web.example.com', each((number) => `web-${number}.example.com`).join(', '))
        .replace(to, each(() => to).join(', ')),
    ),
    regions: together(
      edge,
      rule('web', 'web').replace(/failover: .*/, `failover: [${failover.join(', ')}]`),
    ),
  };
}
