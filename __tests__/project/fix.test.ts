import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fix } from '../../src/project/fix.js';
import { Project } from '../../src/project/project.js';
import { ruleWithDetection as rule } from './rule-with-detection.js';

/** The text of `a.yaml` after what `lint --fix` does, with other files beside it. */
function fixed(text: string, others: Readonly<Record<string, string>> = {}): string {
  const { files } = fix(Project.of({ files: { ...others, 'a.yaml': text } }));
  return files.find(({ file }) => file === 'a.yaml')?.after ?? text;
}

describe('maxEjectionPercent', () => {
  test.each([
    [
      'a value',
      '    outlierDetection:\n      maxEjectionPercent: 50 # half\n',
      ': 50 #',
      ': 100 #',
    ],
    ['zero', '    outlierDetection: {maxEjectionPercent: 0}\n', ': 0}', ': 100}'],
    ['null', '    outlierDetection: {maxEjectionPercent: null}\n', ': null', ': 100'],
    [
      'none in a block',
      '    outlierDetection:\n      # a few\n      interval: 5s  # quick\n      # end\n',
      '# quick\n',
      '# quick\n      maxEjectionPercent: 100\n',
    ],
    [
      'none in a deeper block',
      '    outlierDetection:\n          interval: 5s\n',
      '5s\n',
      '5s\n          maxEjectionPercent: 100\n',
    ],
    [
      'none in braces',
      '    outlierDetection: { interval: 5s }\n',
      ': 5s }',
      ': 5s, maxEjectionPercent: 100 }',
    ],
    ['none in empty braces', '    outlierDetection: {}\n', '{}', '{ maxEjectionPercent: 100 }'],
    [
      'none in braces of several lines',
      '    outlierDetection: {\n      "interval": "5s",\n      "consecutive5xxErrors": 5\n    }\n',
      'Errors": 5\n',
      'Errors": 5,\n      "maxEjectionPercent": 100\n',
    ],
  ])('%s', (_, detection, from, to) => {
    const text = rule(detection);
    const windows = (unix: string) => unix.replaceAll('\n', '\r\n');
    expect(text).toContain(from);
    expect(fixed(text)).toBe(text.replace(from, to));
    const before = `\ufeff${windows(text)}`;
    expect(fixed(before)).toBe(before.replace(windows(from), windows(to)));
  });

  test('at the end of a file without a line break', () => {
    const [head = ''] = rule('').split('  trafficPolicy:');
    const text = `${head}  trafficPolicy:
    loadBalancer: {localityLbSetting: {failoverPriority: [topology.kubernetes.io/region]}}
    outlierDetection:
      interval: 5s`;
    const config = 'version: 1\nclusters: [{name: a, locality: eu}, {name: b, locality: us}]\n';
    expect(fixed(text, { 'mesh-failover.yaml': config })).toBe(
      `${text}\n      maxEjectionPercent: 100`,
    );
  });

  test.each([
    [
      'an alias',
      '    portLevelSettings:\n      - port: {number: 80}\n' +
        '        outlierDetection: &d {maxEjectionPercent: 50}\n    outlierDetection: *d\n',
    ],
    ['a merge key', '    outlierDetection:\n      <<: {maxEjectionPercent: 50}\n'],
    ['an anchor', '    outlierDetection: &d {maxEjectionPercent: 50}\n'],
    ['an anchored value', '    outlierDetection: {maxEjectionPercent: &d 50}\n'],
    ['a tag', '    outlierDetection: {maxEjectionPercent: !!int 50}\n'],
    ['no text', '    outlierDetection: {maxEjectionPercent: }\n'],
  ])('is not touched behind %s', (_, detection) => {
    const text = rule(detection);
    const { findings } = Project.of({ files: { 'a.yaml': text } }).lint();
    expect(findings.map((finding) => finding.rule)).toContain('max-ejection-percent-100');
    expect(fixed(text)).toBe(text);
  });
});

