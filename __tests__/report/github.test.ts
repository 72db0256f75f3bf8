import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/foundation/finding.js';
import { annotations, github } from '../../src/report/github.js';
import { whole } from './held-table.js';
import { finding, hostileTexts, lintResult } from './hostile.js';

const many = (severity: Finding['severity'], count: number) =>
  Array.from({ length: count }, (_, index) =>
    finding('x', { severity, file: `${severity}-${index}.yaml`, related: [] }),
  );

const commandsIn = (text: string, level: string) =>
  text.split('\n').filter((line) => line.startsWith(`::${level} `));

describe('10,000 findings', () => {
  const all = [...many('notice', 3_000), ...many('error', 4_000), ...many('warning', 3_000)];
  const isChanged = ({ file }: Finding) => file.endsWith('999.yaml');
  const { text, left } = annotations(all, { isChanged, rest: 'see the job summary' });

  test.each(['error', 'warning', 'notice'] as const)('%s: ten, on changed lines first', (level) => {
    const shown = commandsIn(text, level);
    expect(shown).toHaveLength(10);
    expect(shown[0]).toContain(`file=${level}-999.yaml,`);
    expect(shown.at(-1)).toBe(
      `::${level} title=mesh-failover::${left[level]} more ${level}s: see the job summary`,
    );
    expect(left[level]).toBe((level === 'error' ? 4_000 : 3_000) - 9);
  });

  test('the gravest first, and none is lost', () => {
    const order = ['error', 'warning', 'notice'].map((level) => text.indexOf(`::${level} `));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    for (const { file } of all) expect(text).toContain(file);
  });
});

test('ten of a level have room, and less where the step itself has something to say', () => {
  expect(annotations(many('error', 10)).left.error).toBe(0);
  const { text, left } = annotations(many('error', 10), { room: { error: 9 } });
  expect(commandsIn(text, 'error')).toHaveLength(9);
  expect(left.error).toBe(2);
});

test('a message is cut where GitHub would cut it, and not through a character', () => {
  const text = annotations([finding('x', { message: `${'é'.repeat(3_000)}😀` })]).text;
  const message = /::([^:]*)\n$/.exec(text)?.[1] ?? '';
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_096);
  expect(message).toMatch(/^é+…$/);
});

test('columns only within a line', () => {
  const { text } = annotations([finding('x', { endLine: 9 })]);
  expect(text).toContain('line=3,endLine=9,title=');
});

test.each(['<stdin>', '/etc/x.yaml', '../x.yaml', 'C:/x.yaml'])(
  '%s is no file of the workspace',
  (file) => {
    const { text } = annotations([finding('x', { file })]);
    expect(text).toMatch(/^::error title=[^,]*::/);
    expect(text).toContain(`${file}:3:5`);
  },
);

test.each(hostileTexts)('what is only listed is no command either: %j', (hostile) => {
  const findings = Array.from({ length: 12 }, () => finding(hostile));
  const text = whole(
    github(
      { lint: lintResult(findings), predictions: undefined, basis: [], text: () => undefined },
      { color: false, quiet: false },
    ),
  );
  const lines = text.split('\n').filter((line) => line !== '');
  // Nine, the count, and the group with three lines in it.
  expect(lines).toHaveLength(15);
  for (const line of lines.slice(11, 14)) {
    expect(line).toMatch(/^error max-ejection-percent-100 /);
    expect(line).not.toMatch(/::|##\[/);
  }
});
