import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultConfig } from '../../src/config/parse-config.js';
import type { Config } from '../../src/config/config.js';
import { parseManifest } from '../../src/manifest/parse.js';
import type { LintResult } from '../../src/foundation/finding.js';
import { Project } from '../../src/project/project.js';
import { manifests } from '../rules/hello-world.js';

const withClusters: Config = {
  ...defaultConfig,
  clusters: [
    { name: 'a', locality: 'europe-west1' },
    { name: 'b', locality: 'us-central1' },
  ],
};

/** Checks texts as if they were files of these names. */
function check(files: readonly (readonly [string, string])[], config = withClusters): LintResult {
  const sources = files.map(([file, text]) => ({ file, text, named: true }));
  return Project.from({ config, files: sources, now: new Date() }).check().lint;
}

/** The guide's manifests, and kinds that they do not have, as values. */
const valid = [
  ...Object.entries(manifests).flatMap(([file, text]) =>
    parseManifest({ file, text, named: true }).documents.map(({ value }) => value),
  ),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'hello-world', namespace: 'default' },
    spec: { selector: { app: 'x' }, ports: [{ name: 'http', port: 80 }] },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'api' },
    spec: {
      hosts: ['api.example.com'],
      resolution: 'STATIC',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      endpoints: [{ address: '10.0.0.1', locality: 'europe-west1/b', labels: { v: '1' } }],
    },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { name: 'vm' },
    spec: { address: '10.0.0.2', locality: 'us-central1/a', labels: { app: 'x' }, weight: 2 },
  },
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every place in a value, as a way to put something else there. */
function placesIn(value: unknown, put: (json: Json) => void): ((json: Json) => void)[] {
  if (typeof value !== 'object' || value === null) return [put];
  return [
    put,
    ...Object.entries(value).flatMap(([key, child]) =>
      placesIn(child, (json) => {
        (value as Record<string, unknown>)[key] = json;
      }),
    ),
  ];
}

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(
    null,
    '',
    '*',
    '/',
    './',
    '*/*',
    '__proto__',
    'constructor',
    'hello-world',
    '0s',
    '1ns',
    -1,
    0.5,
    1e308,
    [[]],
    {},
    { __proto__: null, toString: 1 },
    'us-central1/*/*/*',
  ),
);

test('no value at any place makes it fail', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.nat(), strange), { minLength: 1, maxLength: 4 }),
      (changes) => {
        const values = structuredClone<Record<string, unknown>[]>(valid);
        for (const [which, where, json] of changes) {
          const index = which % values.length;
          const places = placesIn(values[index], () => undefined);
          places[1 + (where % Math.max(1, places.length - 1))]?.(structuredClone(json));
        }
        const files = values.map(
          (value, index) => [`${index}.json`, JSON.stringify(value)] as const,
        );
        const { findings } = check(files);
        for (const { line, column, message } of findings) {
          expect([line > 0, column > 0, message.length > 0]).toEqual([true, true, true]);
          expect(message).not.toMatch(/\[object |undefined|NaN/);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('the order of the files changes nothing', () => {
  const second = (manifests['destination-rule.yaml'] ?? '')
    .replace('name: hello-world', 'name: hello-world-2')
    .replace('Percent: 100', 'Percent: 30');
  const files = [
    ...Object.entries(manifests),
    ['second.yaml', second],
    ['shop.yaml', second.replaceAll('hello-world', 'shop').replace('distribute', 'distribut')],
    ['service.yaml', JSON.stringify(valid[3])],
    [
      'route.yaml',
      (manifests['virtual-service.yaml'] ?? '').replace('name: hello-world', 'name: b'),
    ],
  ] as [string, string][];
  const expected = check(files);
  expect(expected.findings.length).toBeGreaterThan(2);
  fc.assert(
    fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
      expect(check(shuffled)).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});
