/** Changes to the text of a manifest, sound or not: what editors, merges, templates and attackers make of it. */
import { strangeValues } from './strange-values.mjs';

/** @typedef {import('./draw.mjs').Draw} Draw */
/** @typedef {(text: string, draw: Draw, other: () => string) => string} TextMutation */

const breaks = ['\r\n', '\r', '\n\n', '\u0085', '\u2028', '\n\t', ' \n', '\n---\n', '\n...\n'];

const inserted = [
  ...['&a ', '*a', '&a', '*b ', '<<: *a', '<<: [*a, *a]', '<<: 5', '? ', '? a\n: b', '- ', ': '],
  ...['!!str ', '!!binary ', '!!set ', '!!omap ', '!!float ', '!!int "1"', '!x ', '!<tag:x> ', '!'],
  ...['|', '>-', '|9', '|+\n', '>2\n  ', "'", '"', '"\\u0000"', '"\\x07"', "''", '`', '@', '%'],
  ...['{', '}', '[', ']', '{}', '[]', '{a: b}', '[a, b', ',', '{a, b}', '[{', '}]', '{? a : b}'],
  ...['---', '---\n', '--- |\n', '...', '%YAML 1.1\n---\n', '%YAML 9.9\n---\n', '%TAG ! x\n---\n'],
  ...['{{ .Values.x }}', '{{- if .x }}\n', '${HOST}', '{% if x %}', '<% x %>', '$(x)', '# x', ' #'],
  ...['\t', ' ', '    ', '\n', '\r', '\ufeff', '\u00a0', '\u200b', '\u202e', '\ud83d\ude00', '\0'],
  ...[
    '.nan',
    '.inf',
    '-.inf',
    '~',
    'null',
    'yes',
    '0x1f',
    '0o17',
    '017',
    '1_000',
    '1:30',
    '=',
    '<<',
  ],
  '# mesh-failover-ignore:\n',
  '# mesh-failover-ignore: gateway-exists\n',
  '# mesh-failover-ignore: gateway-exists until=2026-13-45 x\n',
  '# mesh-failover-ignore: gateway-exists, x, y until=2020-01-01 over\n',
  '# mesh-failover-ignore: max-ejection-percent-100 we know',
  '<<<<<<< HEAD\n',
  '=======\n',
];

/** @type {readonly [string, TextMutation][]} */
export const textMutations = [
  ['a line gone', onLines((lines, at) => void lines.splice(at, 1))],
  ['a line twice', onLines((lines, at) => void lines.splice(at, 0, lines[at] ?? ''))],
  [
    'a line moved',
    onLines((lines, at, draw) => {
      const [line = ''] = lines.splice(at, 1);
      lines.splice(draw.below(lines.length + 1), 0, line);
    }),
  ],
  [
    'a line indented differently',
    onLines((lines, at, draw) => {
      const line = lines[at] ?? '';
      lines[at] = draw.pick([`  ${line}`, ` ${line}`, line.slice(1), line.slice(2), `\t${line}`]);
    }),
  ],
  [
    'a line in flow style',
    onLines((lines, at, draw) => {
      const [, indent = '', rest = ''] = /^(\s*(?:- )?)(.*)$/.exec(lines[at] ?? '') ?? [];
      lines[at] =
        indent + draw.pick([`{${rest}}`, `[${rest}]`, `{${rest}`, `${rest}}`, `"${rest}"`]);
    }),
  ],
  [
    'an anchor and its alias',
    onLines((lines, at, draw) => {
      const anchored = (lines[at] ?? '').replace(/(:|-)( |$)/, '$1 &a$2');
      lines[at] = anchored;
      const to = draw.below(lines.length);
      lines[to] = (lines[to] ?? '').replace(/: .*|:$/, ': *a');
    }),
  ],
  [
    'a merge key',
    onLines((lines, at, draw) => {
      const [indent = ''] = /^\s*/.exec(lines[at] ?? '') ?? [];
      const merged = draw.pick([
        '*a',
        '[*a, *a]',
        '{a: 1}',
        '[{a: 1}, {b: 2}]',
        '5',
        '',
        '*nothing',
      ]);
      lines.splice(at, 0, `${indent}<<: ${merged}`);
      const to = draw.below(lines.length);
      lines[to] = (lines[to] ?? '').replace(/:$/, ': &a');
    }),
  ],
  [
    'a comment',
    onLines((lines, at, draw) => {
      const line = lines[at] ?? '';
      const comment = draw.pick(inserted.filter((text) => text.startsWith('#')));
      lines[at] = draw.chance(0.5) ? `${line} ${comment.trimEnd()}` : `${comment}${line}`;
    }),
  ],
  [
    'another value',
    onLines((lines, at, draw) => {
      const value = draw.pick(strangeValues);
      lines[at] = (lines[at] ?? '').replace(/:.*$/, `: ${JSON.stringify(value)}`);
    }),
  ],
  [
    'a value as it stands',
    onLines((lines, at, draw) => {
      lines[at] = (lines[at] ?? '').replace(/:.*$/, () => `: ${draw.pick(inserted)}`);
    }),
  ],
  [
    'characters put in',
    (text, draw) => {
      const at = draw.below(text.length + 1);
      return text.slice(0, at) + draw.pick(inserted) + text.slice(at + draw.pick([0, 0, 1, 3]));
    },
  ],
  ['cut off', (text, draw) => text.slice(0, draw.below(text.length + 1))],
  ['without its beginning', (text, draw) => text.slice(draw.below(text.length + 1))],
  ['other line breaks', (text, draw) => text.replaceAll('\n', draw.pick(breaks))],
  ['tabs', (text) => text.replaceAll('  ', '\t')],
  ['a byte order mark', (text) => `\ufeff${text}`],
  [
    'a piece of another file',
    (text, draw, other) => {
      const piece = other();
      const from = draw.below(piece.length + 1);
      const at = draw.below(text.length + 1);
      return text.slice(0, at) + piece.slice(from, from + draw.below(400)) + text.slice(at);
    },
  ],
  ['another document', (text, draw, other) => `${text}\n---\n${other()}`],
  [
    'in a list',
    (text, draw) => {
      const items = text
        .split(/^---\s*$/m)
        .map((one) => `- ${one.trim().replaceAll('\n', '\n  ')}`);
      const kind = draw.pick(['List', 'GatewayList', 'List', 'VirtualServiceList']);
      return `apiVersion: v1\nkind: ${kind}\nitems:\n${items.join('\n')}\n`;
    },
  ],
  [
    'a template',
    (text, draw) => text.replace(/[a-z]{4,}/, draw.pick(['{{ .x }}', '${x}', '{% x %}'])),
  ],
  [
    'a mapping in itself',
    onLines((lines, at) => {
      const line = lines[at] ?? '';
      lines[at] = line.replace(/:$/, ': &self').replace(/: ([^&].*)$/, ': &self [*self]');
    }),
  ],
];

