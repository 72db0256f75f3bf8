import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { locate, locateInBlock } from '../../../src/manifest/locate.js';
import { readBlockYaml, readTree, toValue } from '../../../src/manifest/yaml/index.js';
import type { YamlNode } from '../../../src/manifest/yaml/index.js';

/** What the full reader makes of a text; undefined where it has anything to complain about. */
function full(
  text: string,
  endsLine = false,
): { root: YamlNode | undefined; value: unknown } | undefined {
  const result = readTree(text, { endsLine });
  if ('fault' in result) return undefined;
  const { value, faults } = toValue(result.root);
  return faults.length === 0 ? { root: result.root, value } : undefined;
}

/** Every path into a value, and one beyond each. */
function* paths(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (path.length > 0) yield path;
  yield [...path, 'missing', 0, 'deeper'];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    yield* paths(child, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** Whether both readers agree, where the quick one reads the text at all. */
function compare(text: string): boolean {
  const quick = readBlockYaml(text);
  const skimmed = readBlockYaml(text, { keeps: () => false });
  if (!quick) return false;
  const thorough = full(text);
  // Text in front, so that a failure shows it.
  expect([text, quick.value]).toStrictEqual([text, thorough?.value]);
  expect(JSON.stringify(quick.value)).toBe(JSON.stringify(thorough?.value));
  if (skimmed?.value && quick.value) {
    expect(Object.keys(skimmed.value)).toEqual(Object.keys(quick.value));
    for (const name of ['kind', 'apiVersion']) {
      const value = quick.value[name];
      if (typeof value !== 'object') expect(skimmed.value[name]).toBe(value);
    }
  }
  const placed = readBlockYaml(text, { withSpans: true });
  if (!placed || !thorough) return true;
  const { root } = thorough;
  const all = [...paths(quick.value)].flatMap((path) => [
    { path, part: 'key' as const },
    { path, part: 'value' as const },
  ]);
  const found = all.map(({ path, part }) => [path, part, locateInBlock(placed, path, part)]);
  const expected = all.map(({ path, part }) => [path, part, locate(root, path, part)]);
  expect([text, found]).toEqual([text, expected]);
  return true;
}

const scalars = [
  ...'y n yes No on OFF true False null ~ 1 0 -1 +5 017 08 0o17 0x1F 0b11 1_000 1. .5 1e3 -0 -.5 1e400 .inf .nan'.split(
    ' ',
  ),
  ...'18446744073709551615 9007199254740993 12:30 2026-11-21 2026-11-21T00:00:00Z << = <<x'.split(
    ' ',
  ),
  ...[
    'hello',
    'a b',
    'a  b # comment',
    'a#b',
    'http://x:80/y',
    '*.example.com',
    'a: b',
    'a:',
    '-a',
    '- a',
  ],
  ...[
    '"a"',
    String.raw`"a \"b\" \\ c"`,
    String.raw`"\t\n"`,
    String.raw`"\"`,
    String.raw`"\q"`,
    '"a b" # c',
    '"a\\nb"',
    "'it''s'",
    "''",
    '""',
    '"*"',
    '"a"b',
    '"a',
    "'a",
    '"#"',
    '"a: b"',
  ],
  ...[
    '[]',
    '{}',
    '[a, b]',
    '[ "a" , 1 ]',
    '["*"]',
    '{a: 1}',
    '{"a": x, b: [1]}',
    '[a b]',
    '[a, ]',
    '[a,b]',
    '{a}',
    '[{a: 1}, 2]',
  ],
  ...[
    '{{ x }}',
    '!!str 1',
    '&x a',
    '*x',
    '|',
    '>',
    '@a',
    '%a',
    '`a',
    '?',
    ': a',
    'é',
    '日本',
    'a\u00a0',
    '\u2028',
    '# only',
  ],
  ...[
    '',
    ' ',
    'networking.istio.io/v1',
    '10s',
    '$(X)',
    '(a)',
    '^/x$',
    'a\\b',
    '~x',
    ';a',
    'a,b',
    'a]',
    '..',
    '...',
  ],
];
const keys = [
  'a',
  'b',
  'kind',
  'apiVersion',
  'app.kubernetes.io/name',
  '"q"',
  "'s'",
  '1',
  '1.5',
  'yes',
  'null',
  '<<',
  'us/*',
  'a b',
  '__proto__',
  '"a: b"',
  '*',
  '?',
  '-x',
  'é',
  'a ',
];
/** Mostly ordinary ones: a single odd one is enough for the quick reader to give up. */
const scalar = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      'x',
      '1',
      'on',
      'a b',
      '"q"',
      String.raw`"\"q\n"`,
      "'it''s'",
      '[a, "b"]',
      '',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...scalars) },
);
const key = fc.oneof(
  { weight: 25, arbitrary: fc.constantFrom(...'cdefghijklm') },
  { weight: 1, arbitrary: fc.constantFrom(...keys) },
);

