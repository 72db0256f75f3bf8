// @ts-check
/** Asks Go what it makes of texts. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} GoDocument
 * @property {unknown} [value]
 * @property {string} [error]
 * @property {string} [strict]
 *
 * @typedef {object} Answer
 * @property {GoDocument[]} documents what kubectl reads of a file, up to its first error
 * @property {GoDocument} whole the text as one document, read by sigs.k8s.io/yaml
 */

export class GoJudge {
  /** @param {string} program */
  constructor(program) {
    this.child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    /** @type {((answer: Answer) => void)[]} */
    this.waiting = [];
    createInterface({ input: this.child.stdout, crlfDelay: Infinity }).on('line', (line) => {
      this.waiting.shift()?.(JSON.parse(line));
    });
  }

  /**
   * @param {string} text
   * @returns {Promise<Answer>}
   */
  ask(text) {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin.write(`${JSON.stringify(text)}\n`);
    });
  }

  stop() {
    this.child.stdin.end();
  }
}
