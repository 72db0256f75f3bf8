// @ts-check
/** Jest's transform of the sources with one mutation, or with notes of what runs. */
import { relative } from 'node:path';
import plain from '../../scripts/jest-typescript.mjs';
import { withNotes } from './mutations.mjs';

/** @type {{ folders?: string[], mutant?: { file: string, start: number, end: number, text: string } }} */
const { folders, mutant } = JSON.parse(process.env['MESH_FAILOVER_MUTANT'] ?? '{}');

/**
 * @param {string} text
 * @param {string} path
 */
function changed(text, path) {
  const file = relative(process.cwd(), path);
  if (mutant?.file === file)
    return text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end);
  return folders?.some((folder) => file.startsWith(`src/${folder}/`))
    ? withNotes(file, text)
    : text;
}

export default {
  /** @param {string} text @param {string} file */
  process: (text, file) => plain.process(changed(text, file), file),
  /** @param {string} text @param {string} file */
  processAsync: (text, file) => plain.processAsync(changed(text, file), file),
  /** @param {string} text @param {string} file */
  getCacheKey: (text, file) => plain.getCacheKey(changed(text, file), file),
};
