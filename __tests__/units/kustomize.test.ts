import { describe, expect, test } from '@jest/globals';
import { linesOf, repository, rule, service } from './repository.js';

const patch = (kind: string, name: string, spec: object) =>
  JSON.stringify({ apiVersion: 'networking.istio.io/v1', kind, metadata: { name }, spec });

function missingOf(files: Record<string, string>): string[] {
  return repository(files).notRendered.map(({ unit, message }) => `${unit.id} ${message}`);
}

test('the outermost namespace replaces that of the manifests, and what includes others is the unit', () => {
  const found = repository({
    'base/kustomization.yaml': 'resources: [a.yaml, sub]\nnamespace: inner\n',
    'base/a.yaml': rule('a', 'written'),
    'base/sub/kustomization.yml': 'resources: [b.yaml]\n',
    'base/sub/b.yaml': service('b'),
    'live/Kustomization': 'bases: [../base]\nnamespace: outer\n',
  });
  expect(linesOf(found)).toEqual([
    '-: DestinationRule outer/a kustomize:live',
    '-: Service outer/b kustomize:live',
  ]);
  expect(found.units).toEqual([
    {
      id: 'kustomize:live',
      kind: 'kustomize',
      path: 'live',
      namespace: 'outer',
      rendered: true,
      objects: 2,
    },
  ]);
  expect(found.environments[0]?.documents.map(({ namespaceSource }) => namespaceSource)).toEqual([
    'unit',
    'unit',
  ]);
});

test('a base that several include is in each, the same document', () => {
  const found = repository({
    'k/base/kustomization.yaml': 'resources: [s.yaml]\n',
    'k/base/s.yaml': service('s'),
    'k/dev/kustomization.yaml': 'resources: [../base]\nnamespace: dev\n',
    'k/prod/kustomization.yaml': 'resources: [../base, more.yaml]\nnamespace: dev\n',
    'k/prod/more.yaml': rule('more'),
  });
  expect(linesOf(found)).toEqual([
    'dev: Service dev/s kustomize:k/dev',
    'prod: DestinationRule dev/more kustomize:k/prod',
    'prod: Service dev/s kustomize:k/prod',
  ]);
  const [dev, prod] = found.environments;
  expect(prod?.documents.map(({ document }) => document)).toContain(dev?.documents[0]?.document);
});

