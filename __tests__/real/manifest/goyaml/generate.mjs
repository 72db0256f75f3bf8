// @ts-check
/**
 * YAML in every form that the grammar has, and in many that it has not. The same draw always gives the same text.
 *
 * @typedef {import('../../../fuzz/draw.mjs').Draw} Draw
 */
import { textMutations } from '../../../fuzz/text-mutations.mjs';

const words = [
  ...[
    'a',
    'b',
    'c',
    'key',
    'x y',
    'a-b',
    'a.b/c',
    'http://h:80/p',
    '*.com',
    'a:b',
    'a#b',
    'é',
    '日本',
    '😀',
    'it is',
  ],
  ...[
    '/api/.*?',
    'a?b',
    'x,y',
    'x, y',
    'a]b',
    'a}b',
    '$(x)',
    '-',
    '-a',
    '--',
    '?x',
    ':x',
    '? x',
    '- x',
    ': x',
    '|x',
    '>x',
  ],
  ...[
    '@x',
    '`x',
    '%x',
    '&',
    '*',
    '!',
    '!x',
    '&x',
    '*x',
    '=',
    '<<',
    '<',
    '...',
    '---',
    '---x',
    '..',
    '~x',
    '\\',
    'a\\nb',
    '"',
    "'",
  ],
  ...[
    'a "b" c',
    "a 'b'",
    'x\u00a0y',
    '\u00a0',
    'x\u2009y',
    'a\tb',
    'a \t b',
    '#x',
    'a #',
    'a # b',
    '{{ x }}',
    '${x}',
    'a::b',
    'a: b',
  ],
];

const scalars = [
  ...[
    'y',
    'Y',
    'yes',
    'Yes',
    'n',
    'no',
    'NO',
    'on',
    'On',
    'off',
    'OFF',
    'true',
    'True',
    'TRUE',
    'tRUE',
    'false',
    'FALSE',
    'null',
    'Null',
    'NULL',
    '~',
    'nil',
  ],
  ...[
    '0',
    '-0',
    '+0',
    '00',
    '1',
    '+1',
    '-1',
    '0144',
    '-0144',
    '0o17',
    '0O17',
    '-0o17',
    '0x1F',
    '0X1f',
    '-0x1',
    '0b101',
    '0B1',
    '-0b11',
    '0b-1',
    '0b+1',
    '-0b-1',
    '0b',
    '0x',
    '0o',
  ],
  ...[
    '1_000',
    '1__0',
    '_1',
    '1_',
    '0_8',
    '08',
    '09',
    '0o8',
    '0x_1f',
    '0b1_0',
    '12:30',
    '190:20:30',
    '1,000',
    '1 000',
  ],
  ...[
    '.1',
    '.1_0',
    '._1',
    '.1_',
    '.1__0',
    '.1e3',
    '.1e1_0',
    '.1_0e+1_0',
    '.1e',
    '.1e_1',
    '-.5',
    '+.5',
    '.',
    '..',
    '.5.',
    '.e1',
    '.1_e1',
    '.5 ',
  ],
  ...[
    '1.',
    '1.5',
    '1_0.5',
    '1.1_0',
    '01.5',
    '1e3',
    '1E+3',
    '1e-3',
    '1.e3',
    '1e',
    'e1',
    '1e400',
    '-1e400',
    '1e-400',
    '1.5e3.2',
    '0x1p4',
    '.inf',
    '-.inf',
    '+.INF',
    '.Inf',
    '.nan',
    '.NaN',
    '-.nan',
    'inf',
    'NaN',
    'Infinity',
    '.infinity',
    '0.1e-7',
    '123456789.123',
    '1e21',
    '1e20',
    '100000.5',
    '1000000.5',
    '0.00001',
    '-0.0',
  ],
  ...[
    '9007199254740993',
    '9223372036854775807',
    '9223372036854775808',
    '18446744073709551615',
    '18446744073709551616',
    '-9223372036854775808',
    '-9223372036854775809',
    '99999999999999999999',
    '01777777777777777777777',
  ],
  ...[
    '2001-12-14',
    '2001-1-1',
    '2001-13-45',
    '2001-12-14t21:59:43.10-05:00',
    '2001-12-14T21:59:43Z',
    '2001-12-14 21:59:43.10',
    '2001-02-29',
    '2004-02-29',
    '2001-12-14T1:2:3Z',
    '2001-12-14T24:00:00Z',
    '2001',
    '2001-',
  ],
  ...[
    'aGk=',
    'aGk',
    '/w==',
    '4piD',
    '7aCA',
    '====',
    'a===',
    'gICA',
    '8J+YgA==',
    '9J+YgA==',
    '4KCA',
  ],
];

