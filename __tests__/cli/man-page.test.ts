import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';

const page = readFileSync('docs/mesh-failover.1', 'utf8').split('\n');

/** What a reader sees of a line. */
const seen = (line: string) =>
  line
    .replace(/^\.[A-Z]+ /, '')
    .replaceAll('\\-', '-')
    .replaceAll('\\(aq', "'")
    .replaceAll('...', '…');

describe('the manual page', () => {
  test.each(commands.map((entry) => [entry.name, entry] as const))(
    'has %s with its options and examples',
    async (name, { operands, load }) => {
      const start = page.findIndex(
        (line) =>
          line.startsWith('.SS ') && seen(line) === `mesh-failover ${name} ${operands}`.trim(),
      );
      expect(start).toBeGreaterThan(0);
      const rest = page.slice(start + 1);
      const part = rest
        .slice(
          0,
          rest.findIndex((line) => /^\.S[SH] /.test(line)),
        )
        .map(seen);
      const { help, examples } = await load();
      for (const text of [...help.flatMap((row) => [row.term, row.text]), ...examples]) {
        expect(part).toContain(text.replaceAll('"', '\\(dq'));
      }
    },
  );

  test('uses no request but those of man(7)', () => {
    const requests = page.flatMap((line) => /^[.'](\S*)/.exec(line)?.[1] ?? []);
    const known = ['TH', 'SH', 'SS', 'TP', 'PP', 'B', 'I', 'RS', 'RE', 'nf', 'fi'];
    expect([...new Set(requests)].filter((request) => !known.includes(request))).toEqual([]);
  });
});
