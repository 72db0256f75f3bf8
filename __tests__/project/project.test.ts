import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Project } from '../../src/project/project.js';
import { manifests } from '../rules/hello-world.js';

const ruleFor = (name: string, percent: number) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: shop }
spec:
  host: ${name}.shop.svc.cluster.local
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: ${percent} }
    loadBalancer:
      localityLbSetting:
        distribute:
          - { from: europe-west1, to: { europe-west1: 50, us-central1: 50 } }
          - { from: us-central1, to: { europe-west1: 50, us-central1: 50 } }
`;

describe('a project of texts', () => {
  test('reads the configuration among its files', () => {
    const project = Project.of({
      files: { ...manifests, 'mesh-failover.yaml': 'version: 1\nprofile: csm-managed\n' },
    });
    expect(project.config.profile).toBe('csm-managed');
  });

  test('never reads a configuration path that leads out of it', () => {
    const files = { ...manifests, 'mesh-failover.yaml': 'version: 1\npaths: ["../elsewhere"]\n' };
    expect(() => Project.of({ files })).toThrow('leads out');
  });

  test('counts what was predicted', () => {
    const { rows, lint } = Project.of({ files: manifests }).check();
    expect(lint.summary.predicted).toBe(rows.length);
    expect(lint.summary).toMatchObject({ failing: 0, notModelled: 0, unitsNotRendered: 0 });
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('a changed file', () => {
  test('gives what the same texts give from scratch', () => {
    const name = fc.constantFrom('a.yaml', 'b.yaml', 'c.yaml', 'dev/a.yaml', 'prod/a.yaml');
    const text = fc.constantFrom(
      undefined,
      ruleFor('a', 100),
      ruleFor('a', 10),
      ruleFor('b', 10),
      'kind: [',
      'a: 1',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, text), { minLength: 1, maxLength: 8 }), (edits) => {
        const texts = new Map(Object.entries(manifests));
        let project = Project.of({ files: texts });
        for (const [file, own] of edits) {
          project = project.withFiles(new Map([[file, own]]));
          if (own === undefined) texts.delete(file);
          else texts.set(file, own);
        }
        expect(project.check().lint).toEqual(Project.of({ files: texts }).check().lint);
      }),
      { numRuns: 60 },
    );
  });
});

describe('environments', () => {
  const files = { 'dev/rule.yaml': ruleFor('a', 100), 'prod/rule.yaml': ruleFor('a', 10) };

  test('a finding names the one that it is in', () => {
    const { findings } = Project.of({ files }).lint();
    expect(findings).toMatchObject([
      { rule: 'max-ejection-percent-100', file: 'prod/rule.yaml', environment: 'prod' },
    ]);
  });

  test('rows name theirs', () => {
    const { rows } = Project.of({ files }).check();
    const names = new Set(rows.map(({ prediction }) => prediction.environment));
    expect([...names]).toEqual(['dev', 'prod']);
  });

  test('what is in none, because there are too many, is a warning', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`e${index}/rule.yaml`, ruleFor('a', 100)]),
    );
    const { findings } = Project.of({ files: many }).lint();
    expect(findings).toMatchObject([{ rule: 'not-rendered', severity: 'warning' }]);
  });
});

describe('what the prediction does not know', () => {
  const filter = (namespace: string, context: string) => `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: f, namespace: ${namespace} }
spec:
  configPatches:
    - applyTo: CLUSTER
      match: { context: ${context} }
      patch: { operation: MERGE, value: { outlier_detection: { consecutive_5xx: 100 } } }
`;
  const rowsWith = (text: string) =>
    Project.of({ files: { ...manifests, 'f.yaml': text } }).check().rows;

  test.each([
    ['for gateways, beside them', filter('istio-system', 'GATEWAY'), null],
    ['for every proxy', filter('istio-system', 'ANY'), null],
    ['for sidecars', filter('istio-system', 'SIDECAR_OUTBOUND'), 0],
    ['in a namespace without gateways', filter('shop', 'GATEWAY'), 0],
  ])('an EnvoyFilter %s', (_, text, errors) => {
    const rows = rowsWith(text);
    expect(rows.length).toBeGreaterThan(0);
    for (const { prediction } of rows) {
      expect(prediction.errors).toBe(errors);
      expect(prediction.determined).toBe(errors !== null);
      if (errors === null)
        expect(prediction).toMatchObject({
          split: [],
          reason: 'EnvoyFilter for CLUSTER is not modelled',
        });
    }
  });
});