describe('what only rendering shows', () => {
  const base = {
    'base/kustomization.yaml': 'resources: [r.yaml]\n',
    'base/r.yaml': `${rule('r', 'n')}\n---\n${service('r', 'n')}`,
  };

  test.each([
    ['a patch in a file', 'patches: [{path: p.yaml}]', 'the patch o/p.yaml of DestinationRule r'],
    [
      'a patch in a file, the old way',
      'patchesStrategicMerge: [p.yaml]',
      'the patch o/p.yaml of DestinationRule r',
    ],
    [
      'an inline patch',
      `patches: [{patch: '${patch('DestinationRule', 'r', {})}'}]`,
      'the inline patch of DestinationRule r',
    ],
    [
      'a target',
      'patches: [{target: {kind: DestinationRule}, path: ops.yaml}]',
      'the patch o/ops.yaml of DestinationRule r',
    ],
    [
      'a pattern',
      'patchesJson6902: [{target: {kind: DestinationRule, name: r.*}, path: ops.yaml}]',
      'DestinationRule r',
    ],
    ['a prefix', 'namePrefix: x-', 'the names that namePrefix and nameSuffix give'],
    ['replacements', 'replacements: [{path: rep.yaml}]', 'what replacements change'],
    ['a chart', 'helmCharts: [{name: c, repo: https://c}]', 'what helmCharts makes'],
    [
      'another repository',
      "components: ['https://github.com/o/r//c?ref=v1']",
      'https://github.com/o/r//c?ref=v1 (another repository)',
    ],
    [
      'a file that is not there',
      'configurations: [c.yaml]\ncomponents: [../../gone]',
      '../gone, which is not among the files',
    ],
  ])('%s', (_, text, missing) => {
    const files = {
      ...base,
      'o/kustomization.yaml': `resources: [../base]\n${text}\n`,
      'o/p.yaml': patch('DestinationRule', 'r', { trafficPolicy: {} }),
      'o/ops.yaml': '- {op: remove, path: /spec/host}\n',
      'o/rep.yaml': '- {source: {kind: X}}\n',
    };
    const found = repository(files);
    // Only the base's objects are objects, whatever is beside them.
    expect(linesOf(found)).toEqual([
      '-: DestinationRule n/r kustomize:o',
      '-: Service n/r kustomize:o',
    ]);
    expect(found.notRendered).toHaveLength(1);
    expect(found.notRendered[0]?.message).toContain(missing);
    expect(found.notRendered[0]?.message).toContain(
      '`kubectl kustomize o | mesh-failover check -`',
    );
    expect(found.units[0]).toMatchObject({
      rendered: false,
      notRendered: found.notRendered[0]?.message,
    });
  });

  test('a patch of something else leaves nothing unchecked', () => {
    const files = {
      ...base,
      'o/kustomization.yaml':
        'resources: [../base]\npatches: [{path: p.yaml}]\nimages: [{name: a, newTag: b}]\ncommonLabels: {a: b}\n',
      'o/p.yaml': JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd' },
        spec: {},
      }),
    };
    expect(missingOf(files)).toEqual([]);
  });

  test('a component is no unit, its objects are none, and its patches count where it is included', () => {
    const files = {
      ...base,
      'comp/kustomization.yaml':
        'kind: Component\npatches: [{path: p.yaml}]\nresources: [extra.yaml]\n',
      'comp/p.yaml': patch('DestinationRule', 'r', {}),
      'comp/extra.yaml': rule('extra', 'n'),
      'o/kustomization.yaml': 'resources: [../base]\ncomponents: [../comp]\n',
    };
    const found = repository(files);
    expect(linesOf(found)).toHaveLength(2);
    expect(found.units.map(({ id }) => id)).toEqual(['kustomize:o']);
    expect(found.notRendered[0]?.message).toContain('the component comp');
  });

  test('objects that a patch changes are marked, others are not', () => {
    const files = {
      ...base,
      'o/kustomization.yaml': 'resources: [../base]\npatches: [{path: p.yaml}]\n',
      'o/p.yaml': patch('DestinationRule', 'r', {}),
    };
    const documents = repository(files).environments[0]?.documents ?? [];
    expect(documents.map(({ document, effects }) => [document.value['kind'], effects])).toEqual([
      ['DestinationRule', { all: false, name: false, paths: [['spec']] }],
      ['Service', undefined],
    ]);
  });
});

test('inputs of generators are no objects, nor are their problems problems', () => {
  const found = repository({
    'kustomization.yaml':
      'resources: [s.yaml]\nconfigMapGenerator: [{name: c, files: [k=conf/dr.yaml, conf/bad.yaml]}]\n',
    's.yaml': service('s', 'n'),
    'conf/dr.yaml': rule('r', 'n'),
    'conf/bad.yaml': 'networking.istio.io: [\n',
  });
  expect(linesOf(found)).toEqual(['-: Service n/s kustomize:.']);
  expect(found.problems).toEqual([]);
});

test('circles and paths that lead out of the tree end', () => {
  const found = repository({
    'a/kustomization.yaml': 'resources: [../b, ../../../etc/passwd]\n',
    'b/kustomization.yaml': 'resources: [../a, s.yaml]\n',
    'b/s.yaml': service('s', 'n'),
  });
  expect(linesOf(found)).toEqual(['-: Service n/s kustomize:a']);
  expect(found.notRendered[0]?.message).toContain('../../etc/passwd');
});

test('a chain of thousands of kustomizations ends', () => {
  const files: Record<string, string> = { 'k0/s.yaml': service('s', 'n') };
  files['k0/kustomization.yaml'] = 'resources: [s.yaml]\n';
  for (let index = 1; index < 5000; index += 1) {
    files[`k${index}/kustomization.yaml`] = `resources: [../k${index - 1}]\n`;
  }
  expect(repository(files).notRendered).toMatchObject([
    {
      unit: { id: 'kustomize:k4999' },
      message: expect.stringMatching(/included too deeply/) as unknown,
    },
  ]);
});

test('a policy beside a kustomization that does not name it is deployed by nothing, which is said', () => {
  const found = repository({
    'k/kustomization.yaml': 'resources: [r.yaml]\n',
    'k/r.yaml': rule('r', 'n'),
    'k/r-old.yaml': rule('r', 'n'),
  });
  expect(linesOf(found)).toEqual(['-: DestinationRule n/r kustomize:k']);
  expect(found.assumptions.join()).toMatch(/^k\/r-old\.yaml is not checked: the kustomization/);
});
