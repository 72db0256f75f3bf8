import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LintResult } from '../../src/foundation/finding.js';
import { inspect } from '../../src/work/inspect.js';
import { runIn } from '../cli/run-in.js';

let cwd: string;
let outside: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-fix-'));
  cwd = join(folder, 'work');
  outside = join(folder, 'outside');
  mkdirSync(cwd);
  mkdirSync(outside);
});

afterEach(() => rmSync(dirname(cwd), { recursive: true }));

function write(file: string, text: string, folder = cwd): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const read = (file: string, folder = cwd) => readFileSync(join(folder, file), 'utf8');

const lint = (...args: string[]) => runIn(cwd, ['lint', ...args]);

/** A DestinationRule whose outlier detection is written as given, below `trafficPolicy:`. */
function rule(detection: string, more = ''): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: a, namespace: x}
spec:
  host: a.x.svc.cluster.local
  trafficPolicy:
${detection}
    loadBalancer:
      localityLbSetting:
        distribute:
          - from: eu
            to: {eu: 50, us: 50}
          - from: us
            to: {us: 50, eu: 50}
${more}`;
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
  ])('%s', async (_, detection, from, to) => {
    const text = rule(detection);
    for (const [file, before] of [
      ['unix.yaml', text],
      ['windows.yaml', `\ufeff${text.replaceAll('\n', '\r\n')}`],
    ] as const) {
      write(file, before);
      await lint('--fix', file);
      const changed = (before: string) =>
        file === 'unix.yaml' ? before : before.replaceAll('\n', '\r\n');
      expect(read(file)).toBe(before.replace(changed(from), changed(to)));
      expect(read(file)).not.toBe(before);
      rmSync(join(cwd, file));
    }
  });

  test('at the end of a file without a line break', async () => {
    const [head = ''] = rule('').split('  trafficPolicy:');
    const text = `${head}  trafficPolicy:
    loadBalancer: {localityLbSetting: {failoverPriority: [topology.kubernetes.io/region]}}
    outlierDetection:
      interval: 5s`;
    write('a.yaml', text);
    write(
      'mesh-failover.yaml',
      'version: 1\nclusters: [{name: a, locality: eu}, {name: b, locality: us}]\n',
    );
    await lint('--fix');
    expect(read('a.yaml')).toBe(`${text}\n      maxEjectionPercent: 100`);
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
  ])('is not touched behind %s', async (_, detection) => {
    const text = rule(detection);
    write('a.yaml', text);
    expect((await lint('--fix')).stdout).toContain('max-ejection-percent-100');
    expect(read('a.yaml')).toBe(text);
  });
});

test('misspelt fields, quoted numbers and gateway names, one after the other', async () => {
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
  write('a.yaml', text);
  const { stderr } = await lint('--fix');
  expect(read('a.yaml')).toBe(
    text
      .replace('outlierDetecton', 'outlierDetection')
      .replace('\'maxEjectionPercnt\': "50"', "'maxEjectionPercent': 100")
      .replace("'80'", '80')
      .replace('"pubilc"', '"public"'),
  );
  expect(stderr).toMatch(/^mesh-failover: fixed \d findings in 1 file\n$/);
  const again = await lint('--fix');
  expect(again.stderr).toBe('mesh-failover: fixed 0 findings in 0 files\n');
});

test('two slips that mean the same key: one of them is it', async () => {
  const text = rule('    outlierDetection: {maxEjctionPercent: 10, maxEjectionPercnt: 20}\n');
  write('a.yaml', text);
  await lint('--fix');
  expect(read('a.yaml')).toBe(text.replace('maxEjctionPercent: 10', 'maxEjectionPercent: 100'));
});

test('a quoted number stays where it would be another one', async () => {
  const text = rule(
    '    outlierDetection: {maxEjectionPercent: "010", consecutive5xxErrors: "1.0"}\n',
  );
  write('a.yaml', text);
  await lint('--fix');
  expect(read('a.yaml')).toBe(text);
});

test('nothing is guessed: two candidates, a key that is there already, a word that is far', async () => {
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
  write('a.yaml', text);
  await lint('--fix');
  expect(read('a.yaml')).toBe(text);
});

describe('what is not written', () => {
  const wrong = rule('    outlierDetection: {maxEjectionPercent: 50}\n');

  test('files outside of the working folder', async () => {
    write('a.yaml', wrong, outside);
    expect((await lint('--fix', '../outside/a.yaml')).status).toBe(1);
    expect(read('a.yaml', outside)).toBe(wrong);
  });

  test('what a symbolic link leads to', async () => {
    write('real/a.yaml', wrong);
    write('named.txt', wrong);
    symlinkSync(join(cwd, 'named.txt'), join(cwd, 'link.yaml'));
    symlinkSync(join(cwd, 'real'), join(cwd, 'folder'));
    await lint('--fix', 'link.yaml', 'folder/a.yaml');
    expect([read('real/a.yaml'), read('named.txt')]).toEqual([wrong, wrong]);
  });

  test('standard input', async () => {
    const { status, stderr } = await lint('--fix', '-');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/cannot change standard input/)]);
  });

  test('what an ignore or the configuration accepts', async () => {
    const ignored = wrong.replace(
      '50}\n',
      '50} # mesh-failover-ignore: max-ejection-percent-100 half is enough\n',
    );
    write('a.yaml', ignored);
    await lint('--fix');
    expect(read('a.yaml')).toBe(ignored);
    write('a.yaml', wrong);
    write('mesh-failover.yaml', 'version: 1\nrules: {max-ejection-percent-100: off}\n');
    await lint('--fix');
    expect(read('a.yaml')).toBe(wrong);
  });
});

describe('--fix-dry-run', () => {
  const files = {
    'a.yaml': rule('    outlierDetection:\n      interval: 5s\n', '---\n# end\n'),
    'b/windows.yaml': rule('    outlierDetection: {maxEjectionPercent: 50}\n')
      .replace('name: a', 'name: b')
      .replaceAll('\n', '\r\n')
      .trimEnd(),
  };

  test('is a diff that git applies, and makes the same of the files', async () => {
    for (const [file, text] of Object.entries(files)) write(file, text);
    const { status, stdout } = await lint('--fix-dry-run', '--format', 'json=out.json');
    expect(status).toBe(1);
    expect(Object.keys(files).map((file) => read(file))).toEqual(Object.values(files));
    const found = JSON.parse(read('out.json')) as LintResult;
    expect(found.findings.map(({ fix }) => fix?.description)).toContain(
      'Set maxEjectionPercent to 100.',
    );
    expect(stdout).toContain('@@ -6,6 +6,7 @@\n');
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd, input: stdout });
    const applied = Object.keys(files).map((file) => read(file));
    for (const [file, text] of Object.entries(files)) write(file, text);
    await lint('--fix');
    expect(applied).toEqual(Object.keys(files).map((file) => read(file)));
  });

  test.each([
    [['--fix', '--fix-dry-run'], /give one of them/],
    [['--fix-dry-run', '--format', 'json'], /standard output has the diff/],
  ])('%j is refused', async (args, message) => {
    write('a.yaml', files['a.yaml']);
    const { status, stderr } = await lint(...args);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

test('whatever the layout: fixed once, all is as it should be, and a second time changes nothing', async () => {
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
  await fc.assert(
    fc.asyncProperty(arbitrary, async (one) => {
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
      write('a.yaml', before);
      const options = { cwd, paths: [] };
      await lint('--fix');
      const after = read('a.yaml');
      const left = await inspect(options);
      expect(left.lint().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(left.mesh.resources.DestinationRule[0]?.spec.trafficPolicy).toMatchObject({
        outlierDetection: { maxEjectionPercent: 100 },
      });
      await lint('--fix');
      expect(read('a.yaml')).toBe(after);
      // Every comment, blank line and line end is still there.
      const frame = (all: string) => all.match(/#.*|\r?\n\s*\r?\n/g) ?? [];
      expect(frame(after)).toEqual(frame(before));
      expect(/(?<!\r)\n/.test(after)).toBe(!one.windows);
    }),
    { numRuns: 60 },
  );
}, 60_000);
