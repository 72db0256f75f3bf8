import { describe, test } from '@jest/globals';
import type { Files } from './check-files.js';
import {
  change,
  configuration,
  DESTINATION_RULE,
  expectFindings,
  GATEWAY,
  HOST,
  manifests,
  VIRTUAL_SERVICE,
  type Expected,
} from './hello-world.js';

const OUTLIER_DETECTION = `    outlierDetection:
      consecutive5xxErrors: 1
      interval: 1s
      baseEjectionTime: 30s
      maxEjectionPercent: 100
`;
const SECOND_FROM = `          - from: us-central1
            to:
              us-central1: 50
              europe-west1: 50
`;
const FIRST_TO = `              europe-west1: 50
              us-central1: 50
`;
const ENABLED = `        enabled: true
`;
const DESTINATION = `            host: ${HOST}
`;
/** Below the traffic policy, whose last lines these are. */
const END = `              us-central1: 50
              europe-west1: 50
`;

const inRule = (from: string, to: string) => (files: Files) =>
  change(files, DESTINATION_RULE, from, to);
const inRoute = (from: string, to: string) => (files: Files) =>
  change(files, VIRTUAL_SERVICE, from, to);
const inGateway = (from: string, to: string) => (files: Files) => change(files, GATEWAY, from, to);

const ofRule = (rule: string, line: string, underlined?: string): Expected => ({
  rule,
  file: DESTINATION_RULE,
  line,
  ...(underlined === undefined ? {} : { underlined }),
});

const V2 = `  subsets:
    - name: v2
      labels:
        version: v2
`;
const toV2 = inRoute(DESTINATION, `${DESTINATION}            subset: v2\n`);

const mutations: [string, (files: Files) => Files, Expected[]][] = [
  ['nothing', (files) => files, []],
  [
    'outlierDetection removed',
    inRule(OUTLIER_DETECTION, ''),
    [ofRule('outlier-detection-required', 'trafficPolicy:', 'trafficPolicy')],
  ],
  [
    'maxEjectionPercent 99',
    inRule('maxEjectionPercent: 100', 'maxEjectionPercent: 99'),
    [ofRule('max-ejection-percent-100', 'maxEjectionPercent: 99', '99')],
  ],
  [
    'maxEjectionPercent 0',
    inRule('maxEjectionPercent: 100', 'maxEjectionPercent: 0'),
    [ofRule('max-ejection-percent-100', 'maxEjectionPercent: 0', '0')],
  ],
  [
    'maxEjectionPercent removed',
    inRule('      maxEjectionPercent: 100\n', ''),
    [ofRule('max-ejection-percent-100', 'outlierDetection:', 'outlierDetection')],
  ],
  [
    'outlierDetection empty',
    inRule(OUTLIER_DETECTION, '    outlierDetection: {}\n'),
    [ofRule('max-ejection-percent-100', 'outlierDetection:', 'outlierDetection')],
  ],
  [
    'maxEjectionPercent null',
    inRule('maxEjectionPercent: 100', 'maxEjectionPercent: null'),
    [ofRule('max-ejection-percent-100', 'maxEjectionPercent: null')],
  ],
  [
    'weights 50 and 49',
    inRule(FIRST_TO, FIRST_TO.replace('us-central1: 50', 'us-central1: 49').replace('50', '50 # a')),
    [
      {
        rule: 'distribute-weights-sum-100',
        file: DESTINATION_RULE,
        // The key `to` above the first weight.
        line: '          - from: europe-west1 # b',
      },
    ],
  ],
  [
    'one from removed',
    inRule(SECOND_FROM, ''),
    [ofRule('distribute-covers-every-region', 'distribute:', 'distribute')],
  ],
  [
    'DestinationRule host misspelt',
    inRule(HOST, 'helo-world.default.svc.cluster.local'),
    [
      ofRule('destination-host-match', 'host:', 'helo-world.default.svc.cluster.local'),
      {
        rule: 'failover-policy-missing',
        file: VIRTUAL_SERVICE,
        line: HOST,
        underlined: HOST,
        severity: 'warning',
      },
    ],
  ],
  [
    'VirtualService gateway misspelt',
    inRoute('- public-gateway', '- public-gatway'),
    [
      {
        rule: 'gateway-exists',
        file: VIRTUAL_SERVICE,
        line: 'public-gatway',
        underlined: 'public-gatway',
      },
    ],
  ],
  [
    'Gateway host that the VirtualService does not match',
    (files) => inGateway("- '*'", '- a.example.com')(inRoute("- '*'", '- b.example.com')(files)),
    [
      {
        rule: 'gateway-host-match',
        file: GATEWAY,
        line: 'a.example.com',
        underlined: 'a.example.com',
      },
    ],
  ],
  [
    'portLevelSettings for port 80 without outlierDetection',
    inRule(
      SECOND_FROM,
      `${SECOND_FROM}    portLevelSettings:
      - port:
          number: 80
        loadBalancer:
          localityLbSetting:
            distribute:
              - from: '*'
                to:
                  europe-west1: 60
                  us-central1: 40
`,
    ),
    [ofRule('outlier-detection-required', '- port:', 'port')],
  ],
  [
    'a routed subset whose own outlierDetection has no maxEjectionPercent',
    (files) =>
      toV2(
        inRule(
          SECOND_FROM,
          `${SECOND_FROM}${V2}      trafficPolicy:
        outlierDetection: # of the subset
          consecutive5xxErrors: 1
`,
        )(files),
      ),
    [ofRule('max-ejection-percent-100', 'outlierDetection: # of the subset', 'outlierDetection')],
  ],
  ['a subset that only inherits', (files) => toV2(inRule(SECOND_FROM, `${SECOND_FROM}${V2}`)(files)), []],
  [
    'a subset with other settings of its own',
    (files) =>
      toV2(
        inRule(
          SECOND_FROM,
          `${SECOND_FROM}${V2}      trafficPolicy:
        connectionPool:
          http:
            http2MaxRequests: 10
`,
        )(files),
      ),
    [],
  ],
];

void mutations;
void FIRST_TO;
void ENABLED;
void END;
describe.each([
  ['without a configuration', {}],
  ['with the configuration', configuration],
])('%s', (_, config: Files) => {
  test.each(mutations)('%s', async (_name, mutate, expected) => {
    await expectFindings({ ...mutate(manifests), ...config }, expected);
  });
});
