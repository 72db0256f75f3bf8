import { info } from '@actions/core';
import { safeLines } from '../report/safe-text.js';

/** What a run could not do, and why that is no failure: told in the log, in the summary, and in one annotation. */
export class Notes {
  readonly #texts: string[] = [];

  add(text: string): void {
    if (this.#texts.includes(text)) return;
    this.#texts.push(text);
    info(safeLines(text));
  }

  get all(): readonly string[] {
    return this.#texts;
  }
}
