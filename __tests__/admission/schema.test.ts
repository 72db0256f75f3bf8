import { describe, expect, test } from '@jest/globals';
import { celRules } from '../../src/admission/schema/cel.js';
import { schemas } from '../../src/admission/schema/schemas.js';
import { manifest, problemsOf, rule, said } from './manifests.js';

const outlier = (outlierDetection: object) => rule({ outlierDetection });
const at = 'spec.trafficPolicy.outlierDetection';

describe('the schema', () => {
  test.each([
    [
      { maxEjectionPercent: '100' },
      `${at}.maxEjectionPercent must be a whole number, but is the text "100"; remove the quotes`,
    ],
    [
      { maxEjectionPercent: 1.5 },
      `${at}.maxEjectionPercent must be a whole number, but is the number 1.5`,
    ],
    [{ maxEjectionPercent: [] }, `${at}.maxEjectionPercent must be a whole number, but is a list`],
    [
      { splitExternalLocalOriginErrors: 'true' },
      `${at}.splitExternalLocalOriginErrors must be true or false, but is the text "true"; remove the quotes`,
    ],
    [
      { interval: 10 },
      `${at}.interval must be a text, but is the number 10; write it with a unit, such as 10s`,
    ],
    [{ interval: '10' }, `${at}.interval must be a duration such as "10s", but is "10"`],
    [{ interval: '0.5ms' }, `${at}.interval must be at least 1ms, but is "0.5ms"`],
    [{ consecutive5xxErrors: -1 }, `${at}.consecutive5xxErrors must be at least 0, but is -1`],
    [
      { outlierDetectionHttpErrorCodes: 500 },
      `${at}.outlierDetectionHttpErrorCodes must be a list, but is the number 500; put a "- " before it`,
    ],
    [
      { maxEjectionPercentage: 100 },
      `unknown field ${at}.maxEjectionPercentage; did you mean maxEjectionPercent?`,
    ],
    [
      { max_ejection_percent: 100 },
      `unknown field ${at}.max_ejection_percent; did you mean maxEjectionPercent?`,
    ],
    [
      { consecutive5xxErorrs: null },
      `unknown field ${at}.consecutive5xxErorrs; did you mean consecutive5xxErrors?`,
    ],
  ])('says of %j what is wrong', (outlierDetection, message) => {
    expect(problemsOf(outlier(outlierDetection)).map((problem) => problem.message)).toEqual([
      message,
    ]);
  });

  test.each([
    [{ maxEjectionPercent: null, interval: null, consecutive5xxErrors: null }],
    [{ interval: '1h30m', baseEjectionTime: '.5s' }],
  ])('takes %j', (outlierDetection) => {
    expect(said(outlier(outlierDetection))).toEqual([]);
  });

  test('names a choice that was misspelt, once', () => {
    const [problem, ...more] = problemsOf(rule({ loadBalancer: { simple: 'ROUNDROBIN' } }));
    expect(problem?.message).toContain('did you mean ROUND_ROBIN?');
    expect(more).toEqual([]);
    expect(said(rule({ loadBalancer: { simple: 1 } }))).toHaveLength(1);
  });

  test('says which fields exclude each other, and nothing about why each alternative failed', () => {
    const both = { simple: 'RANDOM', consistentHash: { useSourceIp: true } };
    expect(problemsOf(rule({ loadBalancer: both })).map(({ message }) => message)).toEqual([
      'spec.trafficPolicy.loadBalancer has simple and consistentHash; only one of them may be set',
    ]);
  });

  test('takes null for absent in a map of fields, but not in a list', () => {
    expect(said(manifest('DestinationRule', { host: 'a', subsets: null }))).toEqual([]);
    expect(said(manifest('DestinationRule', { host: 'a', subsets: [null] }))).toEqual([
      'error field-type spec.subsets.0',
    ]);
    expect(said(manifest('DestinationRule', { host: null }))).toEqual([
      'error required-field spec.host',
    ]);
  });

  test('points at positions in lists by number, and escapes nothing in paths', () => {
    const labels = { 'a/b~c': 5 };
    const [problem] = problemsOf(
      manifest('DestinationRule', { host: 'a', subsets: [{ name: 'x', labels }] }),
    );
    expect(problem?.path).toEqual(['spec', 'subsets', 0, 'labels', 'a/b~c']);
    expect(problem?.message).toContain('spec.subsets[0].labels["a/b~c"] must be a text');
  });

  test('refuses fields beside spec, and does not look into status', () => {
    const object = { ...manifest('DestinationRule', { host: 'a' }), status: 5, specs: {} };
    expect(said(object)).toEqual(['error unknown-field specs']);
  });

  test('says a bounded number of things about one object', () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    expect(problemsOf(outlier(fields)).length).toBeLessThanOrEqual(20);
  });

  test('lets no key of JavaScript pass for a field', () => {
    const spec: unknown = JSON.parse('{"host": "a", "__proto__": {"x": 1}, "constructor": 1}');
    expect(said(manifest('DestinationRule', spec))).toEqual([
      'error unknown-field spec.__proto__',
      'error unknown-field spec.constructor',
    ]);
  });
});

describe('rules in CEL', () => {
  test('every one of the CRDs is known', () => {
    const inSchemas = new Set(rulesIn(schemas));
    expect(inSchemas.size).toBeGreaterThan(0);
    expect([...inSchemas].sort()).toEqual(Object.keys(celRules).sort());
  });

  test.each([
    [{ matchLabels: { 'a*': 'b' } }, 'error workload-selector spec.workloadSelector.matchLabels'],
    [{ matchLabels: { '': 'b' } }, 'error workload-selector spec.workloadSelector.matchLabels'],
    [{ matchLabels: { a: '*' } }, 'error workload-selector spec.workloadSelector.matchLabels.a'],
    [{ matchLabels: { '': null } }, 'error workload-selector spec.workloadSelector.matchLabels.'],
  ])('holds for the selector %j', (workloadSelector, expected) => {
    expect(said(manifest('DestinationRule', { host: 'a', workloadSelector }))).toEqual([expected]);
  });
});

function rulesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as Record<string, unknown>)['x-kubernetes-validations'];
  const rules = Array.isArray(own) ? own.map(({ rule: text }: { rule: string }) => text) : [];
  return [...rules, ...Object.values(value).flatMap(rulesIn)];
}