const tags = [
  ...[
    '!!str',
    '!!int',
    '!!float',
    '!!bool',
    '!!null',
    '!!binary',
    '!!timestamp',
    '!!seq',
    '!!map',
    '!!set',
    '!!merge',
    '!!x',
    '!!',
  ],
  ...[
    '!',
    '!x',
    '!x!y',
    '!<tag:yaml.org,2002:int>',
    '!<!x>',
    '!<>',
    '!<x',
    '!%69',
    '!!%69nt',
    '!%zz',
    '!%C3%A9',
    '!%C3',
    '!a,b',
    '!a]',
    '!é',
    '!!int,',
  ],
];

const breaks = [
  '\r\n',
  '\r',
  '\r\r\n',
  '\u0085',
  '\u2028',
  '\u2029',
  '\n\n',
  '\n\r',
  '\n  \n',
  '\n\t\n',
  '\n \t\n',
];

const noise = [
  ...[
    '\t',
    '\t\t',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\n\t',
    '\n  ',
    '\t\n',
    ' #',
    '#',
    '# c',
    '\n# c\n',
    '\n\t# c\n',
    '\ufeff',
    '\n\ufeff',
    '\u200b',
    '\u0001',
    '\u007f',
    '\ufffe',
    '\u0080',
    '\uffff',
  ],
  ...[
    '\n---\n',
    '\n--- # c\n',
    '\n---#c\n',
    '\n---x\n',
    '\n--- x\n',
    '\n--- |\n x\n',
    '\n---\t\n',
    '\n---\u00a0\n',
    '\n---\u2028x\n',
    '\n----\n',
    '\n ---\n',
    '\n...\n',
    '\n... # c\n',
    '\n...x\n',
    '\n--- \ufeff\n',
    '\n---\n\ufeff',
    '\n---\n---\n',
    '---\n',
    '---',
    '...',
    '%YAML 1.1\n---\n',
    '%YAML 1.2\n---\n',
    '%YAML 1.1\r---\r',
    '%TAG ! tag:x,\r---\r',
    '%TAG !e! tag:x,2:\r---\r',
    '%x\n',
    '\n%x\n',
  ],
  ...[
    ':',
    ': ',
    ' :',
    ',',
    ', ',
    '[',
    ']',
    '{',
    '}',
    '- ',
    '-',
    '? ',
    '?',
    '|',
    '>',
    '|-',
    '>+',
    '|2',
    '"',
    "'",
    '&a ',
    '*a',
    '*a ',
    '!!str ',
    '<<: ',
    '\\',
    '%',
    '@',
    '`',
  ],
];

/** @param {Draw} draw */
export function generate(draw) {
  const writer = new Writer(draw);
  let text = writer.document();
  const changes = draw.pick([0, 0, 0, 1, 1, 2, 3]);
  for (let count = 0; count < changes; count += 1) text = disturb(draw, text);
  if (draw.chance(0.1)) text = text.replace(/\n+$/, '');
  return wellFormed(text);
}

/**
 * A real file with a few changes.
 *
 * @param {Draw} draw
 * @param {string} text
 */
