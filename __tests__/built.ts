import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../scripts/build-for-tests.mjs', import.meta.url));

/** The folder with the bundles of the sources as they are, laid out like dist/; DIST names another, such as dist/ itself. */
export const built =
  process.env['DIST'] ?? execFileSync(process.execPath, [script], { encoding: 'utf8' }).trimEnd();
