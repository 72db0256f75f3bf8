/** The completion scripts in zsh and fish themselves; bash is in every unit test. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runIn } from '../../cli/run-in.js';
import { describeReal } from '../describe-real.js';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));

async function scriptFile(shell: string): Promise<string> {
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, (await runIn('.', ['completion', shell])).stdout);
  return file;
}

describeReal('completion', { parts: [], programs: ['zsh', 'fish'] }, () => {
  test.each([
    ['mesh-failover ro', ['rollback']],
    ['mesh-failover check --fail-on ', ['error', 'notice', 'warning']],
    ['mesh-failover lint --fix-d', ['--fix-dry-run']],
    ['mesh-failover explain max-', ['max-ejection-percent-100']],
    ['mesh-failover completion ', ['bash', 'fish', 'zsh']],
  ])('fish offers for "%s"', async (typed, offers) => {
    const file = await scriptFile('fish');
    const script = `source ${file}; complete -C "${typed}"`;
    const text = execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' });
    const words = text.split('\n').map((line) => line.split('\t')[0] ?? '');
    expect(words.filter(Boolean).sort()).toEqual(offers);
  });

  test.each([
    ['mesh-failover rollb', 'mesh-failover rollback'],
    ['mesh-failover check --fail-on=w', 'mesh-failover check --fail-on=warning'],
    ['mesh-failover lint --fix-d', 'mesh-failover lint --fix-dry-run'],
    ['mesh-failover explain max-', 'mesh-failover explain max-ejection-percent-100'],
  ])('zsh completes "%s"', async (typed, completed) => {
    const file = await scriptFile('zsh');
    const driver = join(folder, 'driver.zsh');
    // An interactive shell in a terminal of its own; what is typed is printed, not run.
    writeFileSync(
      driver,
      `zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell "stty cols 200; PS1=''; autoload -Uz compinit; compinit -u -D; source ${file}"
zpty -w shell 'mine() { print -r -- "<\${BUFFER%% }>"; BUFFER= }; zle -N mine; bindkey "^P" mine; print ready'
text=
until [[ $text == *$'\\nready'* ]]; do zpty -r shell part || exit 1; text+=$part; done
zpty -w -n shell $'${typed}\\t\\C-p'
text=
until [[ $text == *'<'*'>'* ]]; do zpty -r shell part || exit 1; text+=$part; done
print -r -- "$text"
zpty -d shell
`,
    );
    const text = execFileSync('zsh', ['-f', driver], { encoding: 'utf8', timeout: 60_000 });
    expect(/<(mesh[^>]*)>/.exec(text)?.[1]).toBe(completed);
  });
});
