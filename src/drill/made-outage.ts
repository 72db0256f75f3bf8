import { isUndone, type UndoOutcome } from './field-change.js';
import { makeOutage, undoOutage } from './outage.js';
import type { ScenarioRun } from './scenario-run.js';

/** The outage of one scenario: made at most once, undone if it may have been made. */
export class MadeOutage {
  #isMade = false;
  /** What is not as before though it was undone, one sentence each. */
  readonly unrestored: string[] = [];
  readonly #run: Pick<ScenarioRun, 'place' | 'record' | 'hook' | 'signal' | 'tell'>;
  readonly #cluster: string;

  constructor(
    run: Pick<ScenarioRun, 'place' | 'record' | 'hook' | 'signal' | 'tell'>,
    cluster: string,
  ) {
    this.#run = run;
    this.#cluster = cluster;
  }

  async make(): Promise<void> {
    const { place, record, hook, signal } = this.#run;
    signal.throwIfAborted();
    this.#isMade = true;
    await makeOutage(place, record, hook);
  }

  async undo(): Promise<void> {
    if (!this.#isMade) return;
    const { place, record, hook, tell } = this.#run;
    tell({ step: 'restoring', cluster: this.#cluster });
    const undone = await undoOutage(place, record, hook, (message) => {
      tell({ step: 'trouble', message });
    });
    this.#isMade = false;
    for (const { change, outcome } of undone) {
      tell({ step: 'restored', cluster: this.#cluster, change, outcome });
      const why = whyNotAsBefore(outcome);
      if (why === undefined) continue;
      const message = `cluster ${this.#cluster} is not as before: ${change}: ${why}`;
      this.unrestored.push(message);
      tell({ step: 'trouble', message });
    }
  }
}

function whyNotAsBefore(outcome: UndoOutcome): string | undefined {
  if (isUndone(outcome)) return undefined;
  return outcome === 'gone'
    ? 'the object is gone'
    : 'somebody has changed it since, so it was left alone';
}
