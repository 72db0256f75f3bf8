import {
  CLUSTERS,
  EJECTION,
  FAILOVER,
  GATEWAY,
  HALVES,
  locality,
  replaced,
  route,
  rule,
  SERVICE,
  THREE_CLUSTERS,
  tree,
  type AdviceCase,
} from './pieces.js';

const R = 'route.yaml';
const G = 'gateway.yaml';
const P = 'policy.yaml';
const S = 'service.yaml';

const THIRDS = `        distribute:
          - from: europe-west1
            to: {europe-west1: 80, us-central1: 10, asia-east1: 10}
          - from: us-central1
            to: {us-central1: 80, europe-west1: 20}
          - from: asia-east1
            to: {asia-east1: 80, europe-west1: 10, us-central1: 10}
`;

const CHAIN = `        failover:
          - {from: europe-west1, to: us-central1}
          - {from: us-central1, to: asia-east-1}
          - {from: asia-east1, to: europe-west1}
`;

const ZONES = `version: 1
clusters:
  - {name: a, locality: europe-west1/b}
  - {name: b, locality: europe-west1/c}
`;

const PARTNER = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: orders, namespace: shop}
spec:
  hosts: [orders.partner.com]
  location: MESH_EXTERNAL
  ports: [{number: 80, name: http, protocol: HTTP}]
  resolution: STATIC
  endpoints:
    - {address: 192.0.2.1, locality: europe-west1}
    - {address: 192.0.2.2, locality: us-central1}
`;

const child = (hosts = '') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders-routes, namespace: shop}
spec:
${hosts}  http:
    - route: [{destination: {host: orders}}]
`;

const delegating = (name: string) => route(`    - delegate: {name: ${name}, namespace: shop}\n`);
const toPartner = route(
  '    - route: [{destination: {host: orders.partner.com, port: {number: 80}}}]\n',
);
const failover = (host: string) => rule(host, EJECTION + locality(FAILOVER));
const inMesh = (destination: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders, namespace: shop}
spec:
  hosts: [orders]
  http:
    - route: [{destination: ${destination}}]
