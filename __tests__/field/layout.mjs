// @ts-check
import { outlierDetection } from './objects.mjs';

/**
 * A repository as it is found in public, and what is right to say about it.
 *
 * @typedef {object} Layout
 * @property {string} name
 * @property {string} summary One line: how the repository is laid out.
 * @property {Record<string, string>} files Texts by their paths.
 * @property {string[]} environments The names that `discover` prints; empty: one without a name.
 * @property {string[]} [renderedEnvironments] The same where kustomizations and charts are rendered; default: the same.
 * @property {string[]} units Their ids, sorted.
 * @property {string[]} [notices] The rules of the notices, and of warnings that are right, each once, sorted. Default: none.
 * @property {Mistake} mistake What is planted to see that it is found.
 */

/**
 * @typedef {object} Mistake
 * @property {string} file
 * @property {string} from The text that is replaced, once.
 * @property {string} to
 * @property {string} rule The error that must be found, in this file.
 * @property {string[]} [effects] Rules whose errors follow from it, such as that clusters differ; default: none.
 */

/**
 * The files of a layout with its mistake in them.
 *
 * @param {Layout} layout
 * @returns {Record<string, string>}
 */
export function withMistake({ name, files, mistake: { file, from, to } }) {
  const text = files[file];
  if (text?.includes(from) !== true) throw new Error(`${name}: ${file} does not hold ${from}`);
  return { ...files, [file]: text.replace(from, to) };
}

/**
 * A rule without `maxEjectionPercent`.
 *
 * @param {string} file
 * @returns {Mistake}
 */
export function withoutEjectionPercent(file) {
  return {
    file,
    from: '      maxEjectionPercent: 100\n',
    to: '',
    rule: 'max-ejection-percent-100',
  };
}

/**
 * A rule without outlier detection.
 *
 * @param {string} file
 * @returns {Mistake}
 */
export function withoutOutlierDetection(file) {
  return { file, from: outlierDetection, to: '', rule: 'outlier-detection-required' };
}
