import { describe, expect, test } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import { RuleSettings } from '../../src/lint/rule-settings.js';
import type { Rule } from '../../src/rules/rule.js';
import { rules } from '../../src/rules/index.js';
import { inspectFiles, lintFiles } from '../rules/check-files.js';

const rule = (more: Partial<Rule>): Rule => ({ ...rules[0]!, name: 'some', ...more });
const settingsOf = (config: Partial<Config>) => new RuleSettings({ ...defaultConfig, ...config });

describe('a preset', () => {
  const kinds = {
    invariant: rule({ category: 'invariant' }),
    admission: rule({ category: 'admission' }),
    semantics: rule({ category: 'semantics' }),
    expectation: rule({ category: 'semantics', name: 'expectation-failed' }),
    'strict invariant': rule({ category: 'invariant', strictOnly: true }),
  };

  test.each([
    ['recommended', ['invariant', 'admission', 'semantics', 'expectation']],
    ['strict', Object.keys(kinds)],
    ['invariants', ['invariant', 'admission', 'expectation']],
  ] as const)('%s', (preset, on) => {
    const settings = settingsOf({ preset });
    const found = Object.entries(kinds).filter(([, kind]) => settings.isOn(kind));
    expect(found.map(([name]) => name)).toEqual(on);
    for (const [, kind] of found) expect(settings.in('a.yaml', kind)).toBeUndefined();
  });

  test('gives way to an entry for the rule', () => {
    const options = {};
    const entry = (severity: 'warning' | 'off' | undefined) =>
      settingsOf({ preset: 'invariants', rules: { some: { severity, options } } });
    expect(entry('warning').in('a.yaml', kinds.semantics)).toBe('warning');
    expect(entry(undefined).isOn(kinds['strict invariant'])).toBe(true);
    expect(entry('off').isOn(kinds.invariant)).toBe(false);
    expect(entry('off').isLeftOut(kinds.invariant)).toBe(false);
    expect(settingsOf({ preset: 'invariants' }).isLeftOut(kinds.semantics)).toBe(true);
  });
});

describe('overrides', () => {
  const override = (paths: string[], severity: 'off' | 'warning' | 'notice') => {
    return { paths, rules: { some: { severity, options: {} } } };
  };

  test.each([
    ['staging/a.yaml', 'off'],
    ['staging/core/a.yaml', 'notice'],
    ['staging-2/a.yaml', undefined],
    ['prod/legacy-a.yaml', 'warning'],
    ['legacy-a.yaml', 'warning'],
    ['prod/a.yaml', undefined],
  ] as const)('in %s: %s', (file, severity) => {
    const overrides = [
      override(['staging'], 'off'),
      override(['**/legacy-*.yaml'], 'warning'),
      override(['nothing', 'staging/core'], 'notice'),
    ];
    expect(settingsOf({ overrides }).in(file, rule({}))).toBe(severity);
  });

  test('. is the working folder', () => {
    const settings = settingsOf({ overrides: [override(['.'], 'off')] });
    expect([settings.in('a.yaml', rule({})), settings.in('../a.yaml', rule({}))]).toEqual([
      'off',
      undefined,
    ]);
  });

  test('switch on what is off elsewhere', () => {
    const rules = { some: { severity: 'off' as const, options: {} } };
    const settings = settingsOf({ rules, overrides: [override(['a'], 'warning')] });
    expect(settings.isOn(rule({}))).toBe(true);
    expect(settings.in('b.yaml', rule({}))).toBe('off');
  });
});

const manifest = (name: string, more = '') => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: x}
spec:
  host: ${name}.x.svc.cluster.local
  trafficPolicy:
    outlierDetection: {maxEjectionPercent: 50}${more}
    loadBalancer: {localityLbSetting: {failover: [{from: eu, to: us}]}}
`;

test('the configuration of a file, from the text to the findings', async () => {
  const { findings, summary } = lintFiles({
    'mesh-failover.yaml': `version: 1
overrides:
  - paths: [old]
    rules: {max-ejection-percent-100: warning}
  - paths: ["old/*-off.yaml"]
    rules: {max-ejection-percent-100: off}
`,
    'new.yaml': manifest('a'),
    'old/a.yaml': manifest('b'),
    'old/a-off.yaml': manifest('c'),
  });
  const found = findings.filter(({ rule: name }) => name === 'max-ejection-percent-100');
  expect(found.map(({ file, severity }) => [file, severity])).toEqual([
    ['new.yaml', 'error'],
    ['old/a.yaml', 'warning'],
  ]);
  expect(summary.errors).toBe(findings.filter(({ severity }) => severity === 'error').length);
});

test('options of a rule, for all files and for some', async () => {
  const slow = (name: string) => manifest(name).replace('{max', '{baseEjectionTime: 100s, max');
  const { findings } = lintFiles({
    'mesh-failover.yaml': `version: 1
rules:
  slow-failback: {severity: error, options: {slow: 60}}
overrides:
  - paths: [old]
    rules: {slow-failback: {options: {slow: 111}}}
  - paths: [old/b.yaml]
    rules: {slow-failback: notice}
  - paths: [old/c.yaml]
    rules: {slow-failback: {severity: notice, options: {slow: 30}}}
`,
    'new.yaml': slow('a'),
    'old/b.yaml': slow('b'),
    'old/c.yaml': slow('c'),
  });
  const found = findings.filter(({ rule: name }) => name === 'slow-failback');
  expect(found.map(({ file, severity }) => [file, severity])).toEqual([
    ['new.yaml', 'error'],
    ['old/c.yaml', 'notice'],
  ]);
});

test('an ignore of a rule that the preset leaves out is not in vain', async () => {
  const ignored = manifest('a', ' # mesh-failover-ignore: ejection-avalanche few errors');
  const messages = async (preset: string) => {
    const { findings } = lintFiles({
      'mesh-failover.yaml': `version: 1\npreset: ${preset}\nrules: {valid-ignore: warning}\n`,
      'a.yaml': ignored,
    });
    return findings.filter(({ rule: name }) => name === 'valid-ignore').length;
  };
  expect([await messages('recommended'), await messages('invariants')]).toEqual([1, 0]);
});

test.each([
  ['preset: stict', /"stict" is not one of recommended, strict, invariants; did you mean "strict"/],
  [
    'overrides: [{paths: [a], rules: {gateway-exist: off}}]',
    /unknown rule "gateway-exist"; did you/,
  ],
  [
    'overrides: [{paths: [a], rules: {gateway-exists: {severity: of}}}]',
    /is not one of off, notice/,
  ],
  [
    'overrides: [{paths: ["../a"], rules: {gateway-exists: off}}]',
    /leads out of the working folder/,
  ],
  ['overrides: [{rules: {gateway-exists: off}}]', /"paths" is missing/],
])('%s is refused', async (text, message) => {
  expect(() => inspectFiles({ 'mesh-failover.yaml': `version: 1\n${text}\n` })).toThrow(message);
});
