import {
  EJECTION,
  FAILOVER,
  GATEWAY,
  HALVES,
  locality,
  replaced,
  route,
  rule,
  SERVICE,
  CLUSTERS,
  tree,
  type AdviceCase,
} from './pieces.js';

const R = 'route.yaml';
const G = 'gateway.yaml';
const to = (destination: string, more = '') =>
  route(`    - route: [{destination: ${destination}}]\n${more}`);
const failover = rule('orders', EJECTION + locality(FAILOVER));
const OTHER = replaced(
  replaced(GATEWAY, 'name: public', 'name: partners'),
  'orders.example.com',
  'partners.example.com',
);

/** Of Gateways and VirtualServices. */
export const routeCases: AdviceCase[] = [
  {
    name: 'a misspelt Gateway',
    files: tree({ [R]: replaced(route(), '[public]', '[publik]') }),
    rule: 'gateway-exists',
    advice: /Did you mean "public"\?$/,
    edits: [[R, '[publik]', '[public]']],
  },
  {
    name: 'a Gateway of another namespace by its short name',
    files: tree({ [G]: replaced(GATEWAY, 'namespace: shop', 'namespace: istio-ingress') }),
    rule: 'gateway-exists',
    advice: /Did you mean "istio-ingress\/public"\?$/,
    edits: [[R, '[public]', '[istio-ingress/public]']],
  },
  {
    name: 'a Gateway for another host',
    files: tree({ [G]: replaced(GATEWAY, 'orders.example.com', 'order.example.com') }),
    rule: 'gateway-host-match',
    advice: /Give both the same host\.$/,
    edits: [[G, 'order.example.com', 'orders.example.com']],
  },
  {
    name: 'a Gateway that opens the host to another namespace',
    files: tree({ [G]: replaced(GATEWAY, '[orders.example.com]', '[web/orders.example.com]') }),
    rule: 'gateway-host-match',
    advice: /Write shop\/orders\.example\.com/,
    edits: [[G, 'web/orders.example.com', 'shop/orders.example.com']],
  },
  {
    name: 'a host that no server opens, beside one that is open',
    files: tree({
      [R]: replaced(route(), '[orders.example.com]', '[orders.example.com, shop.example.com]'),
    }),
    rule: 'public-host-unserved',
    advice: /Add it to the Gateway's hosts, or remove it here\.$/,
    edits: [[G, '[orders.example.com]', '[orders.example.com, shop.example.com]']],
    host: 'shop.example.com',
  },
  {
    name: 'TLS that is passed through to http routes',
    files: tree({
      [G]: replaced(
        GATEWAY,
        '{number: 80, name: http, protocol: HTTP}',
        '{number: 443, name: tls, protocol: TLS}\n      tls: {mode: PASSTHROUGH}',
      ),
    }),
    rule: 'public-host-unserved',
    advice: /Add tls routes, or change the protocol or the TLS mode of the server\.$/,
    edits: [
      [
        G,
        'protocol: TLS}\n      tls: {mode: PASSTHROUGH}',
        'protocol: HTTPS}\n      tls: {mode: SIMPLE, credentialName: orders}',
      ],
    ],
  },
  {
    name: 'a VirtualService for sidecars, whose host a Gateway opens',
    files: tree({ [R]: replaced(route(), '  gateways: [public]\n', '') }),
    rule: 'gateway-route-unreachable',
    advice: /Add gateways: \[shop\/public\]\.$/,
    edits: [
      [
        R,
        '  hosts: [orders.example.com]\n',
        '  hosts: [orders.example.com]\n  gateways: [shop/public]\n',
      ],
    ],
  },
  {
    name: 'a VirtualService that the gateway does not see',
    files: tree({
      'mesh-failover.yaml': `${CLUSTERS}clients:\n  - {name: a, locality: europe-west1, namespace: istio-ingress}\n  - {name: b, locality: us-central1, namespace: istio-ingress}\n`,
      [R]: route(undefined, '  exportTo: ["."]\n'),
    }),
    rule: 'public-host-unserved',
    advice: /Add istio-ingress to exportTo\.$/,
    edits: [[R, '["."]', '[".", istio-ingress]']],
  },
  {
    name: 'a match for a Gateway that is not listed',
    files: tree({
      'other.yaml': OTHER,
      [R]: route(
        '    - match: [{uri: {prefix: /api}, gateways: [partners]}]\n      route: [{destination: {host: orders}}]\n    - route: [{destination: {host: orders}}]\n',
      ),
    }),
    rule: 'gateway-route-unreachable',
    advice: /Add partners to spec\.gateways, or name one from there in the match: "public"\.$/,
    edits: [[R, 'gateways: [partners]}]', 'gateways: [public]}]']],
  },
  {
    name: 'only matches for a Gateway that is not listed',
    files: tree({
      'other.yaml': OTHER,
      [R]: route(
        '    - match: [{gateways: [partners]}]\n      route: [{destination: {host: orders}}]\n',
      ),
    }),
    rule: 'gateway-route-unreachable',
    advice: /partners.*spec\.gateways/,
    edits: [[R, 'gateways: [partners]}]', 'gateways: [public]}]']],
  },
  {
    name: 'two VirtualServices that take everything',
    files: tree({
      'old.yaml': replaced(
        route('    - route: [{destination: {host: orders}}]\n'),
        'name: orders',
        'name: legacy',
      ),
    }),
    rule: 'public-host-unserved',
    advice: /Put the routes into one VirtualService/,
    edits: [['old.yaml', undefined, '']],
  },
  {
    name: 'a port that the Service does not have',
    files: tree({ [R]: to('{host: orders, port: {number: 8080}}') }),
    rule: 'destination-port-exists',
    advice: /Name a port of the Service: 80\.$/,
    edits: [[R, '8080', '80']],
  },
  {
    name: 'a misspelt subset',
    files: tree({
      [R]: to('{host: orders, subset: stabel}'),
      'policy.yaml': rule(
        'orders',
        undefined,
        '  subsets: [{name: stable, labels: {version: v1}}]\n',
      ),
    }),
    rule: 'subset-exists',
    advice: /Did you mean "stable"\?$/,
    edits: [[R, 'stabel', 'stable']],
  },
  {
    name: 'a subset that no workload has',
    files: tree({
      [R]: to('{host: orders, subset: next}'),
      'policy.yaml': rule(
        'orders',
        undefined,
        '  subsets: [{name: next, labels: {version: v2}}]\n',
      ),
      'deployment.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders, namespace: shop}\nspec: {template: {metadata: {labels: {app: orders, version: v1}}}}\n',
    }),
    rule: 'subset-has-workloads',
    advice: /labels/,
    edits: [['policy.yaml', '{version: v2}', '{version: v1}']],
  },
  {
    name: 'a misspelt destination',
    files: tree({ [R]: to('{host: ordres}'), 'policy.yaml': rule('orders') }),
    rule: 'destination-host-match',
    advice: /Did you mean "orders\.shop\.svc\.cluster\.local"\?$/,
    edits: [[R, '{host: ordres}', '{host: orders.shop.svc.cluster.local}']],
  },
  {
    name: 'a destination with its namespace',
    files: tree({ [R]: to('{host: orders.shop}') }),
    rule: 'destination-host-match',
    advice: /Write orders\.shop\.svc\.cluster\.local\.$/,
    edits: [[R, '{host: orders.shop}', '{host: orders.shop.svc.cluster.local}']],
  },
  {
    name: 'a Service that is not exported to the gateway',
    files: tree({
      [G]: replaced(GATEWAY, 'namespace: shop', 'namespace: istio-ingress'),
      [R]: replaced(route(), '[public]', '[istio-ingress/public]'),
      'service.yaml': replaced(
        SERVICE,
        'namespace: shop}',
        'namespace: shop, annotations: {networking.istio.io/exportTo: "."}}',
      ),
    }),
    rule: 'destination-visible',
    advice: /Add istio-ingress to exportTo of Service shop\/orders\.$/,
    edits: [['service.yaml', 'exportTo: "."', 'exportTo: ".,istio-ingress"']],
  },
  {
    name: 'weights of 50 and 30',
    files: tree({
      [R]: route(
        '    - route:\n        - {destination: {host: orders}, weight: 50}\n        - {destination: {host: orders, port: {number: 80}}, weight: 30}\n',
      ),
    }),
    rule: 'virtual-service-weights',
    advice: /Make them sum to 100\.$/,
    edits: [[R, 'weight: 30', 'weight: 50']],
  },
  {
    name: 'retries that stay in the failing region',
    files: tree({
      [R]: to('{host: orders}', '      retries: {attempts: 3, retryOn: 5xx}\n'),
      'policy.yaml': failover,
    }),
    rule: 'retry-stays-local',
    advice: /Add retryRemoteLocalities: true, with 2 attempts or more\.$/,
    edits: [[R, 'attempts: 3', 'attempts: 3, retryRemoteLocalities: true']],
  },
  {
    name: 'retryRemoteLocalities beside distribute',
    files: tree({
      [R]: to(
        '{host: orders}',
        '      retries: {attempts: 3, retryOn: 5xx, retryRemoteLocalities: true}\n',
      ),
    }),
    rule: 'retry-stays-local',
    advice: /Remove it\.$/,
    edits: [[R, ', retryRemoteLocalities: true', '']],
  },
  {
    name: 'a timeout that cuts the retries',
    files: tree({
      [R]: to(
        '{host: orders}',
        '      timeout: 2s\n      retries: {attempts: 3, perTryTimeout: 2s}\n',
      ),
    }),
    rule: 'timeout-cuts-retries',
    advice: /set timeout to 8s or more/,
    edits: [
      [R, 'timeout: 2s\n', 'timeout: 8s\n'],
      [
        R,
        'perTryTimeout: 2s}',
        'perTryTimeout: 2s, retryOn: "connect-failure,refused-stream,unavailable,cancelled,gateway-error"}',
      ],
    ],
  },
  {
    name: 'retries that no attempt comes to that timed out',
    files: tree({ [R]: to('{host: orders}', '      retries: {attempts: 2, perTryTimeout: 2s}\n') }),
    rule: 'retries-skip-timeouts',
    advice: /Add retryOn: connect-failure,refused-stream,unavailable,cancelled,gateway-error,/,
    edits: [
      [
        R,
        'perTryTimeout: 2s}',
        'perTryTimeout: 2s, retryOn: "connect-failure,refused-stream,unavailable,cancelled,gateway-error"}',
      ],
    ],
  },
  {
    name: 'a fault of an experiment',
    files: tree({
      [R]: to(
        '{host: orders}',
        '      fault: {abort: {httpStatus: 503, percentage: {value: 10}}}\n',
      ),
    }),
    rule: 'leftover-fault',
    advice: /Remove the fault\.$/,
    edits: [[R, '      fault: {abort: {httpStatus: 503, percentage: {value: 10}}}\n', '']],
  },
  {
    name: 'two servers for one port',
    files: tree({
      [G]: `${GATEWAY}    - port: {number: 80, name: tls, protocol: HTTPS}\n      tls: {mode: SIMPLE, credentialName: orders}\n      hosts: [orders.example.com]\n`,
    }),
    rule: 'gateway-port-conflict',
    advice: /Use another port/,
    edits: [[G, '{number: 80, name: tls', '{number: 443, name: tls']],
  },
  {
    name: 'httpsRedirect on a server with HTTPS',
    files: tree({
      [G]: replaced(
        GATEWAY,
        '{number: 80, name: http, protocol: HTTP}',
        '{number: 443, name: https, protocol: HTTPS}\n      tls: {mode: SIMPLE, credentialName: orders, httpsRedirect: true}',
      ),
    }),
    rule: 'valid-gateway',
    advice: /httpsRedirect does nothing here/,
    edits: [[G, ', httpsRedirect: true', '']],
  },
  {
    name: 'HTTPS without TLS settings',
    files: tree({
      [G]: replaced(
        GATEWAY,
        '{number: 80, name: http, protocol: HTTP}',
        '{number: 443, name: https, protocol: HTTPS}',
      ),
    }),
    rule: 'valid-gateway',
    advice: /TLS|tls/,
    edits: [
      [
        G,
        'protocol: HTTPS}\n',
        'protocol: HTTPS}\n      tls: {mode: SIMPLE, credentialName: orders}\n',
      ],
    ],
  },
  {
    name: 'a subset for one region',
    files: tree({
      [R]: to('{host: orders, subset: home}'),
      'policy.yaml': rule(
        'orders',
        EJECTION + locality(HALVES),
        '  subsets: [{name: home, labels: {topology.istio.io/cluster: eu}}]\n',
      ),
    }),
    rule: 'route-pins-one-region',
    advice: /Route to a subset that exists in every region/,
    edits: [[R, ', subset: home', '']],
  },
  {
    name: 'a Gateway in the folder of one cluster',
    files: {
      'mesh-failover.yaml':
        'version: 1\nclusters:\n  - {name: eu, locality: europe-west1, paths: [eu]}\n  - {name: us, locality: us-central1, paths: [us]}\n',
      'eu/gateway.yaml': GATEWAY,
      'route.yaml': route(),
      'service.yaml': SERVICE,
      'us/none.yaml': replaced(SERVICE, 'name: orders', 'name: only-here'),
      'policy.yaml': rule('orders'),
    },
    rule: 'single-cluster-ingress',
    advice: /Put it into the folder/,
    edits: [['us/gateway.yaml', undefined, GATEWAY]],
  },
  {
    name: 'a policy that differs between the clusters',
    files: {
      'mesh-failover.yaml':
        'version: 1\nclusters:\n  - {name: eu, locality: europe-west1, paths: [eu]}\n  - {name: us, locality: us-central1, paths: [us]}\n',
      'gateway.yaml': GATEWAY,
      'route.yaml': route(),
      'service.yaml': SERVICE,
      'eu/policy.yaml': rule('orders'),
      'us/policy.yaml': rule(
        'orders',
        replaced(EJECTION, 'interval: 10s', 'interval: 20s') + locality(HALVES),
      ),
    },
    rule: 'cluster-drift',
    advice: /Give every cluster the same one\.$/,
    edits: [['us/policy.yaml', 'interval: 20s', 'interval: 10s']],
  },
  {
    name: 'a policy in the folder of one cluster',
    files: {
      'mesh-failover.yaml':
        'version: 1\nclusters:\n  - {name: eu, locality: europe-west1, paths: [eu]}\n  - {name: us, locality: us-central1, paths: [us]}\n',
      'eu/policy.yaml': rule('orders'),
      'us/service.yaml': SERVICE,
      'eu/service.yaml': SERVICE,
    },
    rule: 'cluster-drift',
    advice: /Put it into every folder\.$/,
    edits: [['us/policy.yaml', undefined, rule('orders')]],
    host: 'orders.shop.svc.cluster.local',
  },
];
