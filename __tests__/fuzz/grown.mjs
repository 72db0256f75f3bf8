// @ts-check
/**
 * One mesh, each list of which can be made as long as one likes: alone, or two of them together. What is the product of lists
 * (clients, scenarios and endpoints; gateways and routes) grows soonest out of hand.
 */

/** One of each; two regions. */
const ONE = {
  gateways: 1,
  servers: 1,
  gatewayHosts: 1,
  virtualServices: 1,
  publicHosts: 1,
  gatewaysOfRoute: 1,
  routes: 1,
  matches: 1,
  destinations: 1,
  delegates: 0,
  destinationRules: 1,
  subsets: 0,
  portLevels: 0,
  from: 2,
  to: 2,
  failover: 0,
  failoverPriority: 0,
  exportTo: 1,
  services: 1,
  servicePorts: 1,
  labels: 1,
  serviceEntries: 1,
  entryHosts: 1,
  entryEndpoints: 2,
  workloadEntries: 0,
  namespaces: 1,
  ignores: 0,
  clusters: 2,
  clients: 0,
  workloads: 1,
  endpoints: 2,
  scenarios: 1,
  outages: 1,
  errorRates: 0,
  expectations: 0,
  // What came with sidecars, the Gateway API and load.
  sourceLabels: 0,
  sidecarResources: 0,
  sidecarHosts: 0,
  listeners: 0,
  httpRoutes: 0,
  httpRules: 1,
  backends: 1,
  serviceRoutes: 0,
  accessPolicies: 0,
  sidecars: 0,
  loads: 0,
  links: 0,
};

/** @typedef {keyof typeof ONE} List */

export const lists = /** @type {List[]} */ (Object.keys(ONE));

/**
 * @param {number} count
 * @param {(number: number) => string} text
 */
const each = (count, text) => Array.from({ length: count }, (_, number) => text(number));

/** @param {number} number */
const region = (number) => `region-${number}`;

/** @param {string[]} items */
const list = (items) => `[${items.join(', ')}]`;

/**
 * @param {string} version
 * @param {string} kind
 * @param {string} name
 * @param {string} namespace
 * @param {string} spec
 */
