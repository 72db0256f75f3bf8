// @ts-check
/**
 * Writes the parts of README.md that are run: example files from the text, and the output of commands into it.
 *
 *     node scripts/update-readme.mjs           # runs dist/cli/index.js
 *     node scripts/update-readme.mjs --check   # exit 1 if README.md or an example is not what it should be
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);
const isCheck = process.argv.includes('--check');
const before = readFileSync('README.md', 'utf8');

const files = /<!-- file: (\S+) -->\s*```yaml\n([^]*?)```\s*<!-- \/file -->/g;
for (const [, file, text] of before.matchAll(files)) write(file, text);

const outputs = /(<!-- output: (.+?) -->\s*```text\n)[^]*?(```\s*<!-- \/output -->)/g;
write(
  'README.md',
  before.replace(outputs, (_, start, command, end) => {
    const { stdout } = spawnSync(process.execPath, ['dist/cli/index.js', ...command.split(' ')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
    });
    // How long it took differs from run to run.
    return `${start}${stdout.replace(/, \d+\.\d s\)/g, ')')}${end}`;
  }),
);

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === text) return;
  if (!isCheck) return writeFileSync(file, text);
  console.error(`${file} is out of date: node scripts/update-readme.mjs`);
  process.exitCode = 1;
}
