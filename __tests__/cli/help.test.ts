import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';
import { explainedText } from '../../src/cli/commands/explain.js';
import { explained } from '../../src/project/explained.js';
import { rules } from '../../src/rules/index.js';
import { runIn } from './run-in.js';

describe.each(commands.map(({ name }) => name))('%s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'help-'));

  test('has help, with the formats that it takes; another one is refused before the work', async () => {
    const { status, stdout, stderr } = await runIn(folder, [name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: mesh-failover ${name} `);
    const flowing = stdout.replaceAll(/\s+/g, ' ');
    const [, formats = ''] = /--format NAME\[=FILE\] (.*?); to standard output/.exec(flowing) ?? [];
    const refused = await runIn(folder, [name, '--format', 'zzz']);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain(`--format takes ${formats}, not "zzz"`);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('the overview has every command', async () => {
  const { stdout } = await runIn('.', ['--help']);
  for (const { name, operands, summary } of commands) {
    const term = `${name} ${operands}`.trim();
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(` ${term} ${summary} `);
  }
});

describe('what is read in a terminal fits 80 columns:', () => {
  const tooLong = (text: string) =>
    text.split('\n').filter((line) => line.length > 80 && /\S\s+\S/.test(line.slice(1)));

  test.each([[], ...commands.map(({ name }) => [name])])('help of %s', async (...names) => {
    const { stdout } = await runIn('.', [...names, '--help']);
    expect(tooLong(stdout)).toEqual([]);
  });

  test('the list of rules, with each severity beside the name and what goes wrong below', async () => {
    const { stdout } = await runIn('.', ['rules']);
    expect(tooLong(stdout)).toEqual([]);
    const flowing = stdout.replaceAll(/\s+/g, ' ');
    for (const { code, severity, name, summary } of rules) {
      expect(flowing).toContain(`${code} ${severity} ${name} ${summary} `);
    }
  });

  test.each(rules.map(({ name }) => name))('explain %s', (name) => {
    const text = explainedText(explained(name));
    expect(tooLong(text)).toEqual([]);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      explained(name).description.split('\n')[0]?.trim() ?? '',
    );
  });
});
