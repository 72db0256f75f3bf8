import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Document } from '../../src/manifest/document.js';
import type { Range } from '../../src/foundation/range.js';
import type { Path } from '../../src/foundation/range.js';
import { parseManifest, parseMappings } from '../../src/manifest/parse.js';
import { decodeText } from '../../src/sources/read-file.js';

const manifest = (text: string, named = false) => parseManifest({ file: 'a.yaml', text, named });
const mapping = (text: string) => parseMappings({ file: 'a.yaml', text, named: true });

/** The one document of a text. */
function only(text: string): Document {
  const { documents, problems } = mapping(text);
  expect(problems).toEqual([]);
  expect(documents).toHaveLength(1);
  return documents[0] as Document;
}

const place = ({ line, column, endLine, endColumn }: Range) =>
  `${line}:${column}-${endLine}:${endColumn}`;

/** The part of a text that a range covers. */
function slice(text: string, { line, column, endLine, endColumn }: Range): string {
  const lines = text.split('\n').slice(line - 1, endLine);
  lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, endColumn - 1);
  lines[0] = (lines[0] ?? '').slice(column - 1);
  return lines.join('\n');
}

const rule = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\n';

describe('which documents', () => {
  test('of workloads only those that are sound: what is wrong with them is for others to say', () => {
    const workload = (more: string) => `apiVersion: apps/v1\nkind: Deployment\n${more}`;
    expect(manifest(workload('spec: {replicas: 2}\n')).documents).toHaveLength(1);
    expect(manifest(workload('spec: {a: 1, a: 2}\n'))).toMatchObject({
      documents: [],
      problems: [],
      skipped: 1,
    });
    expect(manifest('apiVersion: autoscaling/v1\nkind: Scale\n').skipped).toBe(1);
  });

  const text = readFileSync(new URL('../fixtures/manifest/mixed.yaml', import.meta.url), 'utf8');

  test('a mixed file', () => {
    const { documents, problems, count, skipped } = manifest(text);
    expect(documents.map(({ value }) => value['kind'])).toEqual([
      'DestinationRule',
      'Deployment',
      'Service',
      'Gateway',
      'Gateway',
    ]);
    expect([count, skipped]).toEqual([7, 1]);
    expect(problems).toEqual([
      {
        kind: 'unreadable',
        file: 'a.yaml',
        range: { line: 36, column: 1, endLine: 36, endColumn: 2 },
        message: 'a tab is used for indentation; YAML needs spaces',
        named: false,
        istio: true,
      },
    ]);
    expect(documents[3]?.value).toMatchObject({ apiVersion: 'networking.istio.io/v1' });
  });

  test.each([
    ['apiVersion: networking.istio.io/v9\nkind: Nonsense\n', 1],
    ['apiVersion: networking.istio.io/v1\n', 1],
    ['apiVersion: "networking\\u002eistio.io/v1"\nkind: "\\x47ateway"\n', 1],
    ['apiVersion: v1\nkind: "\\x53ervice"\n', 1],
    ['apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n', 1],
    ['apiVersion: networking.k8s.io/v1\nkind: IngressClass\n', 0],
    ['apiVersion: v1\nkind: ServiceAccount\n', 0],
    ['apiVersion: serving.knative.dev/v1\nkind: Service\n', 0],
    ['kind: Service\n', 0],
    ['kind: List\nitems:\n', 0],
  ])('%j gives %i', (yaml, expected) => {
    expect(manifest(yaml).documents).toHaveLength(expected);
    expect(manifest(yaml).problems).toEqual([]);
  });

  test.each([
    '',
    '\n\n',
    '# only a comment\n',
    '---\n---\n# x\n---',
    'null\n',
    'null\n---\n~\n',
    '{}\n---',
  ])('%j: what is empty is nothing', (yaml) => {
    const isMapping = yaml.startsWith('{');
    expect(manifest(yaml)).toMatchObject({ count: isMapping ? 1 : 0, problems: [] });
  });

  test('no mapping is passed over, unless it is about Istio', () => {
    expect(manifest('- a\n')).toMatchObject({ count: 1, skipped: 1, problems: [] });
    const { problems } = manifest('- networking.istio.io\n');
    expect(problems).toMatchObject([{ kind: 'unreadable', istio: true }]);
  });

  test('lists in lists end somewhere', () => {
    const deep = '{kind: List, items: ['.repeat(50) + ']}'.repeat(50);
    const { documents, problems, count } = manifest(deep, true);
    expect(documents).toEqual([]);
    expect(count).toBe(1);
    expect(problems).toMatchObject([{ kind: 'unreadable', named: true }]);
    expect(problems[0]?.message).toMatch(/8 other lists/);
  });

  test('a list keeps the paths of its items', () => {
    const yaml =
      'kind: List\napiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Service\n  spec: {type: A}\n';
    const [document] = manifest(yaml).documents;
    expect(document && place(document.locate(['spec', 'type']))).toBe('6:16-6:17');
    expect(document && place(document.locate([]))).toBe('4:3-4:17');
  });
});

