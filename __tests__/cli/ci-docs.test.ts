/** The recipes for CI systems: they can be read, and the program takes what they say. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { commands } from '../../src/cli/commands.js';
import { commonOptions } from '../../src/cli/common-options.js';
import { outputsOf } from '../../src/cli/output.js';

const text = readFileSync('docs/ci.md', 'utf8');
const blocks = [...text.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, block = '']) => block);
const lines = [...text.matchAll(/npx --yes mesh-failover (\S+)([^'\n]*)/g)];

test('every configuration is YAML', () => {
  expect(blocks).toHaveLength(3);
  for (const block of blocks) {
    expect(parseAllDocuments(block).flatMap(({ errors }) => errors)).toEqual([]);
  }
});

test('there are checks, and applies', () => {
  const names = new Set(lines.map(([, name]) => name));
  expect([...names].sort()).toEqual(['apply', 'check', 'plan']);
});

test.each(lines.map(([line, name = '', rest = '']) => [line, name, rest] as const))(
  '%s',
  async (_, name, rest) => {
    const entry = commands.find((other) => other.name === name);
    const command = await entry!.load();
    const options = { ...command.options, ...commonOptions };
    const args = rest.trim().split(' ');
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    expect(() => outputsOf(values, command.formats)).not.toThrow();
    expect(positionals).toHaveLength(1);
  },
);