export function mutate(draw, text) {
  // A small part of a large file is as good as all of it.
  const lines = text.split('\n');
  const from = draw.chance(0.5) ? 0 : draw.below(lines.length);
  let mutated = lines.slice(from, from + 5 + draw.below(60)).join('\n');
  for (let count = 1 + draw.below(3); count > 0; count -= 1) {
    if (draw.chance(0.4)) {
      const [, mutation] = draw.pick(textMutations);
      mutated = mutation(mutated, draw, () => text.slice(0, 400)).slice(0, 20_000);
    } else {
      mutated = disturb(draw, mutated);
    }
  }
  return wellFormed(mutated);
}

/** Half a pair of surrogates is no text in UTF-8. @param {string} text */
function wellFormed(text) {
  return Buffer.from(text).toString();
}

/**
 * @param {Draw} draw
 * @param {string} text
 */
function disturb(draw, text) {
  const at = draw.below(text.length + 1);
  switch (draw.below(7)) {
    case 0:
      return text.slice(0, at) + draw.pick(noise) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + draw.below(3));
    case 2: {
      const to = draw.pick(breaks);
      const place = text.indexOf('\n', at);
      return draw.chance(0.2)
        ? text.replaceAll('\n', to)
        : place < 0
          ? text + to
          : text.slice(0, place) + to + text.slice(place + 1);
    }
    case 3: {
      // The start of a line.
      const start = text.lastIndexOf('\n', at - 1) + 1;
      return text.slice(0, start) + draw.pick(noise) + text.slice(start);
    }
    case 4: {
      // The end of a line.
      const end = text.indexOf('\n', at);
      return end < 0
        ? text + draw.pick(noise)
        : text.slice(0, end) + draw.pick(noise) + text.slice(end);
    }
    case 5: {
      const start = text.lastIndexOf('\n', at - 1) + 1;
      return (
        text.slice(0, start) +
        draw.pick(['', ' ', '  ', '\t', '   ']) +
        text.slice(start).replace(/^ */, draw.pick(['', ' ', '  ', '    ']))
      );
    }
    default: {
      const length = draw.below(12);
      const part = text.slice(at, at + length);
      const to = draw.below(text.length + 1);
      return text.slice(0, to) + part + text.slice(to);
    }
  }
}

/** Draws nodes as lines of text. */
class Writer {
  /** @param {Draw} draw */
  constructor(draw) {
    this.draw = draw;
    this.anchors = 0;
  }

  document() {
    const { draw } = this;
    const lines = this.block(draw.pick([1, 2, 3, 3, 4]), 0);
    const start = draw.chance(0.15)
      ? draw.pick([
          '---\n',
          '--- # c\n',
          '\n',
          '# c\n',
          '\n# c\n\n',
          ' \n',
          '\ufeff',
          '---\n---\n',
          '\t\n',
          '---\n# c\n',
        ])
      : '';
    const end = draw.pick([
      '\n',
      '\n',
      '\n',
      '',
      '\n\n',
      '\n# c\n',
      '\n...\n',
      ' # c\n',
      '\n---\n',
      '\n  # c',
      '\n---\nb: 2\n',
      '\n\t\n',
      '\t\n',
      ' \n',
    ]);
    const text = start + lines.join('\n') + end;
    return draw.chance(0.07) ? `${text}\n---\n${this.block(2, 0).join('\n')}\n` : text;
  }

  /** @returns {string} */
  key() {
    const { draw } = this;
    if (draw.chance(0.75))
      return `${draw.pick(['a', 'b', 'c', 'd', 'e', 'kind', 'f'])}${draw.chance(0.6) ? draw.below(100) : ''}`;
    if (draw.chance(0.12)) return '<<';
    if (draw.chance(0.15)) return `? ${this.flow(1)}`;
    if (draw.chance(0.08)) return 'k'.repeat(draw.pick([1022, 1023, 1024, 1025, 1026]));
    if (draw.chance(0.1) && this.anchors > 0) return `*x${draw.below(this.anchors)} `;
    return this.inline();
  }