describe('splitting', () => {
  test.each([
    ['---\n{a: 1}\n', [{ a: 1 }]],
    ['a: 1\n---\n--- # c\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['--- # c\na: 1\n', [{ a: 1 }]],
    ['a: 1\r\n---\r\nb: 2\r\n', [{ a: 1 }, { b: 2 }]],
    ['a: 1\rb: 2\r---\n{c: 3}\n', []],
    ['a: 1\rb: 2\r\n---\n{c: 3}\n', [{ a: 1, b: 2 }, { c: 3 }]],
    ['a: |\n  ---\n  x\n', [{ a: '---\nx\n' }]],
    ['a: 1\n...\n', [{ a: 1 }]],
  ])('%j', (yaml, values) => {
    const { documents } = mapping(yaml);
    expect(documents.map(({ value }) => value)).toEqual(values);
  });

  test('one bad document hides no other', () => {
    const { documents, problems } = mapping('a: [\n---\nb: 1\n---\nc: {\n---\nd: 1\n');
    expect(documents.map(({ value }) => value)).toEqual([{ b: 1 }, { d: 1 }]);
    expect(problems.map(({ range }) => range.line)).toEqual([1, 5]);
  });
});

describe('values', () => {
  test.each([
    ['on: 1\n50: 2\n', { true: 1, 50: 2 }],
    ['a: &x {k: 1, z: 3}\nb:\n  k: 2\n  <<: *x\n', { a: { k: 1, z: 3 }, b: { k: 1, z: 3 } }],
    ['a: &x {k: 1}\nb:\n  <<: *x\n  k: 2\n', { a: { k: 1 }, b: { k: 2 } }],
    ['a: &x {k: 1}\nb: {<<: [*x, {k: 2, l: 3}]}\n', { a: { k: 1 }, b: { k: 1, l: 3 } }],
    ['a: {<<: {k: 1}}\n"<<": 2\n', { a: { k: 1 }, '<<': 2 }],
    ['a: &x 1\nb: *x\n*x : 2\n', { a: 1, b: 1, 1: 2 }],
    ['a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }],
    ['{"a":\t1,\n\t"b": [1,\n\t\t2]\n\t}', { a: 1, b: [1, 2] }],
  ])('%j', (yaml, value) => {
    expect(only(yaml).value).toEqual(value);
  });

  test('the key __proto__ is a key like any other', () => {
    const { value } = only('__proto__: {polluted: true}\na: {"__proto__": 1}\n');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true},"a":{"__proto__":1}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('JSON text reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (object) => {
        for (const text of [JSON.stringify(object), JSON.stringify(object, null, '\t')]) {
          const { documents, problems } = mapping(text);
          expect(problems).toEqual([]);
          expect(documents[0]?.value).toEqual(JSON.parse(text));
        }
      }),
      { numRuns: 150, examples: [[{ ['k'.repeat(2000)]: 'v' }]] },
    );
  });
});