const object = (version, kind, name, namespace, spec) =>
  `---\napiVersion: ${version}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;

const istio = 'networking.istio.io/v1';

/**
 * @param {Partial<Record<List, number>>} more
 * @returns {{ manifest: string, config: string }}
 */
export function grown(more) {
  const n = { ...ONE, ...more };
  // The configuration takes no more.
  n.clusters = Math.min(n.clusters, 500);
  n.clients = Math.min(n.clients, 500);
  n.sidecars = Math.min(n.sidecars, 500);
  const namespaces = each(n.namespaces, (number) => `shop-${number}`);
  const manifest = namespaces.flatMap((namespace) => objectsOf(n, namespace)).join('');
  return { manifest, config: configOf(n) };
}

/**
 * @param {typeof ONE} n
 * @param {string} namespace
 */
function objectsOf(n, namespace) {
  /** @param {string} name */
  const host = (name) => `${name}.${namespace}.svc.cluster.local`;
  const labels = list(each(n.labels, (at) => `l${at}: x`)).replace(/^\[(.*)\]$/s, '{$1}');
  const to = each(
    n.to,
    (at) => `"${region(at)}/*": ${at === 0 ? 101 - Math.min(n.to, 100) : at < 100 ? 1 : 0}`,
  );
  const localities = [
    ...(n.failover || n.failoverPriority
      ? []
      : [
          `distribute: ${list(each(n.from, (at) => `{from: "${region(at)}/*", to: {${to.join(', ')}}}`))}`,
        ]),
    ...(n.failover
      ? [
          `failover: ${list(each(n.failover, (at) => `{from: ${region(at)}, to: ${region(at + 1)}}`))}`,
        ]
      : []),
    ...(n.failoverPriority
      ? [`failoverPriority: ${list(each(n.failoverPriority, (at) => `l${at}`))}`]
      : []),
  ];
  const policy = `outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 100}, loadBalancer: {localityLbSetting: {${localities.join(', ')}}}`;
  const levels = n.portLevels
    ? `, portLevelSettings: ${list(each(n.portLevels, (at) => `{port: {number: ${at + 1}}, ${policy}}`))}`
    : '';
  const matches = list(each(n.matches, (at) => `{uri: {prefix: /p${at}}}`));
  const destinations = each(n.destinations, (at) => {
    const subset = n.subsets ? `, subset: v${at % n.subsets}` : '';
    const weight = at === 0 ? 101 - Math.min(n.destinations, 100) : at < 100 ? 1 : 0;
    return `{destination: {host: ${host(`web-${at % n.services}`)}${subset}}, weight: ${weight}}`;
  });
  const delegates = each(
    n.delegates,
    (at) => `{match: [{uri: {prefix: /d${at}}}], delegate: {name: part-${at}}}`,
  );
  const routes = [
    ...each(
      n.sourceLabels,
      (at) => `{match: [{sourceLabels: {app: a${at}}}], route: ${list(destinations)}}`,
    ),
    ...each(
      n.routes,
      (at) =>
        `{name: r${at}, match: ${matches.replaceAll('/p', `/r${at}-`)}, route: ${list(destinations)}}`,
    ),
  ];
  const gateways = list(each(n.gatewaysOfRoute, (at) => `edge-${at % n.gateways}`));
  const servers = each(
    n.servers,
    (at) =>
      `{port: {number: ${80 + at}, name: http-${at}, protocol: HTTP}, hosts: ${list(['"*.example.com"', ...each(n.gatewayHosts - 1, (own) => `h${own}.example.org`)])}}`,
  );
  const publicHosts = (/** @type {number} */ at) =>
    list(each(n.publicHosts, (own) => `web-${at}-${own}.example.com`));
  const ignore = each(
    n.ignores,
    (at) => `# mesh-failover-ignore: slow-failback planned ${at}\n`,
  ).join('');
  return [
    ...each(n.gateways, (at) =>
      object(
        istio,
        'Gateway',
        `edge-${at}`,
        namespace,
        `{selector: {istio: ingressgateway}, servers: ${list(servers)}}`,
      ),
    ),
    ...each(n.virtualServices, (at) =>
      object(
        istio,
        'VirtualService',
        `web-${at}`,
        namespace,
        `{hosts: ${n.sourceLabels ? list([host(`web-${at % n.services}`)]) : publicHosts(at)}, gateways: ${n.sourceLabels ? '[mesh]' : gateways}, http: ${list([...delegates, ...routes])}}`,
      ),
    ),
    ...each(n.delegates, (at) =>
      object(
        istio,
        'VirtualService',
        `part-${at}`,
        namespace,
        `{http: [{route: [{destination: {host: ${host('web-0')}}}]}]}`,
      ),
    ),
    ...each(
      n.destinationRules,
      (at) =>
        object(
          istio,
          'DestinationRule',
          `web-${at}`,
          namespace,
          `{host: ${host(`web-${at}`)}, exportTo: ${list(each(n.exportTo, (own) => (own === 0 ? '"*"' : `ns-${own}`)))}, trafficPolicy: {${policy}${levels}}, ` +
            `subsets: ${list(each(n.subsets, (own) => `{name: v${own}, labels: {v: v${own}}}`))}}`,
        ) + ignore,
    ),
    ...each(n.services, (at) =>
      object(
        'v1',
        'Service',
        `web-${at}`,
        namespace,
        `{selector: ${labels}, ports: ${list(each(n.servicePorts, (own) => `{name: http-${own}, port: ${80 + own}}`))}}`,
      ),
    ),
    ...each(n.serviceEntries, (at) =>
      object(
        istio,
        'ServiceEntry',
        `ext-${at}`,
        namespace,
        `{hosts: ${list(each(n.entryHosts, (own) => `h${own}.ext-${at}.com`))}, ports: [{number: 80, name: http, protocol: HTTP}], resolution: STATIC, ` +
          `endpoints: ${list(each(n.entryEndpoints, (own) => `{address: 10.0.0.1, locality: ${region(own)}}`))}}`,
      ),
    ),
    ...each(n.workloadEntries, (at) =>
      object(
        istio,
        'WorkloadEntry',
        `vm-${at}`,
        namespace,
        `{address: 10.0.0.1, labels: ${labels}, locality: ${region(at % 50)}/z${at}}`,
      ),
    ),
    ...sidecarResources(n, namespace),
    ...gatewayApiObjects(n, namespace),
    ...each(n.accessPolicies, (at) =>
      object(
        'security.istio.io/v1',
        'AuthorizationPolicy',
        `allow-${at}`,
        namespace,
        `{selector: {matchLabels: {l0: x}}, action: ALLOW, rules: [{from: [{source: {namespaces: [ns-${at}]}}]}]}`,
      ),
    ),
  ];
}

/**
 * @param {typeof ONE} n
 * @param {string} namespace
 */
