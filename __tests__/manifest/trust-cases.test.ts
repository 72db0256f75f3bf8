/** Inputs that hid something from the check, or that only one of kubectl and we read; and more of each kind. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseManifest, parseMappings } from '../../src/manifest/parse.js';
import { readTree, toValue } from '../../src/manifest/yaml/index.js';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/trust-cases/${name}.yaml`, import.meta.url), 'utf8');
const read = (text: string) => parseMappings({ file: 'a.yaml', text, named: true });
const valueOf = (text: string) => {
  const { documents, problems } = read(text);
  expect(problems).toEqual([]);
  return documents.map(({ value }) => value);
};
const messageOf = (text: string) => {
  const { documents, problems } = read(text);
  expect(documents).toEqual([]);
  return problems[0]?.message;
};

describe('a byte order mark', () => {
  test('hides no document', () => {
    const text = fixture('bom-hides-second-document');
    const { documents, problems } = parseManifest({ file: 'a.yaml', text, named: true });
    expect(problems).toEqual([]);
    expect(documents.map(({ value }) => value['kind'])).toEqual(['Gateway', 'DestinationRule']);
  });

  test.each(['\n', '\r\n', ' # c\n', '\t\n'])(
    'is dropped at the start of each document: %j',
    (end) => {
      const text = `\uFEFFa: 1\n---${end}\uFEFFb: 2\n---${end}\uFEFF# c\n\uFEFF`.replace(
        /\uFEFF$/,
        'c: 3',
      );
      expect(valueOf(text)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
    },
  );

  test.each(['---\n\uFEFFa: 1\n', 'a: 1\n\uFEFFb: 2\n', 'a: x\uFEFF\n', 'a: 1\n# \uFEFF\n'])(
    'is refused elsewhere: %j',
    (text) => {
      expect(messageOf(text)).toMatch(/byte order mark/);
    },
  );
});

describe('the line breaks that no editor shows', () => {
  const smuggled = ['ls', 'nel', 'ps'].map((name) => fixture(`smuggled-line-${name}`));

  test.each(smuggled)('hide no line in a comment', (text) => {
    const { documents, problems } = parseManifest({ file: 'a.yaml', text, named: true });
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'unreadable', istio: true, range: { line: 19 } }]);
    expect(problems[0]?.message).toMatch(/U\+(2028|0085|2029) begins a new line/);
  });

  const breaks = ['\u0085', '\u2028', '\u2029'];
  const contexts = [
    'a: 1 #?b: 2\n',
    'a: x?b: 2\n',
    'a: x?  y\n',
    'a: |\n  x?b: 2\n',
    'a: > # ?  b\n  x\n',
    'a: [x,?y]\n',
    '?a: 1\n',
    '- a?- b\n',
    'a: "x"?b: 2\n',
    '--- # ?a: 1\nb: 2\n',
    'b: 2\n--- # ?a: 1\n',
  ];
  test.each(contexts.flatMap((text) => breaks.map((each) => text.replace('?', each))))(
    'are refused outside of quotes: %j',
    (text) => {
      const [problem] = read(text).problems;
      expect(problem?.message).toMatch(/invisible|unusual line break|only a comment/);
    },
  );

  test.each(breaks)('change nothing at the end of a line: %j', (each) => {
    expect(valueOf(`# c${each}\na: 1 # d${each}\nb: |\n  x\n`)).toEqual([{ a: 1, b: 'x\n' }]);
  });

  test('are those of Go in quotes', () => {
    expect(valueOf('a: "x\u0085y"\n')).toEqual([{ a: 'x y' }]);
    expect(valueOf("a: 'x\u2028 y'\n")).toEqual([{ a: 'x\u2028y' }]);
    expect(valueOf('a: "x \u2029\u0085 y"\n')).toEqual([{ a: 'x\u2029\ny' }]);
  });
});

describe('what kubectl refuses', () => {
  test.each(['tabline', 'tabcomment', 'tabend', 'littab'])('%s', (name) => {
    expect(messageOf(fixture(name))).toMatch(/a tab/);
  });

  test('flowq', () => {
    expect(messageOf(fixture('flowq'))).toMatch(/comma/);
  });

  test.each([
    'a:\t\n\tb: 1\n',
    'a:\n \tb: 1\n',
    '- a\n\t# c\n- b\n',
    'a: >\n\tx\n',
    'a: |\n \tx\n',
    'a: b\n\t c\n',
  ])('a tab where the indentation shows: %j', (text) => {
    expect(messageOf(text)).toMatch(/a tab/);
  });

  test.each(['a: [x?]\n', 'a: [?x]\n', 'a: {b: c?}\n'])('a ? in brackets: %j', (text) => {
    const { problems, documents } = read(text);
    expect(problems.length + documents.length).toBe(1);
  });
});

describe('what kubectl reads', () => {
  test.each([
    ['flowcont', ['spec', 'servers', 0, 'hosts'], ['a.b', 'c.d']],
    ['flowclose2', ['spec', 'servers', 0, 'hosts'], ['*']],
    ['flowdash', ['spec', 'servers', 0, 'hosts'], ['a.b', 'c.d', '-']],
    ['quotecont', ['metadata', 'annotations', 'a'], 'x y'],
    ['leading-dot', ['a', 'b'], 0.1],
    [
      'closing-bracket-at-key-indent',
      ['spec', 'http', 0, 'route', 0, 'destination'],
      { host: 'shop' },
    ],
    [
      'quoted-continuation-at-key-indent',
      ['metadata', 'annotations', 'note'],
      'a long remark that the generator has folded, so that it goes on here',
    ],
  ] as [string, (string | number)[], unknown][])('%s', (name, path, value) => {
    const [document] = valueOf(fixture(name));
    const found = path.reduce<unknown>(
      (at, part) => (at as Record<string, unknown>)[part],
      document,
    );
    expect(found).toEqual(value);
  });

  test.each([
    ['a: [\n]\nb: {\n}\n', { a: [], b: {} }],
    ['a: [x,\nz\n]\n', { a: ['x', 'z'] }],
    ['a:\n  b: {c: 1,\n  d: 2}\n', { a: { b: { c: 1, d: 2 } } }],
    ["a:\n  b: 'x\n\n  y\n\n\n z'\n", { a: { b: 'x\ny\n\nz' } }],
    ['a: "x\\\n  y"\n', { a: 'xy' }],
    ['a: [-, --, -1]\n', { a: ['-', '--', -1] }],
    ['a: [x]#c\nb: "y"#d\n', { a: ['x'], b: 'y' }],
    ['a:\t1\t\nb: [\t2\t,\n\t3]\n', { a: 1, b: [2, 3] }],
    ['a: [b: 1, "c":2]\n', { a: [{ b: 1 }, { c: 2 }] }],
    ['{"a":1}\n{"b":2}\n', { a: 1 }],
  ])('%j', (text, value) => {
    expect(valueOf(text)[0]).toEqual(value);
  });
});

test('a block of text at the very end has a newline for kubectl, and none for sigs.k8s.io/yaml alone', () => {
  const text = fixture('block-scalar-no-newline');
  expect(text.endsWith('text')).toBe(true);
  const tree = readTree(text);
  expect('root' in tree && toValue(tree.root).value).toEqual({ a: 'text' });
  // The document reader of k8s.io/apimachinery ends every line before YAML is read.
  expect(valueOf(text)).toEqual([{ a: 'text\n' }]);
});