describe('problems', () => {
  test.each([
    ['a:\n\tb: c\n', '2:1-2:2', /tab/],
    ['a:\n  b: c\n\td: e\n', '3:1-3:2', /tab/],
    ['a:\n  - b\n c: d\n', '3:2-3:3', /indentation/],
    ['a: b: c\n', '1:5-1:6', /quotes/],
    ['a: "x\n', '1:4-1:5', /closing quote/],
    ['a: [1, 2\n', '1:4-1:5', /bracket/],
    ['a: ]\n', '1:4-1:5', /closing bracket/],
    ['a\nb: c\n', '1:1-1:2', /":"/],
    ['a: @x\n', '1:4-1:5', /quotes/],
    ['a: - b\n', '1:4-1:5', /list begins/],
    ['a: "\\q"\n', '1:5-1:7', /backslash/],
    ['a: *x\n', '1:4-1:6', /&x/],
    ['a: &a [*a]\n', '1:8-1:10', /contains itself/],
    ['a: &a {<<: *a}\n', '1:12-1:14', /contains itself/],
    ['a: {<<: 1}\n', '1:9-1:10', /merge key/],
    ['? [a]\n: b\n', '1:3-1:6', /invalid map key/],
    ['~: b\n', '1:1-1:2', /empty key/],
    ['a: !!int x\n', '1:10-1:11', /!!int/],
    ['a: .inf\n', '1:4-1:8', /infinite/],
    ['a: 1\n...\nb: 2\n', '3:1-3:2', /---/],
    ['---a\nb: 2\n', '1:1-1:5', /begins with ---/],
    ['--- {a: 1}\n', '1:1-1:11', /only a comment/],
    ['---\ta: 1\n', '1:1-1:9', /only a comment/],
    ['--- ~\n', '1:1-1:6', /only a comment/],
    ['a: 1\r---\rb: 2\r', '2:1-2:2', /---/],
    ['%YAML 1.1\n', '1:1-1:10', /directive/],
    ['a: \u0001\n', '1:4-1:5', /U\+0001/],
    ['a: !a!b c\n', '1:4-1:8', /tag/],
  ])('%j', (yaml, at, message) => {
    const { problems, documents, count } = mapping(yaml);
    expect(documents).toEqual([]);
    expect(count).toBe(1);
    expect(problems.map(({ range }) => place(range))).toEqual([at]);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.kind).toBe('unreadable');
  });

  test.each([
    'host: {{ .Values.host }}\n',
    '{{- if .Values.on }}\na: b\n{{- end }}\n',
    'a: {{ .x }}-b\n',
    'a:\n  {{ toYaml .x | nindent 2 }}\n',
  ])('a template says to render it first: %j', (yaml) => {
    expect(mapping(yaml).problems[0]?.message).toMatch(/render it first \(helm template/);
  });

  test.each(['a: "{{ x }}"\nb: [\n', '# {{ x }}\nb: [\n', 'a: {{\nb: [\n'])(
    'no template: %j',
    (yaml) => {
      expect(mapping(yaml).problems[0]?.message).not.toMatch(/render/);
    },
  );

  test('text that only looks like a template is read', () => {
    expect(only('a: "{{ x }}"\nb: x-{{y}}\n').value).toEqual({ a: '{{ x }}', b: 'x-{{y}}' });
  });

  test('each duplicate key is told at its place', () => {
    const { problems, documents } = manifest(
      `${rule}spec:\n  host: a\n  host: b\n  "host": c\n  x: {y: 1, y: 2}\n`,
    );
    expect(documents).toEqual([]);
    expect(problems.map(({ kind, range }) => `${kind} ${place(range)}`)).toEqual([
      'duplicate-key 5:3-5:7',
      'duplicate-key 6:3-6:9',
      'duplicate-key 7:13-7:14',
    ]);
    expect(problems[0]?.message).toBe(
      'the key "host" is given twice in this mapping; remove one of them',
    );
  });

  test('duplicates count after they became text; in kinds that are passed over they do not', () => {
    expect(mapping('on: 1\n"true": 2\n').problems).toHaveLength(1);
    expect(mapping('a: &a {b: 1, b: 2}\nc: *a\nd: *a\n').problems).toHaveLength(1);
    expect(manifest('kind: Secret\na: 1\na: 2\n')).toMatchObject({ skipped: 1, problems: [] });
    expect(manifest(`${rule}kind: Other\napiVersion: v1\n`).problems).toHaveLength(2);
  });

  test('duplicates in a list belong to their item', () => {
    const { documents, problems } = manifest(
      'kind: List\nitems:\n- {apiVersion: v1, kind: Service, a: 1, a: 2}\n' +
        '- {apiVersion: v1, kind: Service}\n- {kind: Secret, a: 1, a: 2}\n',
    );
    expect(documents).toHaveLength(1);
    expect(problems.map(({ range }) => range.line)).toEqual([3]);
  });

  test('named and istio are those of the file', () => {
    expect(manifest('a: [\n', true).problems).toMatchObject([{ named: true, istio: false }]);
    expect(manifest(`a: [\n---\n${rule}`).problems).toMatchObject([{ named: false, istio: true }]);
  });
});

