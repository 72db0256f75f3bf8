/**
 * What Kiali's validations say. They are built from source for minutes, so that the tests take the answers of the last whole run,
 * which kiali-answers.json keeps by what was asked; a case that has changed since has none.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { isSeq, parseAllDocuments } from 'yaml';
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
    const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-kiali-'));
    /** @type {{ code: string }[]} */
    let messages;
    try {
      const filled = files.map((name) => filledIn(name, folder));
      const { stdout } = await runPart('kiali-checks', filled, JSON.stringify(surroundings));
      messages = JSON.parse(stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
    const codes = [...new Set(messages.map(({ code }) => code))].sort();
    this.#answers.set(keyOf(cluster), codes);
    return codes;
  }

  async keep() {
    const sorted = Object.fromEntries([...this.#answers].sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, await format(JSON.stringify(sorted), { parser: 'json' }));
  }
}

/**
 * Kiali reads what an API server has filled in, and ends with a panic for a listener without `allowedRoutes`.
 *
 * @param {string} file
 * @param {string} folder
 * @returns {string} a file that has them
 */
function filledIn(file, folder) {
  const text = readFileSync(file, 'utf8');
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  let isChanged = false;
  for (const document of documents) {
    if (document.errors.length > 0) return file;
    const isGateway = String(document.get('apiVersion')).startsWith('gateway.networking.k8s.io/');
    const listeners = isGateway ? document.getIn(['spec', 'listeners']) : undefined;
    const count = isSeq(listeners) ? listeners.items.length : 0;
    for (let index = 0; index < count; index++) {
      const path = ['spec', 'listeners', index, 'allowedRoutes'];
      if (document.hasIn(path)) continue;
      document.setIn(path, document.createNode({ namespaces: { from: 'Same' } }));
      isChanged = true;
    }
  }
  if (!isChanged) return file;
  const filled = join(folder, basename(file));
  writeFileSync(filled, documents.map(String).join('---\n'));
  return filled;
}

/** @param {ClusterFiles} cluster */
function keyOf({ files }) {
  const texts = files.map((name) => readFileSync(name, 'utf8'));
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