`;

/** Of ports, subsets, delegates, zones, three regions, other hosts than those of Services, and sidecars. */
export const furtherCases: AdviceCase[] = [
  {
    name: 'a to without one of three regions',
    files: tree({
      'mesh-failover.yaml': THREE_CLUSTERS,
      [P]: rule('orders', EJECTION + locality(THIRDS)),
    }),
    rule: 'distribute-covers-every-region',
    advice: /Add asia-east1 with a weight/,
    edits: [
      [
        P,
        '{us-central1: 80, europe-west1: 20}',
        '{us-central1: 80, europe-west1: 10, asia-east1: 10}',
      ],
    ],
  },
  {
    name: 'a misspelt region in a chain of three',
    files: tree({
      'mesh-failover.yaml': THREE_CLUSTERS,
      [P]: rule('orders', EJECTION + locality(CHAIN)),
    }),
    rule: 'unknown-locality',
    advice: /Did you mean "asia-east1"\?$/,
    edits: [[P, 'asia-east-1', 'asia-east1']],
  },
  {
    name: 'failover of a region to itself',
    files: tree({
      [P]: replaced(failover('orders'), 'to: us-central1', 'to: europe-west1'),
    }),
    rule: 'valid-locality-setting',
    advice: /name another region$/,
    edits: [[P, 'to: europe-west1', 'to: us-central1']],
  },
  {
    name: 'failover of a zone',
    files: tree({
      [P]: replaced(failover('orders'), 'from: europe-west1', 'from: europe-west1/b'),
    }),
    rule: 'valid-locality-setting',
    advice: /must be a region, without zone$/,
    edits: [[P, 'europe-west1/b', 'europe-west1']],
  },
  {
    name: 'distribute without one of two zones',
    files: tree({
      'mesh-failover.yaml': ZONES,
      [P]: rule(
        'orders',
        EJECTION +
          locality(
            '        distribute:\n          - from: europe-west1/b\n            to: {europe-west1/b: 80, europe-west1/c: 20}\n',
          ),
      ),
    }),
    rule: 'distribute-covers-every-region',
    advice: /Add an entry with from: europe-west1\/c/,
    edits: [
      [
        P,
        'europe-west1/c: 20}\n',
        'europe-west1/c: 20}\n          - from: europe-west1/c\n            to: {europe-west1/c: 80, europe-west1/b: 20}\n',
      ],
    ],
  },
  {
    name: 'a misspelt label of failoverPriority',
    files: tree({
      [P]: rule(
        'orders',
        EJECTION + locality('        failoverPriority: [topology.kubernetes.io/regoin]\n'),
      ),
    }),
    rule: 'failover-priority-label-exists',
    advice: /Did you mean "topology\.kubernetes\.io\/region"\?$/,
    edits: [[P, 'regoin', 'region']],
  },
  {
    name: 'a route to the target port',
    files: tree({
      [S]: replaced(SERVICE, 'port: 80', 'port: 80, targetPort: 8080'),
      [R]: route('    - route: [{destination: {host: orders, port: {number: 8080}}}]\n'),
    }),
    rule: 'destination-port-exists',
    advice: /Name a port of the Service: 80\.$/,
    edits: [[R, 'number: 8080', 'number: 80']],
  },
  {
    name: 'a misspelt delegate',
    files: tree({ [R]: delegating('orders-route'), 'routes.yaml': child() }),
    rule: 'public-host-unserved',
    advice: /Did you mean "orders-routes"\?$/,
    edits: [[R, 'name: orders-route,', 'name: orders-routes,']],
  },
  {
    name: 'a delegate that is nowhere',
    files: tree({ [R]: delegating('orders-routes') }),
    rule: 'public-host-unserved',
    advice: /Add it, or correct the delegate\.$/,
    edits: [['routes.yaml', undefined, child()]],
  },
  {
    name: 'a delegate with hosts',
    files: tree({
      [R]: delegating('orders-routes'),
      'routes.yaml': child('  hosts: [orders.example.com]\n  gateways: [public]\n'),
    }),
    rule: 'public-host-unserved',
    advice: /Remove hosts and gateways there\.$/,
    edits: [['routes.yaml', '  hosts: [orders.example.com]\n  gateways: [public]\n', '']],
  },
  {
    name: 'a delegate that is not exported to the root',
    files: tree({
      [R]: delegating('orders-routes'),
      'routes.yaml': child('  exportTo: [payments]\n'),
    }),
    rule: 'public-host-unserved',
    advice: /Add shop to its exportTo\.$/,
    edits: [['routes.yaml', '[payments]', '[payments, shop]']],
  },
  {
    name: 'a wildcard host of another domain',
    files: tree({ [G]: replaced(GATEWAY, '[orders.example.com]', '["*.example.org"]') }),
    rule: 'gateway-host-match',
    advice: /Give both the same host\.$/,
    edits: [[G, '*.example.org', '*.example.com']],
  },
  {
    name: 'a Gateway for TCP with http routes',
    files: tree({ [G]: replaced(GATEWAY, 'protocol: HTTP', 'protocol: TCP') }),
    rule: 'public-host-unserved',
    advice: /Add tcp routes, or change the protocol/,
    edits: [[G, 'protocol: TCP', 'protocol: HTTP']],
  },
  {
    name: 'a rule for nearly the host of a ServiceEntry',
    files: tree({ [S]: PARTNER, [R]: toPartner, [P]: failover('orders.partners.com') }),
    rule: 'destination-host-match',
    advice: /Did you mean "orders\.partner\.com"\?$/,
    edits: [[P, 'host: "orders.partners.com"', 'host: "orders.partner.com"']],
  },
  {
    name: 'a misspelt locality of an endpoint',
    files: tree({
      [S]: replaced(PARTNER, 'us-central1', 'us-central-1'),
      [R]: toPartner,
      [P]: failover('orders.partner.com'),
    }),
    rule: 'unknown-locality',
    advice: /Did you mean "us-central1"\?$/,
    edits: [[S, 'us-central-1', 'us-central1']],
  },
  {
    name: 'a share of requests for a Service that is not there',
    files: tree({
      [R]: route(
        '    - route:\n        - {destination: {host: orders}, weight: 90}\n        - {destination: {host: orders-next}, weight: 10}\n',
      ),
    }),
    rule: 'destination-host-match',
    advice: /Add it, or list the host under workloads\.$/,
    edits: [
      ['next.yaml', undefined, SERVICE.replaceAll('orders', 'orders-next')],
      ['next-policy.yaml', undefined, rule('orders-next')],
    ],
  },
  {
    name: 'no outlierDetection for sidecars',
    files: { 'mesh-failover.yaml': CLUSTERS, [P]: rule('orders', locality(FAILOVER)) },
    rule: 'outlier-detection-required',
    advice: /Add outlierDetection with maxEjectionPercent: 100 here\.$/,
    host: 'orders.shop.svc.cluster.local',
    edits: [[P, '  trafficPolicy:\n', `  trafficPolicy:\n${EJECTION}`]],
  },
  {
    name: 'a misspelt subset of a route for sidecars',
    files: {
      'mesh-failover.yaml': CLUSTERS,
      [S]: SERVICE,
      [R]: inMesh('{host: orders, subset: stabel}'),
      [P]: rule(
        'orders',
        EJECTION + locality(HALVES),
        '  subsets: [{name: stable, labels: {version: v1}}]\n',
      ),
    },
    rule: 'subset-exists',
    advice: /Did you mean "stable"\?$/,
    host: 'orders.shop.svc.cluster.local',
    edits: [[R, 'stabel', 'stable']],
  },
  {
    name: 'TLS to a port that speaks plain HTTP',
    files: tree({ [P]: rule('orders', `    tls: {mode: SIMPLE}\n${EJECTION}${locality(HALVES)}`) }),
    rule: 'tls-mode-mismatch',
    advice: /Remove tls, or set appProtocol: https/,
    edits: [[P, '    tls: {mode: SIMPLE}\n', '']],
  },
  {
    name: 'TLS to a port that does not say that it speaks TLS',
    files: tree({ [P]: rule('orders', `    tls: {mode: SIMPLE}\n${EJECTION}${locality(HALVES)}`) }),
    rule: 'tls-mode-mismatch',
    advice: /set appProtocol: https for the port of the Service/,
    edits: [[S, '{name: http, port: 80}', '{name: http, port: 80, appProtocol: https}']],
  },
  {
    name: 'a policy for the port of the pods',
    files: tree({
      [P]: rule(
        'orders',
        `    portLevelSettings:\n      - port: {number: 8080}\n${indented(EJECTION + locality(HALVES))}`,
      ),
    }),
    rule: 'policy-port-exists',
    advice: /Name a port of the Service, not of its pods: 80\.$/,
    edits: [[P, 'number: 8080', 'number: 80']],
  },
  {
    name: 'a misspelt cluster domain of a wildcard',
    files: tree({ [P]: rule('*.shop.svc.cluser.local') }),
    rule: 'destination-host-match',
    advice: /Did you mean "\*\.shop\.svc\.cluster\.local"\?$/,
    edits: [[P, 'cluser', 'cluster']],
  },
  {
    name: 'a Service without selector',
    files: tree({ [S]: replaced(SERVICE, 'selector: {app: orders}, ', '') }),
    rule: 'service-without-selector',
    advice: /List them under workloads in mesh-failover\.yaml\./,
    edits: [
      [
        'mesh-failover.yaml',
        'clusters:',
        'workloads:\n  - host: orders.shop.svc.cluster.local\n    endpoints: [{locality: europe-west1}, {locality: us-central1}]\nclusters:',
      ],
    ],
  },
  {
    name: 'a direct response of 503',
    files: tree({ [R]: route('    - directResponse: {status: 503}\n') }),
    rule: 'leftover-fault',
    advice: /Lead it to a Service/,
    edits: [[R, 'directResponse: {status: 503}', 'route: [{destination: {host: orders}}]']],
  },
];

/** Four spaces further in. */
function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
