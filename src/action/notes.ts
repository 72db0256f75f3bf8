import { info, notice, warning } from '@actions/core';
import { safeLines } from '../foundation/safe-text.js';

/** What a run could not do, and why that is no failure, and what is not safe: told in the log and the summary, and by `annotate`. */
export class Notes {
  readonly #texts = new Map<string, 'notice' | 'warning'>();

  add(text: string): void {
    this.#tell(text, 'notice');
  }

  warn(text: string): void {
    this.#tell(text, 'warning');
  }

  /** For pages. */
  get all(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** One annotation for all of a kind: GitHub shows ten of each. */
  annotate(): void {
    for (const [kind, write] of [['warning', warning] as const, ['notice', notice] as const]) {
      const texts = [...this.#texts].filter(([, own]) => own === kind).map(([text]) => text);
      if (texts.length > 0) write(safeLines(texts.join('\n')));
    }
  }

  #tell(text: string, kind: 'notice' | 'warning'): void {
    if (this.#texts.has(text)) return;
    this.#texts.set(text, kind);
    info(safeLines(text));
  }
}