describe('hostile text ends in bounded time', () => {
  const laughs = (body: string) => {
    let text = `a0: &a0 ${body}\n`;
    for (let level = 1; level < 40; level += 1) {
      text += `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join()}]\n`;
    }
    return text;
  };
  const merges = laughs('{k: v}').replaceAll(/\[(.*)\]/g, '{<<: [$1]}');
  const chain = Array.from({ length: 5000 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join('');

  test.each([
    ['billion laughs', laughs('[lol, lol]'), /aliases/],
    ['billion laughs of merges', merges, /aliases/],
    ['billion empty merges', merges.replace('{k: v}', '{}'), /aliases/],
    ['a chain of aliases', `a0: &a0 1\n${chain}`, /aliases/],
    ['deep [', '['.repeat(100_000), /levels deep/],
    ['deep []', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /levels deep/],
    ['deep {', '{a: '.repeat(100_000), /levels deep/],
    ['deep - ', '- '.repeat(100_000), /levels deep/],
    ['deep ?', '? '.repeat(100_000), /levels deep/],
    ['too many values', `a: [${'1,'.repeat(700_000)}]`, /split it/],
    ['bad escapes', `a: "${'\\q'.repeat(1_000_000)}"`, /escape/],
  ])('%s', (_, text, message) => {
    const { problems, documents } = mapping(text);
    expect(documents).toEqual([]);
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });

  test('5 MB on one line are read', () => {
    const item = '{"apiVersion":"v1","kind":"Service","x":"'.concat('x'.repeat(1000), '"},');
    const text = `{"kind":"List","items":[${item.repeat(5_000)}{}]}`;
    expect(manifest(text)).toMatchObject({ count: 5_001, skipped: 1, problems: [] });
  });

  test('as deep as is allowed is read', () => {
    for (const text of [
      `a: ${'['.repeat(290)}${']'.repeat(290)}`,
      Array.from({ length: 290 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
      `a:\n  ${'- '.repeat(290)}x`,
    ]) {
      expect(mapping(text).problems).toEqual([]);
    }
  });
});

describe('locate', () => {
  const text = [
    '# head', // 1
    'spec:', // 2
    '  host: hello # c', // 3
    '  "subsets":', // 4
    '    - name: v1', // 5
    '      labels: {version: v1}', // 6
    '    - name: v2', // 7
    '', // 8
    '    # comment', // 9
    '  text: |', // 10
    '    one', // 11
    '    two', // 12
    '', // 13
    '  empty:', // 14
    '  flow: [a, {b: c}]', // 15
    'last: 1', // 16
    '',
  ].join('\n');

  test.each<[Path, 'key' | 'value', string]>([
    [['spec', 'host'], 'value', '3:9-3:14'],
    [['spec', 'host'], 'key', '3:3-3:7'],
    [['spec', 'subsets'], 'key', '4:3-4:12'],
    [['spec', 'subsets'], 'value', '5:5-7:15'],
    [['spec', 'subsets', 0], 'value', '5:7-6:28'],
    [['spec', 'subsets', 0], 'key', '5:7-6:28'],
    [['spec', 'subsets', 0, 'labels', 'version'], 'value', '6:25-6:27'],
    [['spec', 'subsets', 1, 'name'], 'value', '7:13-7:15'],
    [['spec', 'text'], 'value', '10:9-12:8'],
    [['spec', 'empty'], 'value', '14:3-14:8'],
    [['spec', 'flow', 1, 'b'], 'value', '15:17-15:18'],
    [['spec'], 'value', '3:3-15:20'],
    [['last'], 'value', '16:7-16:8'],
    // Not in the text: the key of the nearest parent, the first line at last.
    [['spec', 'nothing', 'deep'], 'value', '2:1-2:5'],
    [['spec', 'host', 'deep'], 'value', '3:3-3:7'],
    [['spec', 'subsets', 7, 'name'], 'value', '4:3-4:12'],
    [['spec', 'subsets', 1, 'nothing'], 'value', '7:7-7:15'],
    [['spec', 'subsets', 'name'], 'key', '4:3-4:12'],
    [['nothing'], 'value', '2:1-2:6'],
    [[], 'value', '2:1-2:6'],
    [[], 'key', '2:1-2:6'],
  ])('%j %s', (path, part, expected) => {
    expect(place(only(text).locate(path, part))).toBe(expected);
    const windows = only(text.replaceAll('\n', '\r\n'));
    expect(place(windows.locate(path, part))).toBe(expected);
  });

  test('columns count UTF-16 units, lines the whole file', () => {
    const { documents } = mapping('a: 1\n---\n{"😀": b, c: d}\n');
    expect(place((documents[1] as Document).locate(['c']))).toBe('3:14-3:15');
  });

  test('aliases and merge keys are found where they stand', () => {
    const yaml = 'a: &x\n  k: {l: 1}\nb: *x\nc:\n  <<: *x\n  m: 2\nd: {<<: {o: 1}}\n';
    const document = only(yaml);
    const at = (...path: Path) => place(document.locate(path));
    expect(at('a', 'k', 'l')).toBe('2:10-2:11');
    expect(at('b')).toBe('3:4-3:6');
    expect(at('b', 'k', 'l')).toBe('3:4-3:6');
    expect(at('c', 'k')).toBe('5:7-5:9');
    expect(at('c', 'k', 'l')).toBe('5:7-5:9');
    expect(at('c', 'm')).toBe('6:6-6:7');
    expect(at('d', 'o')).toBe('7:13-7:14');
    expect(at('c', 'nothing')).toBe('4:1-4:2');
  });

  test('keys that are no text are found by the text they become', () => {
    expect(place(only('on: {50: x}\n').locate(['true', '50']))).toBe('1:10-1:11');
  });

  test('never throws and stays in the text', () => {
    const step = fc.oneof(fc.constantFrom('a', 'b', '', '__proto__'), fc.nat({ max: 3 }));
    const yaml = fc
      .array(
        fc.constantFrom('a: ', 'b:\n  ', '- ', '1\n', '{a: b}\n', '&x ', '*x\n', '|\n ', '\r\n'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(yaml, fc.array(step), (source, path) => {
        const lines = source.split('\n');
        for (const document of mapping(source).documents) {
          for (const part of ['key', 'value'] as const) {
            const { line, column, endLine, endColumn } = document.locate(path, part);
            expect(line).toBeGreaterThanOrEqual(1);
            expect(endLine).toBeLessThanOrEqual(lines.length);
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
            expect(endColumn).toBeLessThanOrEqual((lines[endLine - 1] ?? '').length + 1);
            expect(endLine * 1e9 + endColumn).toBeGreaterThanOrEqual(line * 1e9 + column);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('finds every value of a JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const source = JSON.stringify(object);
        const [document] = mapping(source).documents;
        for (const [key, value] of Object.entries(object)) {
          const range = document?.locate([key]);
          expect(range && slice(source, range)).toBe(JSON.stringify(value));
          const keyRange = document?.locate([key], 'key');
          expect(keyRange && slice(source, keyRange)).toBe(JSON.stringify(key));
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('comments', () => {
  const list = (document: Document | undefined) =>
    document?.comments().map(({ text, trailing, range }) => [text, trailing, place(range)]);

  test('are told from # in text', () => {
    const yaml =
      '# one\na: "x # no" # two\nb: |\n  # no\n  y\nc: x#no\n  # three\nd: [1, # four\n 2]\n' +
      "e: '#no'\nf: |  # five\n  z\n# six\n";
    expect(list(only(yaml))).toEqual([
      [' one', false, '1:1-1:6'],
      [' two', true, '2:13-2:18'],
      [' three', false, '7:3-7:10'],
      [' four', true, '8:8-8:14'],
      [' five', true, '11:7-11:13'],
      [' six', false, '13:1-13:6'],
    ]);
  });

  test('work with CRLF and on the marker line', () => {
    const { documents } = mapping('a: 1\r\n--- # x\r\nb: 1 # y\r\n');
    expect(list(documents[1])).toEqual([
      [' x', true, '2:5-2:8'],
      [' y', true, '3:6-3:9'],
    ]);
  });

  test('of a list belong to the item below them, or on whose line they stand', () => {
    const yaml =
      '# head\nkind: List\nitems:\n# one\n- apiVersion: v1\n  kind: Service # in one\n' +
      '# two\n- {apiVersion: v1, kind: Service} # in two\n# end\n';
    const { documents } = manifest(yaml);
    expect(documents.map((document) => list(document)?.map(([text]) => text))).toEqual([
      [' head', ' one', ' in one'],
      [' two', ' in two', ' end'],
    ]);
  });
});

test('never throws, whatever the text or the bytes', () => {
  const pieces = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...[
            'a: ',
            '- ',
            '? ',
            ': ',
            '\n',
            '\n  ',
            '\t',
            '{',
            '}',
            '[',
            ']',
            ', ',
            '"',
            "'",
            '|\n',
          ],
          ...['&a ', '*a', '<<: ', '!!int ', '---\n', '...\n', '%YAML 1.1\n', '# c', '{{ x }}'],
          ...['kind: List\nitems:\n', 'networking.istio.io', '\r', '\u2028', '\uFEFF', '\\x'],
        ),
        fc.string({ unit: 'binary' }),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(pieces, (text) => {
      for (const read of [manifest(text), mapping(text)]) {
        for (const document of read.documents) {
          document.comments();
          document.locate(['a', 0]);
        }
      }
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const read = decodeText(bytes);
      if ('text' in read) manifest(read.text);
    }),
  );
});