  /** A scalar in one line. */
  inline() {
    const { draw } = this;
    const text = draw.chance(0.4) ? draw.pick(scalars) : draw.pick(words);
    switch (draw.below(5)) {
      case 0:
        return this.double(text);
      case 1:
        return `'${text.replaceAll("'", "''")}'`;
      default:
        return text;
    }
  }

  /** @param {string} text */
  double(text) {
    const { draw } = this;
    const escape = draw.chance(0.3)
      ? draw.pick([
          '\\n',
          '\\t',
          '\\"',
          '\\\\',
          '\\/',
          "\\'",
          '\\x41',
          '\\u00e9',
          '\\U0001F600',
          '\\ud83d',
          '\\UD83D0000',
          '\\x4',
          '\\0',
          '\\e',
          '\\N',
          '\\_',
          '\\L',
          '\\P',
          '\\ ',
          '\\\t',
          '\\q',
          '\\x80',
          '\\u2028',
        ])
      : '';
    return `"${text.replaceAll(/["\\]/g, '\\$&')}${escape}${draw.chance(0.5) ? '' : 'z'}"`;
  }

  /** A few words in several lines, each but the first indented by a number of its own. @param {number} column */
  folded(column) {
    const { draw } = this;
    const count = 2 + draw.below(3);
    const quote = draw.pick(['', "'", '"']);
    const lines = Array.from({ length: count }, (_, index) => {
      const word = draw.chance(0.1)
        ? ''
        : draw.pick([
            'x',
            'y z',
            'w:v',
            'é',
            '-u',
            '#no',
            'a # c',
            'b: c',
            '- d',
            '---',
            '...',
            '😀',
          ]);
      const indent =
        index === 0
          ? ''
          : draw.chance(0.1)
            ? draw.pick(['\t', ' \t', '\t '])
            : ' '.repeat(Math.max(0, column + draw.pick([-3, -2, -1, 0, 0, 1, 2, 2, 4])));
      const end = draw.chance(0.15) ? draw.pick([' ', '\t', '  ', quote === '"' ? '\\' : '']) : '';
      return indent + word + end;
    });
    return quote + lines.join('\n') + quote;
  }

  /** @param {number} column */
  literal(column) {
    const { draw } = this;
    const header = draw.pick([
      '|',
      '>',
      '|',
      '|-',
      '>-',
      '|+',
      '>+',
      '|2',
      '>1-',
      '|-2',
      '|+1',
      '|0',
      '|9',
      '|-+',
      '|22',
      '| # c',
      '|# c',
      '|  ',
      '|\t',
      '|x',
      '>  # c',
    ]);
    const width = draw.pick([1, 2, 2, 2, 4]);
    const lines = Array.from({ length: draw.below(5) }, () => {
      const text = draw.pick([
        'x',
        'y z',
        '# no',
        'a: b',
        '- c',
        '',
        '',
        '  ',
        ' more',
        '\tz',
        '---',
        '...',
        'é',
        '"q"',
        '  w ',
        '\t',
      ]);
      return (
        ' '.repeat(
          Math.max(0, column + width + (draw.chance(0.15) ? draw.pick([-2, -1, 1, 2]) : 0)),
        ) + text
      );
    });
    return [header, ...lines].join('\n');
  }

