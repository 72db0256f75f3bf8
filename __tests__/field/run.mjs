// @ts-check
/**
 * Runs lint, check and discover on repositories as they are found in public, and prints what comes out of each.
 *
 *     npm run field                # all of them
 *     npm run field -- kustomize   # those with this in their names; with every finding
 *     npm run field -- --write DIR kustomize   # writes their files, to try them by hand
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { withMistake } from './layout.mjs';
import { layouts } from './layouts/index.mjs';

const { values, positionals } = parseArgs({
  options: { write: { type: 'string' } },
  allowPositionals: true,
});
const chosen = layouts.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
if (values.write !== undefined) write(values.write);
else process.exitCode = await run();

/** @param {string} folder */
function write(folder) {
  for (const { name, files } of chosen) {
    for (const [file, text] of Object.entries(files)) {
      const path = join(folder, name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
}

async function run() {
  const { Project, discoveryOf, text, basisOf } = await built();
  const now = new Date();
  const rows = [];
  let failures = 0;
  for (const layout of chosen) {
    const project = Project.of({ files: layout.files, now });
    const { lint, table } = project.check();
    const { environments, units } = discoveryOf(project.repository);
    const results = {
      lint,
      predictions: table,
      basis: basisOf(project, now),
      text: (/** @type {string} */ file) => project.manifests.text(file),
    };
    const output = [...text(results, { color: false, quiet: false })].join('');
    const planted = Project.of({ files: withMistake(layout), now }).lint().findings;
    const { rule, file } = layout.mistake;
    const isFound = planted.some((one) => one.rule === rule && one.file === file);
    const { errors, warnings, notices } = lint.summary;
    if (errors + warnings > 0 || !isFound) failures += 1;
    rows.push({
      layout: layout.name,
      units: units.length,
      environments: environments.length,
      errors,
      warnings,
      notices,
      lines: output.split('\n').length - 1,
      mistake: isFound ? 'found' : 'MISSED',
    });
    if (positionals.length > 0) {
      console.log(`== ${layout.name}: ${layout.summary}\n${output}`);
      console.log(`units: ${units.map(({ id }) => id).join(' ')}`);
      console.log(`environments: ${environments.map(({ name }) => name).join(' ')}`);
      console.log(planted.map((one) => `with the mistake: ${one.rule} ${one.file}`).join('\n'));
      console.log();
    }
  }
  console.table(rows);
  return failures === 0 ? 0 : 1;
}

/**
 * The compiled sources, with the types of what they are compiled from.
 *
 * @returns {Promise<Pick<typeof import('../../src/project/project.js'), 'Project'> &
 *   Pick<typeof import('../../src/project/discovery.js'), 'discoveryOf'> &
 *   Pick<typeof import('../../src/report/text.js'), 'text'> &
 *   Pick<typeof import('../../src/report/basis.js'), 'basisOf'>>}
 */
async function built() {
  const root = new URL('../../build/src/', import.meta.url);
  const load = (/** @type {string} */ path) => import(new URL(path, root).href);
  const { Project } = await load('project/project.js');
  const { discoveryOf } = await load('project/discovery.js');
  const { text } = await load('report/text.js');
  const { basisOf } = await load('report/basis.js');
  return { Project, discoveryOf, text, basisOf };
}