test('misspelt fields, quoted numbers and gateway names, one after the other', () => {
  const text = `${rule(`    outlierDetecton:
      'maxEjectionPercnt': "50"
`)}---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: x}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: '80', name: http, protocol: HTTP}, hosts: ["*"]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: x}
spec:
  hosts: ["*"]
  gateways: ["pubilc"]
  http: [{route: [{destination: {host: a.x.svc.cluster.local}}]}]
`;
  const after = fixed(text);
  expect(after).toBe(
    text
      .replace('outlierDetecton', 'outlierDetection')
      .replace('\'maxEjectionPercnt\': "50"', "'maxEjectionPercent': 100")
      .replace("'80'", '80')
      .replace('"pubilc"', '"public"'),
  );
  expect(fixed(after)).toBe(after);
});

test('two slips that mean the same key: one of them is it', () => {
  const text = rule('    outlierDetection: {maxEjctionPercent: 10, maxEjectionPercnt: 20}\n');
  expect(fixed(text)).toBe(text.replace('maxEjctionPercent: 10', 'maxEjectionPercent: 100'));
});

test('a quoted number stays where it would be another one', () => {
  const text = rule(
    '    outlierDetection: {maxEjectionPercent: "010", consecutive5xxErrors: "1.0"}\n',
  );
  expect(fixed(text)).toBe(text);
});

test('nothing is guessed: two candidates, a key that is there already, a word that is far', () => {
  const text = `${rule(`    outlierDetection:
      maxEjectionPercent: 100
      maxEjectionPercnt: 10
      basicEjectTime: 30s
`)}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, namespace: x}
spec:
  hosts: ["*"]
  gateways: [gateway-c]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: gateway-a, namespace: x}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: gateway-b, namespace: x}
`;
  expect(fixed(text)).toBe(text);
});

describe('what is accepted stays', () => {
  const wrong = rule('    outlierDetection: {maxEjectionPercent: 50}\n');

  test('by an ignore', () => {
    const ignored = wrong.replace(
      '50}\n',
      '50} # mesh-failover-ignore: max-ejection-percent-100 half is enough\n',
    );
    expect(fixed(ignored)).toBe(ignored);
  });

  test('by the configuration', () => {
    const config = 'version: 1\nrules: {max-ejection-percent-100: off}\n';
    expect(fixed(wrong, { 'mesh-failover.yaml': config })).toBe(wrong);
  });
});

test('whatever the layout: fixed once, all is as it should be, and a second time changes nothing', () => {
  const field = fc.constantFrom(
    ['interval', '5s'],
    ['baseEjectionTime', "'30s'"],
    ['consecutive5xxErrors', '5'],
    ['consecutive5xxErrors', '"7"'],
    ['minHealthPercnt', '0'],
    ['maxEjectionPercent', '10'],
    ['maxEjectionPercent', "'20'"],
    ['maxEjctionPercent', '30'],
  );
  const comment = fc.constantFrom('', ' # why', '  #why: {');
  const arbitrary = fc.record({
    fields: fc.uniqueArray(field, { selector: ([name]) => name.slice(0, 5) }),
    flow: fc.boolean(),
    indent: fc.integer({ min: 1, max: 4 }),
    comments: fc.array(comment, { minLength: 8, maxLength: 8 }),
    windows: fc.boolean(),
    blank: fc.boolean(),
  });
  fc.assert(
    fc.property(arbitrary, (one) => {
      const pad = ' '.repeat(4 + one.indent);
      const lines = one.fields.map(
        ([name, value], index) =>
          `${pad}${name}: ${value}${one.comments[index]}\n${one.blank ? '\n' : ''}`,
      );
      const flow = `    outlierDetection: { ${one.fields.map((pair) => pair.join(': ')).join(', ')} }\n`;
      const isFlow = one.flow || lines.length === 0;
      const text = rule(
        isFlow ? flow : `    outlierDetection:${one.comments[7]}\n${lines.join('')}`,
      );
      const before = one.windows ? text.replaceAll('\n', '\r\n') : text;
      const after = fixed(before);
      const left = Project.of({ files: { 'a.yaml': after } });
      expect(left.lint().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(left.mesh.resources.DestinationRule[0]?.spec.trafficPolicy).toMatchObject({
        outlierDetection: { maxEjectionPercent: 100 },
      });
      expect(fixed(after)).toBe(after);
      // Every comment, blank line and line end is still there.
      const frame = (all: string) => all.match(/#.*|\r?\n\s*\r?\n/g) ?? [];
      expect(frame(after)).toEqual(frame(before));
      expect(/(?<!\r)\n/.test(after)).toBe(!one.windows);
    }),
    { numRuns: 60 },
  );
});
