// @ts-check
/**
 * Writes the tables of the action's inputs and outputs, from action.yml, between the markers `<!-- inputs -->` and
 * `<!-- /inputs -->` (and likewise `outputs`) of docs/action.md and, where it has them, README.md; likewise the workflows of
 * docs/workflows/ between `<!-- workflow NAME -->` and `<!-- /workflow NAME -->`.
 *
 *     node scripts/generate-readme.mjs           # writes
 *     node scripts/generate-readme.mjs --check   # writes nothing; exit 1 if a page is out of date
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { parse } from 'yaml';

/** @typedef {{ description: string, default?: string }} Entry */

const root = fileURLToPath(new URL('..', import.meta.url));
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const workflows = join(root, 'docs/workflows');
/** @type {Record<string, string>} */
const contents = {
  inputs: table(
    ['Input', 'What it is', 'Default'],
    action.inputs,
    ([name, { description, default: value }]) => [
      code(name),
      description,
      value ? code(value) : '',
    ],
  ),
  outputs: table(['Output', 'What it is'], action.outputs, ([name, { description }]) => [
    code(name),
    description,
  ]),
  ...Object.fromEntries(
    readdirSync(workflows).map((name) => [
      `workflow ${name}`,
      `\`\`\`yaml\n${readFileSync(join(workflows, name), 'utf8')}\`\`\`\n`,
    ]),
  ),
};

for (const page of ['docs/action.md', 'README.md']) {
  const file = join(root, page);
  if (!existsSync(file)) continue;
  const text = readFileSync(file, 'utf8');
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  let fresh = text;
  for (const [name, content] of Object.entries(contents))
    fresh = replaced(fresh, name, content, page);
  if (fresh === text) continue;
  fresh = await prettier.format(fresh, options);
  if (fresh === text) continue;
  if (process.argv.includes('--check')) {
    console.error(
      `${page} is not what action.yml and docs/workflows/ give: run "npm run generate"`,
    );
    process.exitCode = 1;
  } else {
    writeFileSync(file, fresh);
  }
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} content
 * @param {string} page
 */
function replaced(text, name, content, page) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start === -1 && end === -1) return text;
  if (start === -1 || end < start) throw new Error(`${page}: ${open} and ${close} belong together`);
  return `${text.slice(0, start + open.length)}\n\n${content}\n${text.slice(end)}`;
}

/**
 * @param {string[]} head
 * @param {Record<string, Entry>} entries
 * @param {(entry: [string, Entry]) => string[]} cellsOf
 */
function table(head, entries, cellsOf) {
  const rows = [head, head.map(() => '---'), ...Object.entries(entries).map(cellsOf)];
  const cell = (/** @type {string} */ text) =>
    text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return rows.map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('');
}

/** @param {string} text */
function code(text) {
  return `\`${text}\``;
}
