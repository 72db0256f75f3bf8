import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { evacuatedProject } from '../../src/project/evacuation.js';
import { Project } from '../../src/project/project.js';

const config = `version: 1
clusters:
  - { name: a, locality: europe-west1 }
  - { name: b, locality: us-central1 }
  - { name: c, locality: asia-east1 }
`;

function rule(setting: string): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: hello, namespace: shop }
spec:
  host: hello
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 1 }
    loadBalancer:
      localityLbSetting:
${setting}
`;
}

function evacuated(setting: string, share = 0, region = 'europe-west1') {
  const project = Project.of({ files: { 'rule.yaml': rule(setting) }, config });
  const result = evacuatedProject(project, region, share);
  const text = result.files[0]?.after;
  const spec = text === undefined ? undefined : parse(text).spec.trafficPolicy.loadBalancer;
  return { ...result, text, setting: spec?.localityLbSetting };
}

const block = `        enabled: true
        distribute:
          - from: europe-west1
            to:
              europe-west1: 50 # half
              us-central1: 30
              asia-east1: 20
          - from: us-central1
            to: { us-central1: 100 }
          - from: asia-east1
            to: { 'europe-west1/*': 100 }`;

test('the weights of the region go to the others, in proportion', () => {
  const { setting, text, changed, problems } = evacuated(block);
  expect(problems).toEqual([]);
  expect(changed).toEqual(['shop/hello']);
  expect(setting.distribute).toEqual([
    { from: 'europe-west1', to: { 'us-central1': 60, 'asia-east1': 40 } },
    { from: 'us-central1', to: { 'us-central1': 100 } },
    // Who sent it everything sends it to those who are left.
    { from: 'asia-east1', to: { 'us-central1': 50, 'asia-east1': 50 } },
  ]);
  expect(text).toContain('outlierDetection: { consecutive5xxErrors: 1 }');
});

test('in steps: what is left of a weight, with a sum of 100', () => {
  for (const share of [0.75, 0.5, 0.333, 0.01]) {
    const { setting } = evacuated(block, share);
    for (const { to } of setting.distribute) {
      const weights = Object.values<number>(to);
      expect(weights.reduce((a, b) => a + b, 0)).toBe(100);
      expect(weights.every((each) => Number.isInteger(each) && each >= 1)).toBe(true);
    }
    expect(setting.distribute[0].to['europe-west1'] ?? 0).toBe(Math.round(50 * share));
  }
});

test('failover alone keeps callers in the region: it becomes a list of weights', () => {
  const { setting } = evacuated(`        failover: [{ from: europe-west1, to: us-central1 }]`);
  expect(setting).toEqual({
    enabled: true,
    distribute: [
      { from: 'europe-west1', to: { 'us-central1': 50, 'asia-east1': 50 } },
      { from: 'us-central1', to: { 'us-central1': 100 } },
      { from: 'asia-east1', to: { 'asia-east1': 100 } },
    ],
  });
  expect(evacuated(`        enabled: true`, 0.5).problems[0]).toMatch(/in one step only/);
});

test('what cannot be done is said, and nothing is changed', () => {
  const cases: [setting: string, message: RegExp][] = [
    [`        distribute: [{ from: europe-west1, to: { '*': 100 } }]`, /"\*"/],
    [`        enabled: false`, /are off/],
    [`        distribute: [{ from: x, to: { europe-west1: many } }]`, /no numbers/],
  ];
  for (const [setting, message] of cases) {
    const { problems, files } = evacuated(setting);
    expect(problems.join()).toMatch(message);
    expect(files).toEqual([]);
  }
  expect(evacuated(block, 0, 'mars').problems[0]).toMatch(/no cluster is in the region mars/);
});

test('what stands in several places at once is not changed', () => {
  const { problems, files } = evacuated(`        distribute:
          - { from: us-central1, to: &half { europe-west1: 50, us-central1: 50 } }
          - { from: europe-west1, to: *half }`);
  expect({ files, problems }).toEqual({
    files: [],
    problems: ['rule.yaml cannot be changed safely'],
  });
});

test('a region that gets nothing is left alone', () => {
  const { files, problems } = evacuated(
    `        distribute: [{ from: us-central1, to: { us-central1: 100 } }]`,
  );
  expect({ files, problems }).toEqual({ files: [], problems: [] });
});
