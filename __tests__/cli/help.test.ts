import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';
import { runIn } from './run-in.js';

describe.each(commands.map(({ name }) => name))('%s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'help-'));

  test('has help, with the formats that it takes; another one is refused before the work', async () => {
    const { status, stdout, stderr } = await runIn(folder, [name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: mesh-failover ${name} `);
    const [, formats = ''] = /--format NAME\[=FILE\] +(.*); to standard output/.exec(stdout) ?? [];
    const refused = await runIn(folder, [name, '--format', 'zzz']);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain(`--format takes ${formats}, not "zzz"`);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('the overview has every command', async () => {
  const { stdout } = await runIn('.', ['--help']);
  for (const { name, summary } of commands) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} .*${summary.replace(/[()]/g, '\\$&')}$`, 'm'));
  }
});
