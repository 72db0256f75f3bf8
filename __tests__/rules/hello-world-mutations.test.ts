import { describe, expect, test } from '@jest/globals';
import { lintFiles, type Files } from './check-files.js';
import {
  all,
  configuration,
  DESTINATION_RULE,
  expectFindings,
  FIRST_FROM,
  GATEWAY,
  guide,
  HOST,
  inGateway,
  inRoute,
  inRule,
  manifests,
  below,
  ofRule,
  OUTLIER_DETECTION,
  portLevel,
  SECOND_FROM,
  VIRTUAL_SERVICE,
  withSubset,
  type Expected,
} from './hello-world.js';

/** One change of the guide's manifests each, and everything that is then to be said. */
const mutations: [string, (files: Files) => Files, Expected[]][] = [
  ['nothing', (files) => files, []],
  [
    'outlierDetection removed',
    inRule(OUTLIER_DETECTION, ''),
    [ofRule('outlier-detection-required', 'trafficPolicy:', 'trafficPolicy')],
  ],
  [
    'outlierDetection null',
    inRule(OUTLIER_DETECTION, '    outlierDetection:\n'),
    [ofRule('outlier-detection-required', 'trafficPolicy:', 'trafficPolicy')],
  ],
  [
    'outlierDetection empty',
    inRule(OUTLIER_DETECTION, '    outlierDetection: {}\n'),
    [ofRule('max-ejection-percent-100', 'outlierDetection:', 'outlierDetection')],
  ],
  [
    'maxEjectionPercent 99',
    inRule('maxEjectionPercent: 100', 'maxEjectionPercent: 99'),
    [ofRule('max-ejection-percent-100', 'maxEjectionPercent:', '99')],
  ],
  [
    'maxEjectionPercent 0',
    inRule('maxEjectionPercent: 100', 'maxEjectionPercent: 0'),
    [ofRule('max-ejection-percent-100', 'maxEjectionPercent:', '0')],
  ],
  [
    'maxEjectionPercent octal 100, which is 64',
    inRule('maxEjectionPercent: 100', 'maxEjectionPercent: 0100'),
    [ofRule('max-ejection-percent-100', 'maxEjectionPercent:', '0100')],
  ],
  [
    'maxEjectionPercent 101',
    inRule('maxEjectionPercent: 100', 'maxEjectionPercent: 101'),
    [
      ofRule('max-ejection-percent-100', 'maxEjectionPercent:', '101'),
      ofRule('valid-outlier-detection', 'maxEjectionPercent:', '101'),
    ],
  ],
  [
    'maxEjectionPercent a text',
    inRule('maxEjectionPercent: 100', "maxEjectionPercent: '100'"),
    [ofRule('valid-fields', 'maxEjectionPercent:', "'100'")],
  ],
  [
    'maxEjectionPercent removed',
    inRule('      maxEjectionPercent: 100\n', ''),
    [ofRule('max-ejection-percent-100', 'outlierDetection:', 'outlierDetection')],
  ],
  [
    'maxEjectionPercent misspelt',
    inRule('maxEjectionPercent', 'maxEjectionPercentage'),
    [ofRule('no-unknown-fields', 'maxEjectionPercentage', 'maxEjectionPercentage')],
  ],
  [
    'weights 50 and 49',
    inRule(FIRST_FROM, FIRST_FROM.replace('us-central1: 50', 'us-central1: 49')),
    [ofRule('distribute-weights-sum-100', '- from: europe-west1 > to:', 'to')],
  ],
  [
    'the first from removed',
    inRule(FIRST_FROM, ''),
    [ofRule('distribute-covers-every-region', 'distribute:', 'distribute')],
  ],
  [
    'the second from removed',
    inRule(SECOND_FROM, ''),
    [ofRule('distribute-covers-every-region', 'distribute:', 'distribute')],
  ],
  [
    'a region removed from a to, the weights left as they are',
    inRule(SECOND_FROM, SECOND_FROM.replace('              europe-west1: 50\n', '')),
    [
      ofRule('distribute-covers-every-region', '- from: us-central1 > to:', 'to'),
      ofRule('distribute-weights-sum-100', '- from: us-central1 > to:', 'to'),
    ],
  ],
  [
    'a region removed from a to, the other with weight 100',
    inRule(
      FIRST_FROM,
      FIRST_FROM.replace('              us-central1: 50\n', '').replace('50', '100'),
    ),
    [ofRule('distribute-covers-every-region', '- from: europe-west1 > to:', 'to')],
  ],
  [
    'DestinationRule host misspelt',
    inRule(HOST, 'helo-world.default.svc.cluster.local'),
    [ofRule('destination-host-match', 'host:', 'helo-world.default.svc.cluster.local')],
  ],
  [
    'DestinationRule host of another domain',
    inRule(HOST, 'hello-world.default.svc.cluster.lokal'),
    [ofRule('destination-host-match', 'host:')],
  ],
  [
    'VirtualService destination misspelt',
    inRoute(HOST, 'hello-word.default.svc.cluster.local'),
    [ofRule('destination-host-match', 'host:', HOST)],
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
    'Gateway renamed',
    inGateway('name: public-gateway', 'name: public-gw'),
    [
      {
        rule: 'gateway-exists',
        file: VIRTUAL_SERVICE,
        line: '- public-gateway',
        underlined: 'public-gateway',
      },
    ],
  ],
  [
    'Gateway host that the VirtualService does not match',
    all(inGateway("- '*'", '- a.example.com'), inRoute("- '*'", '- b.example.com')),
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
    below(portLevel(80)),
    [ofRule('outlier-detection-required', '# of the port', 'port')],
  ],
  [
    'portLevelSettings for port 80 whose outlierDetection has no maxEjectionPercent',
    below(portLevel(80, '        outlierDetection: # of it\n          consecutive5xxErrors: 5\n')),
    [ofRule('max-ejection-percent-100', '# of it', 'outlierDetection')],
  ],
  [
    'a routed subset whose own outlierDetection has no maxEjectionPercent',
    withSubset('        outlierDetection: # of v2\n          consecutive5xxErrors: 5\n'),
    [ofRule('max-ejection-percent-100', '# of v2', 'outlierDetection')],
  ],
  ['a routed subset that only inherits', withSubset(''), []],
  [
    'a routed subset that inherits and has other settings',
    withSubset('        connectionPool:\n          http:\n            http2MaxRequests: 10\n'),
    [],
  ],
];

describe.each([
  ['without a configuration', {}],
  ['with the configuration', configuration],
])('%s', (_, config: Files) => {
  test.each(mutations)('%s', async (_name, mutate, expected) => {
    await expectFindings({ ...mutate(manifests), ...config }, expected);
  });

  test('the guide itself: no error, but a threshold that is too low', async () => {
    await expectFindings({ ...guide, ...config }, [
      { ...ofRule('ejection-avalanche', '5xxErrors: 1', '1'), severity: 'warning' },
    ]);
  });

  test('cut in the middle', async () => {
    const text = manifests[DESTINATION_RULE] ?? '';
    const cut = text.slice(0, text.length / 2);
    const files = { ...manifests, ...config, [DESTINATION_RULE]: cut };
    const { findings } = lintFiles(files);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([
      { rule: 'readable-manifest', file: DESTINATION_RULE, line: cut.split('\n').length },
    ]);
  });
});
