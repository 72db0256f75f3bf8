import {
  EJECTION,
  FAILOVER,
  HALVES,
  locality,
  replaced,
  rule,
  SERVICE,
  THREE_CLUSTERS,
  tree,
  type AdviceCase,
} from './pieces.js';

const whole = EJECTION + locality(HALVES);
const P = 'policy.yaml';
const own = (policy: string) => tree({ [P]: rule('orders', policy) });

/** Of how endpoints are ejected, and of endpoints that the control plane does not order. */
export const ejectionCases: AdviceCase[] = [
  {
    name: 'consecutive5xxErrors 0',
    files: own(replaced(whole, 'Errors: 5', 'Errors: 0')),
    rule: 'ejection-never-fires',
    advice: /Set consecutive5xxErrors to 5\.$/,
    edits: [[P, 'Errors: 0', 'Errors: 5']],
  },
  {
    name: 'consecutive5xxErrors 1',
    files: own(replaced(whole, 'Errors: 5', 'Errors: 1')),
    rule: 'ejection-avalanche',
    advice: /Set it to 5\.$/,
    edits: [[P, 'Errors: 1', 'Errors: 5']],
  },
  {
    name: 'consecutiveGatewayErrors beside an equal consecutive5xxErrors',
    files: own(replaced(whole, 'Errors: 5\n', 'Errors: 5\n      consecutiveGatewayErrors: 5\n')),
    rule: 'gateway-errors-shadowed',
    advice: /consecutive5xxErrors: 0 if only gateway errors are to count/,
    edits: [[P, 'consecutive5xxErrors: 5', 'consecutive5xxErrors: 0']],
  },
  {
    name: 'an ejection of a quarter of an hour',
    files: own(replaced(whole, 'baseEjectionTime: 30s', 'baseEjectionTime: 15m')),
    rule: 'slow-failback',
    advice: /Set baseEjectionTime to 30s/,
    edits: [[P, 'baseEjectionTime: 15m', 'baseEjectionTime: 30s']],
  },
  {
    name: 'an ejection shorter than the sweep',
    files: own(replaced(whole, 'baseEjectionTime: 30s', 'baseEjectionTime: 5s')),
    rule: 'ejection-shorter-than-sweep',
    advice: /Set interval to 5s or less\.$/,
    edits: [[P, 'interval: 10s', 'interval: 5s']],
  },
  {
    name: 'a panic threshold of half of the endpoints',
    files: tree({
      'mesh-failover.yaml': THREE_CLUSTERS,
      [P]: rule(
        'orders',
        `${EJECTION}      minHealthPercent: 70\n${locality(
          '        distribute:\n          - from: "*"\n            to: {europe-west1: 34, us-central1: 33, asia-east1: 33}\n',
        )}`,
      ),
    }),
    rule: 'panic-threshold',
    advice: /Remove minHealthPercent, or lower it\.$/,
    edits: [[P, '      minHealthPercent: 70\n', '']],
  },
  {
    name: 'status codes that istiod does not read',
    files: own(
      replaced(
        whole,
        'interval: 10s',
        'interval: 10s\n      outlierDetectionHttpErrorCodes: [429]',
      ),
    ),
    rule: 'ignored-outlier-field',
    advice: /Remove the field/,
    edits: [[P, '\n      outlierDetectionHttpErrorCodes: [429]', '']],
  },
  {
    name: 'failures of connections that are not told apart',
    files: own(
      replaced(whole, 'interval: 10s', 'interval: 10s\n      consecutiveLocalOriginFailures: 3'),
    ),
    rule: 'valid-outlier-detection',
    advice: /splitExternalLocalOriginErrors/,
    edits: [[P, 'Failures: 3', 'Failures: 3\n      splitExternalLocalOriginErrors: true']],
  },
  {
    name: 'a field of old times',
    files: own(
      replaced(
        whole,
        'consecutive5xxErrors: 5',
        'consecutive5xxErrors: 5\n      consecutiveErrors: 5',
      ),
    ),
    rule: 'no-webhook-warnings',
    advice: /consecutive5xxErrors/,
    edits: [[P, '\n      consecutiveErrors: 5', '']],
  },
  {
    name: 'sticky sessions',
    files: own(
      `${EJECTION}    loadBalancer:\n      consistentHash: {useSourceIp: true}\n      localityLbSetting:\n${HALVES}`,
    ),
    rule: 'sticky-sessions-break',
    advice: /./,
    edits: [[P, '      consistentHash: {useSourceIp: true}\n', '']],
  },
  {
    name: 'a load balancer that chooses no endpoint',
    files: own(
      `${EJECTION}    loadBalancer:\n      simple: PASSTHROUGH\n      localityLbSetting:\n${HALVES}`,
    ),
    rule: 'headless-or-passthrough',
    advice: /Use ROUND_ROBIN or LEAST_REQUEST\.$/,
    edits: [[P, 'PASSTHROUGH', 'LEAST_REQUEST']],
  },
  {
    name: 'endpoints of the own node only',
    files: tree({
      'service.yaml': replaced(SERVICE, 'spec: {', 'spec: {internalTrafficPolicy: Local, '),
    }),
    rule: 'cluster-local',
    advice: /Remove it\.$/,
    edits: [['service.yaml', 'internalTrafficPolicy: Local, ', '']],
  },
  {
    name: 'an external endpoint without a place',
    files: tree({
      'service.yaml': `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: orders, namespace: shop}
spec:
  hosts: [orders.shop.svc.cluster.local]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{number: 80, name: http, protocol: HTTP}]
  endpoints:
    - {address: 10.0.0.1, locality: europe-west1}
    - {address: 10.0.0.2}
`,
      [P]: rule('orders', EJECTION + locality(FAILOVER)),
    }),
    rule: 'service-entry-without-locality',
    advice: /Add locality: REGION, or REGION\/ZONE\.$/,
    edits: [['service.yaml', '{address: 10.0.0.2}', '{address: 10.0.0.2, locality: us-central1}']],
  },
  {
    name: 'an external host that every proxy looks up by itself',
    files: tree({
      'service.yaml': `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: orders, namespace: shop}
spec:
  hosts: [orders.partner.example]
  location: MESH_EXTERNAL
  resolution: NONE
  ports: [{number: 80, name: http, protocol: HTTP}]
`,
      'route.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: orders, namespace: shop}
spec:
  hosts: [orders.example.com]
  gateways: [public]
  http:
    - route: [{destination: {host: orders.partner.example}}]
`,
      [P]: rule('orders.partner.example'),
    }),
    rule: 'headless-or-passthrough',
    advice: /Use resolution STATIC with endpoints that have a locality\.$/,
    edits: [
      [
        'service.yaml',
        '  resolution: NONE\n',
        '  resolution: STATIC\n  endpoints: [{address: 10.0.0.1, locality: europe-west1}, {address: 10.0.0.2, locality: us-central1}]\n',
      ],
    ],
  },
  {
    name: 'machines in a ServiceEntry whose port is called otherwise',
    files: tree({ 'machines.yaml': machines('shop', 'web') }),
    rule: 'host-declared-twice',
    advice: /Name the port http\.$/,
    edits: [['machines.yaml', 'name: web,', 'name: http,']],
  },
  {
    name: 'machines in a ServiceEntry of another namespace',
    files: tree({ 'machines.yaml': machines('machines', 'http') }),
    rule: 'host-declared-twice',
    advice: /Move this ServiceEntry to namespace shop, or set exportTo/,
    edits: [['machines.yaml', 'namespace: machines', 'namespace: shop']],
  },
];

/** A ServiceEntry for the host of the Service. */
function machines(namespace: string, port: string): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: machines, namespace: ${namespace}}
spec:
  hosts: [orders.shop.svc.cluster.local]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{number: 80, name: ${port}, protocol: HTTP}]
  endpoints: [{address: 192.0.2.1, locality: europe-west1}, {address: 192.0.2.2, locality: us-central1}]
`;
}
