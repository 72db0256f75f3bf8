// @ts-check
/** `check` of a grown mesh, as text and as JSON. */
import { UserError } from '../../build/src/foundation/errors.js';
import { Project } from '../../build/src/project/project.js';
import { basisOf } from '../../build/src/report/basis.js';
import { formats } from '../../build/src/report/formats.js';
import { grown } from './grown.mjs';

const TODAY = new Date('2026-11-01');

/**
 * @param {Partial<Record<import('./grown.mjs').List, number>>} counts
 * @returns {{ bytes: number, end: string }} the bytes of what is checked, and what came of it
 */
export function exerciseGrown(counts) {
  const { manifest, config } = grown(counts);
  return { bytes: manifest.length + config.length, end: endOf(manifest, config) };
}

/**
 * @param {string} manifest
 * @param {string} config
 */
function endOf(manifest, config) {
  try {
    const project = Project.of({ files: { 'all.yaml': manifest }, config, now: TODAY });
    const { table, lint } = project.check();
    const results = {
      lint,
      predictions: table,
      basis: basisOf(project, TODAY),
      text: () => manifest,
    };
    const sizes = ['text', 'json'].map((format) => {
      let size = 0;
      for (const piece of formats[format](results, { color: false, quiet: false }))
        size += piece.length;
      return `${Math.round(size / 1000)} kB of ${format}`;
    });
    return sizes.join(', ');
  } catch (error) {
    return error instanceof UserError
      ? `refused: ${error.message.slice(0, 200)}`
      : `failed: ${error instanceof Error ? error.stack : String(error)}`;
  }
}
