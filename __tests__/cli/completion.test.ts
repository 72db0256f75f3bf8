import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { commands } from '../../src/cli/commands.js';
import { commonOptions } from '../../src/cli/common-options.js';
import { rules } from '../../src/rules/index.js';
import { runIn } from './run-in.js';

const scriptFor = async (shell: string) => (await runIn('.', ['completion', shell])).stdout;

/** What bash offers for the words of a command line, the last of which is being typed. */
async function bashOffers(...words: string[]): Promise<string[]> {
  const script = `${await scriptFor('bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _mesh_failover
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
  return text.split('\n').filter((line) => line !== '');
}

describe('bash offers', () => {
  test('commands', async () => {
    expect(await bashOffers('mesh-failover', 'ro')).toEqual(['rollback']);
    const all = await bashOffers('mesh-failover', '');
    expect(all).toEqual([...commands.map(({ name }) => name), '--help', '--version']);
  });

  test.each(commands.map((entry) => [entry.name, entry] as const))(
    'every option of %s',
    async (name, entry) => {
      const { options } = await entry.load();
      const offered = await bashOffers('mesh-failover', name, '--');
      const wanted = Object.keys({ ...options, ...commonOptions }).map((option) => `--${option}`);
      expect(offered.sort()).toEqual(wanted.sort());
    },
  );

  test('the values of an option, behind a space and behind "="', async () => {
    const levels = ['error', 'warning', 'notice'];
    expect(await bashOffers('mesh-failover', 'lint', '--fail-on', '')).toEqual(levels);
    expect(await bashOffers('mesh-failover', 'lint', '--fail-on', '=')).toEqual(levels);
    expect(await bashOffers('mesh-failover', 'lint', '--fail-on', '=', 'w')).toEqual(['warning']);
    expect(await bashOffers('mesh-failover', 'check', '--format', 'ju')).toEqual(['junit']);
    expect(await bashOffers('mesh-failover', 'rules', '--format', '')).toEqual(['text', 'json']);
    expect(await bashOffers('mesh-failover', 'check', '--preset', 's')).toEqual(['strict']);
  });

  test('rules, shells, and nothing of its own for paths', async () => {
    const names = rules.map(({ name }) => name).filter((name) => name.startsWith('gateway-'));
    expect(await bashOffers('mesh-failover', 'explain', 'gateway-')).toEqual(names);
    expect(await bashOffers('mesh-failover', 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await bashOffers('mesh-failover', 'check', 'mes')).toEqual([]);
    expect(await bashOffers('mesh-failover', 'check', '--config', 'mes')).toEqual([]);
  });
});

test.each([
  [[], 'completion takes one shell: bash, zsh, fish'],
  [['bash', 'zsh'], 'completion takes one shell: bash, zsh, fish'],
  [['bahs'], 'completion takes bash, zsh, fish, not "bahs"; did you mean "bash"?'],
])('completion of %j is refused', async (operands, message) => {
  const { status, stderr } = await runIn('.', ['completion', ...operands]);
  expect([status, stderr]).toEqual([2, `mesh-failover: ${message}\n`]);
});