  /** @param {number} depth @returns {string} */
  flow(depth) {
    const { draw } = this;
    if (depth <= 0 || draw.chance(0.3))
      return draw.chance(0.1) ? this.folded(draw.below(4)) : this.inline();
    const gap = () =>
      draw.chance(0.2)
        ? draw.pick(['', ' ', '\n', '\n  ', '\n\t', ' # c\n', '\t', '\n\n', '#c\n'])
        : draw.pick(['', ' ']);
    const parts = Array.from({ length: draw.below(4) }, () => {
      const prefix = draw.chance(0.06) ? `${this.properties()} ` : '';
      return draw.chance(0.5)
        ? prefix + this.flow(depth - 1)
        : `${prefix}${draw.chance(0.1) ? '? ' : draw.chance(0.04) ? '?' : ''}${this.inline()}${gap()}${draw.pick([':', ': ', ': ', ':', ' : ', ''])}${gap()}${this.flow(depth - 1)}`;
    });
    const inside =
      parts.map((part) => gap() + part + gap()).join(',') + (draw.chance(0.1) ? ',' : '') + gap();
    return draw.chance(0.5) ? `[${inside}]` : `{${inside}}`;
  }

  properties() {
    const { draw } = this;
    const anchor = `&${draw.chance(0.8) ? `x${this.anchors++}` : draw.pick(['a', 'a-b', 'é', '', 'a.b', '1'])}`;
    switch (draw.below(4)) {
      case 0:
        return anchor;
      case 1:
        return draw.pick(tags);
      case 2:
        return `${anchor} ${draw.pick(tags)}`;
      default:
        return `${draw.pick(tags)} ${anchor}`;
    }
  }

  /** The lines of a node, the first of which may follow something in its line. @param {number} depth @param {number} column @returns {string[]} */
  block(depth, column) {
    const { draw } = this;
    if (depth <= 0 || draw.chance(0.12)) return this.leaf(column).split('\n');
    return draw.chance(0.6) ? this.mapping(depth, column) : this.list(depth, column);
  }

  /** @param {number} column */
  leaf(column) {
    const { draw } = this;
    const text = draw.pick([
      () => this.inline(),
      () => this.inline(),
      () => this.inline(),
      () => this.flow(2),
      () => this.folded(column),
      () => this.literal(column),
      () => (this.anchors > 0 ? `*x${draw.below(this.anchors + 1)}` : '*x0'),
      () => '',
    ])();
    const prefix = draw.chance(0.07) ? `${this.properties()}${draw.pick([' ', ' ', '\n  '])}` : '';
    return (
      prefix + text + (draw.chance(0.08) ? draw.pick([' # c', '\t# c', ' \t', '#c', ' #']) : '')
    );
  }

  /** @param {number} depth @param {number} column */
  mapping(depth, column) {
    const { draw } = this;
    const indent = ' '.repeat(column);
    return Array.from({ length: 1 + draw.below(4) }, (_, index) => {
      const key = this.key();
      const colon = draw.chance(0.1) ? draw.pick([' :', ':', ':\t', ':  ', '']) : ':';
      const step = draw.pick([2, 2, 2, 1, 4, 0]);
      const isNested = draw.chance(0.45);
      const value = isNested ? this.block(depth - 1, column + step) : this.leaf(column).split('\n');
      const start = index === 0 ? '' : indent;
      const properties = draw.chance(0.05) ? ` ${this.properties()}` : '';
      const between = draw.chance(0.05)
        ? [draw.pick(['', '# c', `${indent}# c`, '\t', '  ', `${indent}  # c`])]
        : [];
      if (!isNested)
        return [`${start}${key}${colon} ${value[0] ?? ''}`, ...value.slice(1), ...between];
      return [
        `${start}${key}${colon}${properties}`,
        `${' '.repeat(column + step)}${value[0] ?? ''}`,
        ...value.slice(1),
        ...between,
      ];
    }).flat();
  }

  /** @param {number} depth @param {number} column */
  list(depth, column) {
    const { draw } = this;
    const indent = ' '.repeat(column);
    return Array.from({ length: 1 + draw.below(3) }, (_, index) => {
      const dash = draw.chance(0.08) ? draw.pick(['-', '-\t', '-   ', '- - ']) : '- ';
      const value = this.block(depth - 1, column + dash.length);
      return [`${index === 0 ? '' : indent}${dash}${value[0] ?? ''}`, ...value.slice(1)];
    }).flat();
  }
}
