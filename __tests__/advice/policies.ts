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

const whole = EJECTION + locality(HALVES);
const P = 'policy.yaml';
const own = (policy: string, more = '') => tree({ [P]: rule('orders', policy, more) });
const without = (text: string, part: string) => replaced(text, part, '');

/** Of the policies for hosts: what they lack, and where they do not hold. */
export const policyCases: AdviceCase[] = [
  {
    name: 'no outlierDetection beside distribute',
    files: own(locality(HALVES)),
    rule: 'outlier-detection-required',
    advice: /Add outlierDetection with maxEjectionPercent: 100 here\.$/,
    edits: [
      [
        P,
        '  trafficPolicy:\n',
        '  trafficPolicy:\n    outlierDetection: {maxEjectionPercent: 100}\n',
      ],
    ],
  },
  {
    name: 'no outlierDetection beside failover',
    files: own(locality(FAILOVER)),
    rule: 'outlier-detection-required',
    advice: /Add outlierDetection with maxEjectionPercent: 100 here\.$/,
    edits: [
      [
        P,
        '  trafficPolicy:\n',
        '  trafficPolicy:\n    outlierDetection: {maxEjectionPercent: 100}\n',
      ],
    ],
  },
  {
    name: 'no maxEjectionPercent',
    files: own(without(whole, '      maxEjectionPercent: 100\n')),
    rule: 'max-ejection-percent-100',
    advice: /Add maxEjectionPercent: 100\.$/,
    edits: [
      [P, '    outlierDetection:\n', '    outlierDetection:\n      maxEjectionPercent: 100\n'],
    ],
  },
  {
    name: 'maxEjectionPercent 50',
    files: own(replaced(whole, 'Percent: 100', 'Percent: 50')),
    rule: 'max-ejection-percent-100',
    advice: /Set it to 100\.$/,
    edits: [[P, 'Percent: 50', 'Percent: 100']],
  },
  {
    name: 'maxEjectionPercent 0',
    files: own(replaced(EJECTION, 'Percent: 100', 'Percent: 0') + locality(FAILOVER)),
    rule: 'max-ejection-percent-100',
    advice: /Set it to 100\.$/,
    edits: [[P, 'Percent: 0', 'Percent: 100']],
  },
  {
    name: 'maxEjectionPercent of a rule for the whole namespace',
    files: tree({
      [P]: rule('*.shop.svc.cluster.local', replaced(whole, 'Percent: 100', 'Percent: 10')),
    }),
    rule: 'max-ejection-percent-100',
    advice: /Set it to 100\.$/,
    edits: [[P, 'Percent: 10', 'Percent: 100']],
  },
  {
    name: 'weights that sum to 90',
    files: own(replaced(whole, 'us-central1: 20', 'us-central1: 10')),
    rule: 'distribute-weights-sum-100',
    advice: /sum to 90/,
    edits: [[P, 'us-central1: 10', 'us-central1: 20']],
  },
  {
    name: 'no from for a region',
    files: own(
      without(
        whole,
        '          - from: us-central1\n            to: {us-central1: 80, europe-west1: 20}\n',
      ),
    ),
    rule: 'distribute-covers-every-region',
    advice: /Add an entry with from: us-central1\.$/,
    edits: [
      [
        P,
        '        distribute:\n',
        '        distribute:\n          - from: us-central1\n            to: {us-central1: 50, europe-west1: 50}\n',
      ],
    ],
  },
  {
    name: 'a to without a region',
    files: own(replaced(whole, '{europe-west1: 80, us-central1: 20}', '{europe-west1: 100}')),
    rule: 'distribute-covers-every-region',
    advice: /Add us-central1 with a weight/,
    edits: [[P, '{europe-west1: 100}', '{europe-west1: 99, us-central1: 1}']],
  },
  {
    name: 'settings of the routed port, for a timeout',
    files: own(
      whole,
      '    portLevelSettings:\n      - port: {number: 80}\n        connectionPool: {tcp: {connectTimeout: 1s}}\n',
    ),
    rule: 'port-level-inherits-nothing',
    advice:
      /Repeat loadBalancer\.localityLbSetting and outlierDetection with maxEjectionPercent: 100 here\.$/,
    edits: [
      [
        P,
        '        connectionPool: {tcp: {connectTimeout: 1s}}\n',
        `        connectionPool: {tcp: {connectTimeout: 1s}}\n${whole.replace(/^/gm, '    ').trimEnd()}\n`,
      ],
    ],
  },
  {
    name: 'outlierDetection at another port',
    files: own(
      whole,
      `    portLevelSettings:\n      - port: {number: 80}\n${locality(HALVES).replace(/^/gm, '    ').trimEnd()}\n`,
    ),
    rule: 'outlier-detection-required',
    advice: /Add outlierDetection with maxEjectionPercent: 100 here\.$/,
    edits: [
      [
        P,
        '      - port: {number: 80}\n',
        '      - port: {number: 80}\n        outlierDetection: {maxEjectionPercent: 100}\n',
      ],
    ],
  },
  {
    name: 'a subset with a loadBalancer of its own',
    files: tree({
      [P]: rule(
        'orders',
        whole,
        '  subsets:\n    - name: v1\n      labels: {version: v1}\n      trafficPolicy:\n        loadBalancer:\n          simple: ROUND_ROBIN\n',
      ),
      'route.yaml': route('    - route: [{destination: {host: orders, subset: v1}}]\n'),
    }),
    rule: 'subset-overrides-policy',
    advice: /Repeat localityLbSetting|Move|Add/,
    edits: [
      [
        P,
        '          simple: ROUND_ROBIN\n',
        `          simple: ROUND_ROBIN\n          localityLbSetting:\n${HALVES.replace(/^/gm, '    ').trimEnd()}\n`,
      ],
    ],
  },
  {
    name: "a subset's outlierDetection without maxEjectionPercent",
    files: tree({
      [P]: rule(
        'orders',
        whole,
        '  subsets:\n    - name: v1\n      labels: {version: v1}\n      trafficPolicy:\n        outlierDetection: {interval: 5s}\n',
      ),
      'route.yaml': route('    - route: [{destination: {host: orders, subset: v1}}]\n'),
    }),
    rule: 'max-ejection-percent-100',
    advice: /Add maxEjectionPercent: 100\.$/,
    edits: [[P, '{interval: 5s}', '{interval: 5s, maxEjectionPercent: 100}']],
  },
  {
    name: 'distribute and failoverPriority',
    files: own(`${whole}        failoverPriority: [topology.kubernetes.io/region]\n`),
    rule: 'distribute-with-failover-priority',
    advice: /Remove one of the two\.$/,
    edits: [[P, '        failoverPriority: [topology.kubernetes.io/region]\n', '']],
  },
  {
    name: 'two failover entries for a region',
    files: tree({
      'mesh-failover.yaml': THREE_CLUSTERS,
      [P]: rule(
        'orders',
        `${EJECTION}${locality(FAILOVER)}          - {from: europe-west1, to: asia-east1}\n          - {from: asia-east1, to: us-central1}\n`,
      ),
    }),
    rule: 'shadowed-from',
    advice: /Remove one of them/,
    edits: [[P, '          - {from: europe-west1, to: asia-east1}\n', '']],
  },
  {
    name: 'no failover entry for one of three regions',
    files: tree({
      'mesh-failover.yaml': THREE_CLUSTERS,
      [P]: rule('orders', EJECTION + locality(FAILOVER)),
    }),
    rule: 'failover-map-incomplete',
    advice: /Add one with from: asia-east1\.$/,
    edits: [
      [
        P,
        '        failover:\n',
        '        failover:\n          - {from: asia-east1, to: us-central1}\n',
      ],
    ],
  },
  {
    name: 'enabled: false beside distribute',
    files: own(`${whole}        enabled: false\n`),
    rule: 'locality-disabled-but-set',
    advice: /Remove enabled: false/,
    edits: [[P, '        enabled: false\n', '']],
  },
  {
    name: "an empty setting that cancels the mesh's",
    files: {
      ...own(`${EJECTION}    loadBalancer:\n      localityLbSetting: {}\n`),
      'mesh-failover.yaml': `${CLUSTERS}meshConfig: mesh.yaml\n`,
      'mesh.yaml': `localityLbSetting:\n${HALVES.replace(/^ {6}/gm, '')}`,
    },
    rule: 'empty-locality-setting',
    advice: /Remove localityLbSetting here/,
    edits: [[P, '    loadBalancer:\n      localityLbSetting: {}\n', '']],
  },
  {
    name: 'a misspelt outlierDetection',
    files: own(replaced(whole, 'outlierDetection:', 'outlierDetecton:')),
    rule: 'no-unknown-fields',
    advice: /did you mean "?outlierDetection"?/i,
    edits: [[P, 'outlierDetecton:', 'outlierDetection:']],
  },
  {
    name: 'a percentage in quotes',
    files: own(replaced(whole, 'Percent: 100', 'Percent: "100"')),
    rule: 'valid-fields',
    advice: /maxEjectionPercent|number/,
    edits: [[P, '"100"', '100']],
  },
  {
    name: 'a duration without a unit',
    files: own(replaced(whole, 'interval: 10s', 'interval: "10"')),
    rule: 'valid-fields',
    advice: /10/,
    edits: [[P, '"10"', '10s']],
  },
  {
    name: 'keys of a to that overlap',
    files: own(
      replaced(
        whole,
        '{europe-west1: 80, us-central1: 20}',
        '{europe-west1/*: 40, europe-west1: 40, us-central1: 20}',
      ),
    ),
    rule: 'overlapping-to-keys',
    advice: /europe-west1/,
    edits: [
      [
        P,
        '{europe-west1/*: 40, europe-west1: 40, us-central1: 20}',
        '{europe-west1: 80, us-central1: 20}',
      ],
    ],
  },
  {
    name: 'a misspelt host',
    files: tree({ [P]: rule('order') }),
    rule: 'destination-host-match',
    advice: /Did you mean "orders\.shop\.svc\.cluster\.local"\?$/,
    edits: [[P, '"order"', '"orders.shop.svc.cluster.local"']],
  },
  {
    name: 'a host with its namespace',
    files: tree({ [P]: rule('orders.shop') }),
    rule: 'destination-host-match',
    advice: /Did you mean "orders\.shop\.svc\.cluster\.local"\?$/,
    edits: [[P, '"orders.shop"', '"orders.shop.svc.cluster.local"']],
  },
  {
    name: 'a rule in the namespace of somebody else',
    files: tree({
      [P]: replaced(
        rule('orders.shop.svc.cluster.local'),
        'namespace: shop',
        'namespace: platform',
      ),
    }),
    rule: 'destination-rule-out-of-reach',
    advice: /Move it to the service's namespace\.$/,
    edits: [[P, 'namespace: platform', 'namespace: shop']],
  },
  {
    name: 'a rule that is kept to its namespace',
    files: tree({ [P]: rule('orders', whole, '  exportTo: ["."]\n') }),
    rule: 'destination-rule-out-of-reach',
    advice: /Add istio-system to exportTo\.$/,
    edits: [[P, '["."]', '[".", istio-system]']],
  },
  {
    name: 'a rule for some workloads',
    files: tree({ [P]: rule('orders', whole, '  workloadSelector: {matchLabels: {app: cart}}\n') }),
    rule: 'destination-rule-out-of-reach',
    advice: /Remove workloadSelector/,
    edits: [[P, '  workloadSelector: {matchLabels: {app: cart}}\n', '']],
  },
  {
    name: 'two rules for one host',
    files: tree({
      'more.yaml': replaced(
        rule('orders', '    connectionPool: {tcp: {connectTimeout: 1s}}\n'),
        'name: orders',
        'name: pool',
      ),
    }),
    rule: 'duplicate-destination-rule',
    advice: /./,
    edits: [
      ['more.yaml', undefined, ''],
      [
        P,
        '  trafficPolicy:\n',
        '  trafficPolicy:\n    connectionPool: {tcp: {connectTimeout: 1s}}\n',
      ],
    ],
  },
  {
    name: 'a rule for one host under one for the namespace',
    files: tree({
      [P]: rule('*.shop.svc.cluster.local'),
      'more.yaml': rule('orders', '    connectionPool: {tcp: {connectTimeout: 1s}}\n'),
    }),
    rule: 'wildcard-shadowed',
    advice: /Repeat the policy there\.$/,
    edits: [['more.yaml', '  trafficPolicy:\n', `  trafficPolicy:\n${whole}`]],
  },
  {
    name: 'a broad rule beside the gateway',
    files: tree({
      'more.yaml': replaced(
        rule('*.local', '    connectionPool: {tcp: {connectTimeout: 1s}}\n', '  exportTo: ["."]\n'),
        'namespace: shop',
        'namespace: istio-system',
      ),
    }),
    rule: 'client-namespace-shadows',
    advice: /repeat the policy here\.$/,
    edits: [['more.yaml', '  trafficPolicy:\n', `  trafficPolicy:\n${whole}`]],
  },
  {
    name: 'one rule in two files',
    files: tree({ 'more.yaml': rule('orders') }),
    rule: 'duplicate-resource',
    advice: /Remove one of them/,
    edits: [['more.yaml', undefined, '']],
  },
  {
    name: 'no rule at all',
    files: tree({ [P]: undefined }),
    rule: 'failover-policy-missing',
    advice: /Add one with outlierDetection and localityLbSetting/,
    edits: [['policy.yaml', undefined, rule('orders')]],
  },
  {
    name: 'a rule without a failover policy',
    files: own('    connectionPool: {tcp: {connectTimeout: 1s}}\n'),
    rule: 'failover-policy-missing',
    advice: /Add both\.$/,
    edits: [[P, '  trafficPolicy:\n', `  trafficPolicy:\n${whole}`]],
  },
  {
    name: 'nothing says where anything runs',
    files: {
      'gateway.yaml': GATEWAY,
      'route.yaml': route(),
      'service.yaml': SERVICE,
      [P]: rule(
        'orders',
        `${EJECTION}${locality('        failoverPriority: [topology.kubernetes.io/region]\n')}`,
      ),
    },
    rule: 'nothing-predicted',
    advice: /Declare clusters, each with its locality, in mesh-failover\.yaml\.$/,
    edits: [['mesh-failover.yaml', undefined, CLUSTERS]],
  },
];
