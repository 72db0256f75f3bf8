import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';
import { runIn } from './run-in.js';

describe.each(commands.map(({ name }) => name))('%s', (name) => {
  test('has help, with the formats that it takes', async () => {
    const { status, stdout, stderr } = await runIn('.', [name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: mesh-failover ${name} `);
    const [, formats = ''] = /--format NAME\[=FILE\] +(.*); to standard output/.exec(stdout) ?? [];
    const operands = name === 'explain' ? ['MF001'] : [];
    const refused = await runIn('.', [name, ...operands, '--format', 'zzz']);
    expect(refused.status).toBe(2);
    // Some want other things before they look at the format.
    if (/--format takes/.test(refused.stderr)) {
      expect(refused.stderr).toContain(`--format takes ${formats}, not "zzz"`);
    } else {
      expect(refused.stderr).toMatch(/--from-clusters/);
    }
  });
});

test('the overview has every command', async () => {
  const { stdout } = await runIn('.', ['--help']);
  for (const { name, summary } of commands) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} .*${summary.replace(/[()]/g, '\\$&')}$`, 'm'));
  }
});