/** Those that take long: a few of them say as much as many. @type {readonly [string, TextMutation][]} */
export const heavyMutations = [
  [
    'many documents',
    (text, draw) => Array.from({ length: draw.pick([2, 3, 5, 20]) }, () => text).join('\n---\n'),
  ],
  ['something deep', (text, draw) => `${text}\n${deep(draw)}\n`],
  [
    'a value that is deep',
    onLines((lines, at, draw) => {
      lines[at] = (lines[at] ?? '').replace(/:.*$/, `: ${flowDeep(draw)}`);
    }),
  ],
  [
    'something huge',
    onLines((lines, at, draw) => {
      lines[at] = (lines[at] ?? '').replace(/:.*$/, () => `: ${huge(draw)}`);
    }),
  ],
  ['aliases of aliases', (text, draw) => `${laughs(draw)}${text}`],
];

/**
 * @param {(lines: string[], at: number, draw: Draw) => void} change of one of the lines, in place
 * @returns {TextMutation}
 */
function onLines(change) {
  return (text, draw) => {
    const lines = text.split('\n');
    change(lines, draw.below(lines.length), draw);
    return lines.join('\n');
  };
}

/** @param {Draw} draw */
function deep(draw) {
  const depth = draw.pick([20, 200, 3000]);
  return draw.pick([
    () => `x: ${flowDeep(draw)}`,
    () => '- '.repeat(depth),
    () => Array.from({ length: Math.min(depth, 400) }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    () => '? '.repeat(depth),
    () => '{a: '.repeat(depth),
  ])();
}

/** @param {Draw} draw */
function flowDeep(draw) {
  const depth = draw.pick([20, 200, 3000]);
  const [open, close] = draw.pick([
    ['[', ']'],
    ['{a: ', '}'],
    ['[{', '}]'],
    ['[&a ', ']'],
  ]);
  return open.repeat(depth) + close.repeat(draw.chance(0.8) ? depth : depth - 1);
}

/** @param {Draw} draw */
function huge(draw) {
  const size = draw.pick([1000, 3000, 10_000, 100_000]);
  return draw.pick([
    () => 'x'.repeat(size),
    () => '9'.repeat(size),
    () => `"${'\\u00e9'.repeat(size / 10)}"`,
    () => 'a.'.repeat(size / 2),
    () => '*'.repeat(size),
    () => `[${'a, '.repeat(size / 10)}]`,
    () => `{${Array.from({ length: size / 30 }, (_, at) => `k${at}: ${at}`).join(', ')}}`,
    () => `"${' '.repeat(size)}"`,
    () => `# ${'#'.repeat(size)}`,
    () => '/'.repeat(size),
    () => '-'.repeat(size),
  ])();
}

/** @param {Draw} draw */
function laughs(draw) {
  const levels = draw.pick([3, 8, 30]);
  const lines = ['x0: &x0 [a, a, a, a, a, a, a, a]'];
  for (let level = 1; level <= levels; level++) {
    const alias = draw.pick([`[${`*x${level - 1}, `.repeat(8)}]`, `{a: *x${level - 1}}`]);
    lines.push(`x${level}: &x${level} ${alias}`);
  }
  return `${lines.join('\n')}\n`;
}
