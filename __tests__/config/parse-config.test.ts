import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { UserError } from '../../src/foundation/errors.js';

const rules = [
  { name: 'outlier-detection' },
  {
    name: 'no-total-ejection',
    options: { share: { summary: 'The share.', default: 1, above: 0, most: 1 } },
  },
];

/** The configuration that a text is, with the texts of other files beside it. */
const parse = (text: string, files: Readonly<Record<string, string>> = {}): Config =>
  parseConfig({ file: 'mesh-failover.yaml', text }, rules, {
    toWorkingPath: (path) => path,
    toKubeconfigPath: (path) => path,
    textOf: (file) => ({ text: files[file] ?? '' }),
  });

/** The problems of a configuration that begins with `version: 1` on its first line. */
const problems = (text: string): string[] => {
  try {
    parse(`version: 1\n${text}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^mesh-failover\.yaml:/, ''));
  }
  throw new Error('no problem');
};

test.each([
  ['', '1:1: the file is empty, so "version" is missing; add "version: 1"'],
  ['# nothing\n', '1:1: the file is empty, so "version" is missing; add "version: 1"'],
  ['{}', '1:1: "version" is missing; add it'],
  ['paths: ["."]\n', '1:1: "version" is missing; add it'],
  [
    'version: 2\nnew: 1\n',
    '1:10: version 2 is not known; this program reads version 1: write "version: 1"',
  ],
  [
    'version: "1"\n',
    '1:10: version "1" is not known; this program reads version 1: write "version: 1"',
  ],
  [
    'version:\n',
    '1:1: version nothing is not known; this program reads version 1: write "version: 1"',
  ],
  ['- version: 1\n', '1:1: not a mapping; begin the file with "version: 1"'],
  ['version: 1\n---\nversion: 1\n', '3:1: a second document; one file holds one configuration'],
  ['version: 1\npaths: [\n', '2:8: a bracket is never closed; add the closing ]'],
  [
    'version: 1\nversion: 1\n',
    '2:1: the key "version" is given twice in this mapping; remove one of them',
  ],
])('%j', (text, message) => {
  expect(() => parse(text)).toThrow(UserError);
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ message: `mesh-failover.yaml:${message}` }),
  );
});

describe('deploy.environment', () => {
  const withName = (name: string) => parse(`version: 1\ndeploy: {environment: ${name}}\n`);

  // Its set would be kept under the name of another environment's record.
  test.each(['drill-staging', 'staging-run', 'staging-run-0a1b2c3d-0', 'drill-staging-run'])(
    '%s is an error',
    (name) => {
      expect(() => withName(name)).toThrow('neither beginning with drill- nor ending with -run');
    },
  );

  test.each(['drill', 'run', 'drills-eu', 'run-eu', 'rerun', 'staging-run-2'])(
    '%s is none',
    (name) => {
      expect(withName(name).deploy.environment).toBe(name);
    },
  );
});

test.each([
  ['off', 'off'],
  ['"off"', 'off'],
  ['error', 'error'],
  ['{severity: off}', 'off'],
  ['{options: {}}', undefined],
])('a rule can be %s', (setting, severity) => {
  const { rules } = parse(`version: 1\nrules: {outlier-detection: ${setting}}\n`);
  expect(rules['outlier-detection']?.severity).toBe(severity);
});

describe('what the schema refuses', () => {
  test.each([
    ['clutsers: []\n', '2:1: unknown key "clutsers"; did you mean "clusters"?'],
    [
      'profile: istio-1.32\n',
      '2:10: "istio-1.32" is not one of istio-1.31, istio-1.30, csm-managed; did you mean "istio-1.31"?',
    ],
    ['frontDoor: no\n', '2:12: false is not one of none, dns, global-lb'],
    ['paths: k8s\n', '2:8: expected a list, got "k8s"'],
    ['paths: []\n', '2:1: the list is empty; remove the key, or add an item'],
    [
      `clusters: [${'{name: a, locality: r}, '.repeat(501)}]\n`,
      '2:1: the list has more than 500 items; leave some out',
    ],
    ['paths:\n', '2:1: expected a list, got nothing'],
    ['paths: [""]\n', '2:9: the text is empty; remove the key, or fill it in'],
    [
      'rootNamespace: Istio_System\n',
      '2:16: "Istio_System" is not the name of a namespace; write it so',
    ],
    [
      'clusters: [{name: y, locality: r}]\n',
      '2:19: expected text, but YAML reads this as true; put it in quotes',
    ],
    [
      'clusters: [{name: 1, locality: r}]\n',
      '2:19: expected text, but YAML reads this as 1; put it in quotes',
    ],
    ['clusters: [{name: a}]\n', '2:12: "locality" is missing; add it'],
    [
      'clusters: [{name: a, locality: r, ingress: {url: x}}]\n',
      '2:50: "x" is not an http:// or https:// URL; write it so',
    ],
    [
      'clients: [{name: a b, locality: r}]\n',
      '2:18: "a b" is not a name without white space; write it so',
    ],
    ['clients: [{name: a, locality: r, rps: 0}]\n', '2:39: 0 must be > 0'],
    [
      'workloads: [{host: h, endpoints: [{locality: "r/*"}]}]\n',
      '2:46: "r/*" is not a locality (region, region/zone or region/zone/subzone); write it so',
    ],
    [
      'workloads: [{host: h, endpoints: [{locality: r, count: 1.5}]}]\n',
      '2:56: expected a whole number, got 1.5',
    ],
    ['workloads: [{host: h, endpoints: [{locality: r, weight: 0}]}]\n', '2:57: 0 must be >= 1'],
    [
      'workloads: [{host: h, endpoints: [{locality: r, labels: {version: 1.0}}]}]\n',
      '2:67: expected text, but YAML reads this as 1; put it in quotes',
    ],
    [
      'scenarios: [{name: s, outages: [{locality: r, kind: fail}]}]\n',
      '2:53: "fail" is not one of scaled-to-zero, failing, unready, unreachable, reset, stale-api, error-rate, slow, cluster-lost; did you mean "failing"?',
    ],
    [
      'scenarios: [{name: s, outages: [{locality: r, kind: error-rate, rate: 2}]}]\n',
      '2:71: 2 must be <= 1',
    ],
    [
      'scenarios: [{name: s, outages: []}]\n',
      '2:23: the list is empty; remove the key, or add an item',
    ],
    [
      'scenarios: [{name: s, outages: [{locality: r, kind: failing}], expect: {split: {/: 1}}}]\n',
      '2:81: the key "/" is not a locality (region, region/zone or region/zone/subzone); write it so',
    ],
    [
      'rules: {outlier-detection: warn}\n',
      '2:28: "warn" is not one of off, notice, warning, error; did you mean "warning"?',
    ],
    [
      'rules: {outlier-detection: warnin}\n',
      '2:28: "warnin" is not one of off, notice, warning, error; did you mean "warning"?',
    ],
    [
      'rules: {outlier-detection: {severty: off}}\n',
      '2:29: unknown key "severty"; did you mean "severity"?',
    ],
    [
      'rules: {outlier-detection: {severity: on}}\n',
      '2:39: true is not one of off, notice, warning, error',
    ],
    ['rules: {outlier-detection: [off]}\n', undefined],
    ['__proto__: 1\n', undefined],
  ])('%j', (text, message) => {
    const found = problems(text);
    expect(found).toHaveLength(1);
    if (message !== undefined) expect(found).toEqual([message]);
  });

  test('everything at once, in the order of the file', () => {
    expect(problems('frontDoor: x\npaths: 1\nprofile: y\nfoo: 1\n')).toEqual([
      expect.stringMatching(/^2:12: /),
      expect.stringMatching(/^3:8: /),
      expect.stringMatching(/^4:10: /),
      expect.stringMatching(/^5:1: unknown key "foo"; known are version, profile/),
    ]);
  });
});

describe('what makes no sense', () => {
  const outage = (fields: string) => `scenarios: [{name: s, outages: [{${fields}}]}]\n`;

  test.each([
    [
      'clusters: [{name: a, locality: r}, {name: a, locality: s}]\n',
      '2:43: "a" is in clusters twice; rename or remove one of them',
    ],
    [
      'clients: [{name: a, locality: r}, {name: a, locality: s}]\n',
      '2:42: "a" is in clients twice; rename or remove one of them',
    ],
    [
      'workloads: [{host: h, endpoints: []}, {host: h, endpoints: []}]\n',
      '2:46: "h" is in workloads twice; rename or remove one of them',
    ],
    [
      'clusters: [{name: alpha, locality: r}]\nclients: [{name: c, locality: r, cluster: alhpa}]\n',
      '3:43: no cluster is called "alhpa"; did you mean "alpha"?',
    ],
    [
      'clusters: [{name: a, locality: r}]\nworkloads: [{host: h, endpoints: [{locality: r, cluster: zz}]}]\n',
      '3:58: no cluster is called "zz"; known are a',
    ],
    [
      'clusters: [{name: a, locality: r}]\nscenarios: [{name: s, outages: [{kind: cluster-lost, cluster: zz}]}]\n',
      '3:63: no cluster is called "zz"; known are a',
    ],
    [
      'scenarios: [{name: healthy, outages: [{kind: failing, locality: r}]}]\n',
      '2:20: "healthy" is the name of a built-in scenario; choose another',
    ],
    [
      'scenarios: [{name: "failing:r+failing:s", outages: [{kind: failing, locality: r}]}]\n',
      '2:20: "failing:r+failing:s" is the name of a built-in scenario; choose another',
    ],
    [outage('kind: failing'), '2:33: an outage needs "locality" or "cluster"; say what fails'],
    [
      outage('kind: failing, locality: r, cluster: a'),
      '2:62: an outage takes "locality" or "cluster", not both; remove one of them',
    ],
    [
      outage('kind: cluster-lost, cluster: a, count: 1'),
      '2:66: a cluster that is lost takes all of its endpoints along; remove "count"',
    ],
    [
      outage('kind: error-rate, locality: r'),
      '2:33: an error-rate outage needs "rate", the share of the answers that are 500: 0 to 1',
    ],
    [
      outage('kind: slow, locality: r'),
      '2:33: a slow outage needs "latencyMs", the milliseconds that every answer takes',
    ],
    [
      outage('kind: unready, locality: r, latencyMs: 5'),
      '2:62: "latencyMs" belongs to the kinds slow and failing; remove it, or change the kind',
    ],
    [
      'clients: [{name: a, locality: r, rps: 1, concurrency: 2}]\n',
      '2:42: a client takes "rps" or "concurrency", not both; remove one of them',
    ],
    [
      'clients: [{name: a, locality: r, replicas: 3, concurrency: 2}]\n',
      '2:60: 2 callers are too few for 3 replicas; lower replicas or raise concurrency',
    ],
    [
      'links: [{from: r, to: q, rttMs: 5}, {from: r, to: q, rttMs: 6}]\n',
      '2:37: the link from r to q is declared twice; remove one of them',
    ],
    [
      outage('kind: failing, locality: r, rate: 0.1'),
      '2:62: "rate" belongs to the kind error-rate; remove it, or change the kind',
    ],
    [
      'rules: {no-total-ejection: {options: {shares: 1}}}\n',
      '2:39: no-total-ejection has no option "shares"; did you mean "share"?',
    ],
    [
      'rules: {no-total-ejection: {options: {share: 2}}}\n',
      '2:46: share is a number above 0 and at most 1, not 2; write it so',
    ],
    [
      'overrides: [{paths: [a], rules: {no-total-ejection: {options: {share: all}}}}]\n',
      '2:71: share is a number above 0 and at most 1, not "all"; write it so',
    ],
    [
      'rules: {outlier-detection: {options: {share: 1}}}\n',
      '2:39: outlier-detection has no option "share"; it has none',
    ],
    [
      'rules: {outlier-detecton: off}\n',
      '2:9: unknown rule "outlier-detecton"; did you mean "outlier-detection"?',
    ],
    [
      'clients: [{name: c, locality: r}]\nscenarios: [{name: s, outages: [{kind: failing, locality: r}], expect: {clients: [d]}}]\n',
      '3:83: no client is called "d"; known are c',
    ],
    [
      'scenarios: [{name: s, outages: [{kind: failing, locality: r}], expect: {split: {a: 0.7, b: 0.4}}}]\n',
      '2:73: the shares sum to 1.1, more than 1; lower them',
    ],
  ])('%j', (text, message) => {
    expect(problems(text)).toEqual([message]);
  });

  test('a cluster-lost outage with a locality says only that it needs a cluster', () => {
    expect(problems(outage('kind: cluster-lost, locality: r'))).toEqual([
      '2:33: a cluster-lost outage needs "cluster"; name the cluster that is lost',
    ]);
  });

  test('clusters that are not declared may be named: manifests may name them', () => {
    const { clusters } = parse(`version: 1\n${outage('kind: cluster-lost, cluster: r')}`);
    expect(clusters).toBeUndefined();
  });

  test('shares that sum to 1 but for rounding are fine', () => {
    const split = Array.from({ length: 10 }, (_, i) => `r${i}: 0.1`).join(', ');
    parse(
      `version: 1\nscenarios: [{name: s, outages: [{kind: failing, locality: r}], expect: {split: {${split}}}}]\n`,
    );
  });
});

describe('the mesh configuration', () => {
  const mesh = (text: string) =>
    parse('version: 1\nmeshConfig: mesh.yaml\n', { 'mesh.yaml': text }).meshConfig;

  test.each([
    'rootNamespace: x\naccessLogFile: /dev/stdout\ntrustDomain:\n',
    'apiVersion: v1\nkind: ConfigMap\ndata:\n  mesh: |\n    rootNamespace: x\n',
    'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {meshConfig: {rootNamespace: x}}\n',
    'apiVersion: sailoperator.io/v1\nkind: Istio\nspec: {values: {meshConfig: {rootNamespace: x}}}\n',
    'apiVersion: maistra.io/v2\nkind: ServiceMeshControlPlane\nspec: {techPreview: {meshConfig: {rootNamespace: x}}}\n',
    'pilot: {replicas: 2}\nmeshConfig: {root_namespace: x}\n',
    'kind: Secret\n---\nkind: List\nitems: [{kind: ConfigMap, data: {mesh: "rootNamespace: x"}}]\n',
  ])('is found in %j', (text) => {
    expect(mesh(text)).toEqual({ rootNamespace: 'x' });
  });

  test('may be empty', () => {
    expect(mesh('')).toEqual({});
    expect(mesh('kind: ConfigMap\ndata: {mesh: ""}\n')).toEqual({});
  });

  test.each([
    ['kind: Deployment\n', 'mesh.yaml: no MeshConfig in it'],
    ['a: 1\n---\nb: 1\n', 'mesh.yaml: no MeshConfig in it'],
    ['a: [\n', 'mesh.yaml:1:4: a bracket'],
    [
      'localityLbSettings: {enabled: true}\n',
      'mesh.yaml:1:1: unknown field "localityLbSettings" of MeshConfig; did you mean "localityLbSetting"?',
    ],
    ['meshConfig: {nothing: 1}\n', 'mesh.yaml:1:14: unknown field "nothing" of MeshConfig'],
    [
      'localityLbSetting: {enabled: "true"}\n',
      'mesh.yaml:1:30: expected true or false, got "true"',
    ],
    [
      'kind: IstioOperator\nspec: {meshConfig: {rootNamespace: 1}}\n',
      'mesh.yaml:2:36: expected text',
    ],
    [
      'kind: ConfigMap\ndata:\n  mesh: |\n    rootNamespace: 1\n',
      'mesh.yaml (data.mesh):1:16: expected text',
    ],
  ])('%j is an error', (text, message) => {
    expect(() => mesh(text)).toThrow(UserError);
    expect(() => mesh(text)).toThrow(message);
  });
});