/** Lines of a block value, each without the indentation of what is around it. */
const block: fc.Memo<string[]> = fc.memo((depth) => {
  const leaf = scalar.map((text) => [text]);
  const literal = fc
    .tuple(
      fc.constantFrom(
        ...Array<string>(8).fill('|'),
        '|-',
        '|-',
        '|+',
        '| # c',
        '|2',
        '>',
        '>-',
        '|-  ',
      ),
      fc.array(
        fc.constantFrom(
          ...Array<string>(8).fill('x'),
          ' y',
          '',
          '  ',
          '# no comment',
          'a: b',
          '\tz',
          '- l',
          '---x',
        ),
        {
          maxLength: 4,
        },
      ),
    )
    .map(([header, body]) => [header, ...body.map((line) => `  ${line}`)]);
  if (depth <= 1) return fc.oneof({ weight: 5, arbitrary: leaf }, literal);
  const entry = fc.tuple(
    key,
    block(),
    fc.constantFrom(...'22222222222444141', '0').map(Number),
    fc.constantFrom(...Array<string>(12).fill(': '), ':', ':   ', ' : '),
  );
  const mapping = fc
    .uniqueArray(entry, { minLength: 1, maxLength: 4, selector: ([name]) => name })
    .map((entries) =>
      entries.flatMap(([name, value, indent, colon]) => {
        const [first = '', ...rest] = value;
        // A list may stand at the column of its key.
        if (first.startsWith('- ') && indent === 4) return [`${name}:`, ...value];
        if (rest.length === 0 || /^[|>]/.test(first)) return [`${name}${colon}${first}`, ...rest];
        return [`${name}:`, ...value.map((line) => `${' '.repeat(indent)}${line}`)];
      }),
    );
  const list = fc
    .array(block(), { minLength: 1, maxLength: 3 })
    .map((items) =>
      items.flatMap(([first = '', ...rest]) => [`- ${first}`, ...rest.map((line) => `  ${line}`)]),
    );
  return fc.oneof({ weight: 3, arbitrary: mapping }, { weight: 2, arbitrary: list }, leaf, literal);
});

const noise = fc.constantFrom(
  '# comment',
  '',
  '   ',
  '  # indented',
  '\t',
  '---',
  '--- # x',
  '...',
  '%YAML 1.1',
  'stray',
  '- stray',
);
const text = fc
  .tuple(
    block(4),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.array(fc.tuple(fc.nat(), noise), { maxLength: 2 }),
    ),
    fc.constantFrom('\n', '', '\n\n', '\n# end'),
  )
  .map(([lines, noises, end]) => {
    const all = [...lines];
    for (const [at, line] of noises) all.splice(at % (all.length + 1), 0, line);
    return all.join('\n') + end;
  });

/** A text with a few characters put in, taken out or replaced. */
const damaged = (texts: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.nat(2),
          fc.constantFrom(...' :-#"\'|>{}[],&*!?\n\t~1ay'.split(''), '  ', '\n  ', ': ', ' #'),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([original, damages]) =>
      damages.reduce((now, [place, length, put]) => {
        const at = place % (now.length + 1);
        return now.slice(0, at) + put + now.slice(at + length);
      }, original),
    );

const manifest = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: hello-world # the guide's
  namespace: default
  labels: {app: hello, tier: "web"}
  annotations:
    note: |
      first line

        indented
    empty: ""
    nothing:
spec:
  host: hello-world.default.svc.cluster.local
  exportTo: ["*"]
  trafficPolicy:
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 1s
      maxEjectionPercent: 100
    loadBalancer:
      localityLbSetting:
        enabled: yes
        distribute:
        - from: us-central1/*
          to:
            "us-central1/*": 80
            europe-west1/*: 20
        failoverPriority:
          - topology.istio.io/network
  subsets:
    - name: v1
      labels:
        version: "1.0"

    -
      name: v2
`;

test('it reads what manifests are made of, and finds every place as the full parser does', () => {
  expect(compare(manifest)).toBe(true);
  expect(
    compare(manifest.replaceAll('    -\n      name: v2', '    - name: v2\n      labels: {}')),
  ).toBe(true);
});

test('it reads generated texts as the full parser does, or leaves them to it', () => {
  let read = 0;
  fc.assert(
    fc.property(text, (generated) => {
      if (compare(generated)) read += 1;
    }),
    { numRuns: 10_000 },
  );
  // Where it never read anything, nothing was compared. By the seed it is about one text in twenty.
  expect(read).toBeGreaterThan(200);
});

test('it reads damaged manifests as the full parser does, or leaves them to it', () => {
  let read = 0;
  fc.assert(
    fc.property(damaged([manifest]), (generated) => {
      if (compare(generated)) read += 1;
    }),
    { numRuns: 2000 },
  );
  expect(read).toBeGreaterThan(500);
});

describe('what it leaves to the full parser', () => {
  test.each([
    ['an anchor', 'a: &x 1\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge key', 'a:\n  <<: {b: 1}\n'],
    ['a duplicate key', 'a: 1\na: 2\n'],
    ['an escape', 'a: "\\u0061"\n'],
    ['a folded block', 'a: >\n  b\n'],
    ['a scalar on two lines', 'a: b\n  c\n'],
    ['a carriage return', 'a: b\r\nc: d\r\n'],
    ['no number', 'a: .nan\n'],
    ['JSON', '{"a": 1}'],
    ['a list', '- a\n'],
    ['no text at all', 'a: b\nc\n'],
  ])('%s', (_, given) => {
    expect(readBlockYaml(given)).toBeUndefined();
  });

  test('a second kind, even where values are not kept', () => {
    const given = 'apiVersion: v1\nkind: ConfigMap\ndata: {a: 1}\nkind: Service\n';
    expect(readBlockYaml(given, { keeps: () => false })).toBeUndefined();
  });
});
