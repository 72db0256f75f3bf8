import { describe, expect, test } from '@jest/globals';
import { reaches } from '../../src/foundation/field-effects.js';
import { Project } from '../../src/project/project.js';
import { patchEffects } from '../../src/units/patch-effects.js';

describe('what a patch may change', () => {
  test.each<[string, string, string[]]>([
    [
      'the leaves of a strategic merge patch',
      'apiVersion: a/v1\nkind: B\nmetadata: {name: c, labels: {d: e}}\nspec: {f: {g: 1, h: {i: 2}}}\n',
      ['metadata.labels.d', 'spec.f.g', 'spec.f.h.i'],
    ],
    ['a list as a whole', 'spec: {ports: [{port: 1}]}\n', ['spec.ports']],
    ['a field that is taken away', 'spec: {a: null, b: {$patch: delete}}\n', ['spec.a', 'spec.b']],
    [
      'what the operations of a JSON patch name',
      '- {op: add, path: /spec/a~1b/c, value: 1}\n- {op: move, from: /spec/d, path: /spec/list/0}\n',
      ['spec.a/b.c', 'spec.list', 'spec.d'],
    ],
    ['several documents', 'spec: {a: 1}\n---\nspec: {b: 1}\n', ['spec.a', 'spec.b']],
  ])('%s', (_, text, paths) => {
    const effects = patchEffects(text);
    expect(effects.all).toBe(false);
    expect(effects.paths.map((path) => path.join('.'))).toEqual(paths);
  });

  test.each([
    ['an object that is deleted', '$patch: delete\nkind: B\n'],
    ['nothing that can be read', 'a: [\n'],
    ['a template', 'spec: {{ .Values.spec }}\n'],
    ['no operations', '- 1\n- {op: add}\n'],
    ['the whole object', '- {op: replace, path: "", value: {}}\n'],
    ['an empty text', ''],
    [
      'more fields than are counted',
      `spec: {${Array.from({ length: 300 }, (__, index) => `a${index}: 1`).join(', ')}}\n`,
    ],
  ])('anything: %s', (_, text) => {
    expect(patchEffects(text).all).toBe(true);
  });

  test('a change reaches a field above, at and below it', () => {
    const effects = patchEffects('- {op: add, path: /spec/list/0/a, value: 1}');
    expect(reaches(effects, ['spec'])).toBe(true);
    expect(reaches(effects, ['spec', 'list', 0])).toBe(true);
    expect(reaches(effects, ['spec', 'list', 0, 'a', 'b'])).toBe(true);
    expect(reaches(effects, ['spec', 'list', 1])).toBe(false);
    expect(reaches(effects, ['metadata', 'name'])).toBe(false);
  });
});

const policy = (outlierDetection: string) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec:
  host: web
  trafficPolicy:
    loadBalancer: {localityLbSetting: {failover: [{from: us-east1, to: us-west1}]}}
${outlierDetection}`;

const without = policy('');
const low = policy('    outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 10}\n');

/** The errors of a base with one of a kustomization's fields around it. */
function errors(base: string, field: string, more: Record<string, string> = {}): string[] {
  const files = {
    'base/kustomization.yaml': 'resources: [dr.yaml]\n',
    'base/dr.yaml': base,
    'live/kustomization.yaml': `resources: [../base]\n${field}\n`,
    ...more,
  };
  return Project.of({ files })
    .check()
    .lint.findings.filter(({ severity }) => severity === 'error')
    .map(({ rule, file }) => `${rule} ${file}`);
}

const merge = (spec: object) =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web' },
    spec,
  });

describe('a missing field is reported unless a patch may set it', () => {
  test.each([
    ['a prefix', 'namePrefix: eu-'],
    ['a suffix', 'nameSuffix: -eu'],
    ['labels', 'commonLabels: {a: b}\nlabels: [{pairs: {c: d}}]'],
    ['a patch of another field', `patches: [{patch: '${merge({ exportTo: ['.'] })}'}]`],
    [
      'a patch of the ports of connections',
      `patches: [{patch: '${merge({ trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } } })}'}]`,
    ],
    [
      'operations on another field',
      'patches: [{target: {kind: DestinationRule}, patch: "- {op: add, path: /spec/exportTo, value: []}"}]',
    ],
    ['a prefix and a component with such a patch', 'namePrefix: a-\ncomponents: [../c]'],
  ])('reported: %s', (_, field) => {
    const more = {
      'c/kustomization.yaml': `kind: Component\npatches: [{patch: '${merge({ exportTo: ['.'] })}'}]\n`,
    };
    expect(errors(without, field, more)).toEqual(['outlier-detection-required base/dr.yaml']);
    expect(errors(low, field, more)).toEqual(['max-ejection-percent-100 base/dr.yaml']);
  });

  test.each([
    [
      'the field itself',
      `patches: [{patch: '${merge({ trafficPolicy: { outlierDetection: { maxEjectionPercent: 100 } } })}'}]`,
    ],
    ['the policy', `patches: [{patch: '${merge({ trafficPolicy: null })}'}]`],
    [
      'what asks for it',
      `patches: [{patch: '${merge({ trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: false } } } })}'}]`,
    ],
    [
      'an operation in a file',
      'patchesJson6902: [{target: {kind: DestinationRule, name: web}, path: ops.yaml}]',
    ],
    ['a replacement', 'replacements: [{source: {kind: X}}]'],
    [
      'a patch that deletes the object',
      `patches: [{patch: '{"$patch":"delete",${merge({}).slice(1)}'}]`,
    ],
  ])('not reported: %s', (_, field) => {
    const more = {
      'live/ops.yaml':
        '# Set by hand.\n- op: add\n  path: /spec/trafficPolicy/outlierDetection\n  value: {}\n',
    };
    expect(errors(without, field, more)).toEqual([]);
    expect(errors(low, field, more)).toEqual([]);
  });

  test('operations in a file are read', () => {
    const field = 'patches: [{target: {kind: DestinationRule}, path: ops.yaml}]';
    const more = { 'live/ops.yaml': '- op: add\n  path: /spec/exportTo\n  value: ["."]\n' };
    expect(errors(low, field, more)).toEqual(['max-ejection-percent-100 base/dr.yaml']);
  });
});
