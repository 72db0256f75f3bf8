// @ts-check
/**
 * Removes the types from TypeScript for Jest, one file at a time. `tsc` checks them (`npm run lint`).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform, transformSync, version } from 'esbuild';

/** @type {import('esbuild').TransformOptions} */
const options = {
  loader: 'ts',
  format: 'esm',
  target: 'node20.19',
  sourcemap: 'inline',
  sourcesContent: false,
  // The one option that changes what code does: imports stay as they are written.
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
};

const ownText = readFileSync(fileURLToPath(import.meta.url));

export default {
  /** @param {string} text @param {string} file */
  process: (text, file) => transformSync(text, { ...options, sourcefile: file }),
  /** @param {string} text @param {string} file */
  processAsync: (text, file) => transform(text, { ...options, sourcefile: file }),
  /** @param {string} text @param {string} file */
  getCacheKey: (text, file) =>
    createHash('sha256')
      .update(version)
      .update(ownText)
      .update(file)
      .update('\0')
      .update(text)
      .digest('hex'),
};
