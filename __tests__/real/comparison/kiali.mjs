/**
 * What Kiali's validations say. They are built from source for minutes, so that the tests take the answers of the last whole run,
 * which kiali-answers.json keeps by what was asked; a case that has changed since has none.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { runPart } from './run-part.mjs';

/** @typedef {import('./peers.mjs').ClusterFiles} ClusterFiles */

const file = fileURLToPath(new URL('kiali-answers.json', import.meta.url));

/** The answers that were kept. */
export class KeptKiali {
  /** @type {Record<string, string[]>} */
  #answers = JSON.parse(readFileSync(file, 'utf8'));

  /**
   * @param {ClusterFiles} cluster
   * @returns {Promise<string[]>} the codes of its messages
   */
  async codesOf(cluster) {
    const answer = this.#answers[keyOf(cluster)];
    if (answer) return answer;
    throw new Error(
      'a case is not in kiali-answers.json: node __tests__/real/bench/build.mjs kiali-checks, then compare.mjs',
    );
  }
}

/** Kiali's own, whose answers are to be kept. */
export class AskedKiali {
  /** @type {Map<string, string[]>} */
  #answers = new Map();

  /**
   * @param {ClusterFiles} cluster
   * @returns {Promise<string[]>} the codes of its messages
   */
  async codesOf(cluster) {
    const { files, surroundings } = cluster;
    const { stdout } = await runPart('kiali-checks', files, JSON.stringify(surroundings));
    /** @type {{ code: string }[]} */
    const messages = JSON.parse(stdout);
    const codes = [...new Set(messages.map(({ code }) => code))].sort();
    this.#answers.set(keyOf(cluster), codes);
    return codes;
  }

  async keep() {
    const sorted = Object.fromEntries([...this.#answers].sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, await format(JSON.stringify(sorted), { parser: 'json' }));
  }
}

/** @param {ClusterFiles} cluster */
function keyOf({ files }) {
  const texts = files.map((name) => readFileSync(name, 'utf8'));
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