function sidecarResources(n, namespace) {
  const hosts = list([
    '"./*"',
    ...each(n.sidecarHosts, (at) => `"*/web-${at}.${namespace}.svc.cluster.local"`),
  ]);
  const resources = n.sidecarHosts ? Math.max(1, n.sidecarResources) : n.sidecarResources;
  return each(resources, (at) =>
    object(
      istio,
      'Sidecar',
      `of-${at}`,
      namespace,
      `{workloadSelector: {labels: {app: a${at}}}, egress: [{hosts: ${hosts}}]}`,
    ),
  );
}

/**
 * Gateways of the Gateway API with their routes, and routes for Services.
 *
 * @param {typeof ONE} n
 * @param {string} namespace
 */
function gatewayApiObjects(n, namespace) {
  const backends = list(
    each(n.backends, (at) => `{name: web-${at % n.services}, port: 80, weight: ${1 + (at % 9)}}`),
  );
  const rules = list(
    each(
      n.httpRules,
      (at) => `{matches: [{path: {type: PathPrefix, value: /r${at}}}], backendRefs: ${backends}}`,
    ),
  );
  const isGrown = n.httpRules > 1 || n.backends > 1 || n.listeners > 0;
  const httpRoutes = Math.max(n.httpRoutes, isGrown && !n.serviceRoutes ? 1 : 0);
  const listeners = list(
    each(
      Math.max(1, n.listeners),
      (at) => `{name: http-${at}, port: 80, protocol: HTTP, hostname: "*.l${at}.example.com"}`,
    ),
  );
  const route = (/** @type {string} */ name, /** @type {string} */ spec) =>
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, namespace, spec);
  return [
    ...each(httpRoutes ? 1 : 0, () =>
      object(
        'gateway.networking.k8s.io/v1',
        'Gateway',
        'api',
        namespace,
        `{gatewayClassName: istio, listeners: ${listeners}}`,
      ),
    ),
    ...each(httpRoutes, (at) =>
      route(
        `api-${at}`,
        `{parentRefs: [{name: api}], hostnames: [api-${at}.l0.example.com], rules: ${rules}}`,
      ),
    ),
    ...each(n.serviceRoutes, (at) =>
      route(
        `mesh-${at}`,
        `{parentRefs: [{group: "", kind: Service, name: web-${at % n.services}}], rules: ${rules}}`,
      ),
    ),
  ];
}

/** @param {typeof ONE} n */
function configOf(n) {
  const outages = list(each(n.outages, (at) => `{locality: ${region(at)}, kind: failing}`));
  const expect = n.expectations
    ? `, expect: {hosts: ${list(each(n.expectations, () => 'web-0.shop-0.svc.cluster.local'))}, maxErrors: 1}`
    : '';
  const rates = each(
    n.errorRates,
    (at) =>
      `{name: e${at}, outages: [{locality: ${region(0)}, kind: error-rate, rate: ${((at + 1) / (n.errorRates + 1)).toFixed(6)}}]}`,
  );
  const slow = each(
    n.loads,
    (at) => `{name: l${at}, outages: [{locality: ${region(0)}, kind: slow, latencyMs: ${at + 1}}]}`,
  );
  const answers = n.loads || n.links ? ', latencyMs: 15, concurrency: 8' : '';
  const workloads = each(
    n.workloads,
    (at) =>
      `{host: web-${at}.shop-0.svc.cluster.local, endpoints: ${list(each(n.endpoints, (own) => `{locality: ${region(own % 2)}/z${own}, count: 2, cluster: c${own % 2}${answers}}`))}}`,
  );
  const clients = [
    ...each(
      n.clients,
      (at) =>
        `{name: e${at}, locality: ${region(at % 2)}/z${at}, cluster: c${at % 2}, namespace: istio-system, labels: {istio: ingressgateway}}`,
    ),
    ...each(
      n.sidecars,
      (at) =>
        `{name: s${at}, kind: sidecar, locality: ${region(at % 2)}/z${at}, cluster: c${at % 2}, namespace: shop-0, labels: {app: a${at}}}`,
    ),
  ].slice(0, 500);
  const links = each(
    n.links,
    (at) => `{from: ${region(0)}/z${at}, to: ${region(1)}/z${at}, rttMs: ${at + 1}}`,
  );
  return [
    'version: 1',
    `clusters: ${list(each(n.clusters, (at) => `{name: c${at}, locality: ${region(at)}}`))}`,
    ...(clients.length ? [`clients: ${list(clients)}`] : []),
    ...(links.length ? [`links: ${list(links)}`] : []),
    ...(workloads.length ? [`workloads: ${list(workloads)}`] : []),
    `scenarios: ${list([...each(n.scenarios, (at) => `{name: s${at}, outages: ${outages}${expect}}`), ...rates, ...slow])}`,
    '',
  ].join('\n');
}
