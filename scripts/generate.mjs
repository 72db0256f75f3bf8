// Writes what follows from build/ (npm run compile): the pages of the rules, the schema of the configuration, the schemas of
// the JSON outputs, the picture of a recorded drill, the manual page, and the pictures of the load; then the parts of the pages that follow from
// action.yml. With --check it writes nothing, names each file that differs and exits with 1.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configSchema } from './config-schema.mjs';
import { drillPicture } from './drill-picture.mjs';
import { loadPictures } from './load-pictures.mjs';
import { manPage } from './man-page.mjs';
import { outputSchemas } from './output-schemas.mjs';
import { rulePages } from './rule-pages.mjs';
import { schemaValidators } from './schema-validators.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const isCheck = process.argv.includes('--check');

const wanted = new Map([
  ...(await rulePages()),
  configSchema(),
  ...outputSchemas(),
  await drillPicture(),
  ...schemaValidators(),
  await manPage(),
  await loadPictures(),
]);
for (const [file, text] of wanted) {
  if (currentText(file) === text) continue;
  if (isCheck) differs(file);
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
// Pages of rules, and schemas of outputs, that are gone.
for (const folder of ['docs/rules', 'schemas/output']) {
  for (const name of readdirSync(folder)) {
    const file = `${folder}/${name}`;
    if (wanted.has(file)) continue;
    if (isCheck) differs(file);
    else rmSync(file);
  }
}

const { status } = spawnSync(
  process.execPath,
  ['scripts/generate-readme.mjs', ...(isCheck ? ['--check'] : [])],
  { stdio: 'inherit' },
);
if (status !== 0) process.exitCode = 1;

/** @param {string} file */
function currentText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function differs(file) {
  console.error(`${file} is out of date: run "npm run generate"`);
  process.exitCode = 1;
}
