import { setTimeout as sleep } from 'node:timers/promises';
import { comparePhase } from './compare-phase.js';
import type { DrillClient } from './drill-prediction.js';
import type { TellProgress } from './drill-progress.js';
import type {
  DrillPhase,
  DrillPhaseClient,
  DrillPhaseName,
  DrillPrediction,
} from './drill-result.js';
import type { ConfiguredDrill } from './drill-settings.js';
import type { Prober } from './prober.js';
import type { Recorder } from './recorder.js';

export interface PhasesOptions {
  scenario: string;
  settings: ConfiguredDrill;
  clients: readonly DrillClient[];
  recorder: Recorder;
  prober: Prober;
  /** Milliseconds since the drill's start. */
  clock(): number;
  /** Ends a phase at once, with its reason as the error. */
  signal: AbortSignal;
  /** By client, for the steady phases. */
  predicted: Partial<Record<DrillPhaseName, readonly (DrillPrediction | undefined)[]>>;
  tell: TellProgress;
}

const pollMs = 250;

/** The phases of one scenario, one after the other without gaps. */
export class Phases {
  readonly done: DrillPhase[] = [];
  #begun: { name: DrillPhaseName; from: number } | undefined;
  #end: number;
  readonly #options: PhasesOptions;

  constructor(options: PhasesOptions) {
    this.#options = options;
    this.#end = options.clock();
  }

  /** Measures for some seconds, and waits for the last answers. */
  async measure(name: DrillPhaseName, seconds: number): Promise<DrillPhase> {
    const from = this.#begin(name, seconds);
    const to = this.#options.clock() + seconds * 1000;
    while (this.#options.clock() < to) await this.#pause(to - this.#options.clock());
    while (this.#options.prober.settledUntil() < to) await this.#pause(pollMs);
    return this.#finish(name, from, to);
  }

  /**
   * Waits for something to come about.
   *
   * @param seconds For so long at most.
   * @param isThere What there is to say about it, from what has been met since the phase's begin until now; undefined: not yet.
   */
  async wait<T>(
    name: DrillPhaseName,
    seconds: number,
    isThere: (since: number, now: number) => T | undefined,
  ): Promise<T | undefined> {
    const from = this.#begin(name, seconds);
    const since = this.#options.clock();
    for (;;) {
      const now = this.#options.prober.settledUntil();
      const found = isThere(since, now);
      if (found !== undefined || now > since + seconds * 1000) {
        this.#finish(name, from, this.#options.clock());
        return found;
      }
      await this.#pause(pollMs);
    }
  }

  /** What there is of a phase that was broken off. */
  close(): void {
    if (this.#begun) this.#finish(this.#begun.name, this.#begun.from, this.#options.clock());
  }

  #begin(name: DrillPhaseName, lasts: number): number {
    const { scenario, tell, signal } = this.#options;
    signal.throwIfAborted();
    this.#begun = { name, from: this.#end };
    tell({ step: 'phase', scenario, phase: name, lasts });
    return this.#end;
  }

  #finish(name: DrillPhaseName, from: number, to: number): DrillPhase {
    const { clients, predicted } = this.#options;
    const phase: DrillPhase = {
      name,
      from: from / 1000,
      to: to / 1000,
      clients: clients.map((client, index) =>
        this.#client(client, index, { from, to }, predicted[name]?.[index]),
      ),
    };
    this.done.push(phase);
    this.#end = to;
    this.#begun = undefined;
    return phase;
  }

  #client(
    { name: client, locality: clientLocality }: DrillClient,
    index: number,
    { from, to }: { from: number; to: number },
    predicted: DrillPrediction | undefined,
  ): DrillPhaseClient {
    const { recorder, settings } = this.#options;
    const tally = recorder.tally(index, from, to);
    const { requests, counted, answered, errors, overflowed, latencies } = tally;
    const all = counted ?? requests;
    const told = [...answered.values()].reduce((sum, count) => sum + count, 0);
    const comparison = predicted && comparePhase(tally, predicted, settings);
    return {
      client,
      clientLocality,
      requests,
      split: [...answered]
        .map(([locality, count]) => ({ locality, share: count / all }))
        .sort((a, b) => (a.locality < b.locality ? -1 : 1)),
      unattributed: all === 0 ? 0 : (all - told) / all,
      errors: requests === 0 ? 0 : errors / requests,
      overflow: requests === 0 ? 0 : overflowed / requests,
      ...(latencies.length > 0 && { latency: quantiles(latencies) }),
      ...(predicted && { predicted }),
      ...(comparison?.agrees !== undefined && { agrees: comparison.agrees }),
      ...(comparison?.reason !== undefined && { reason: comparison.reason }),
      ...(comparison?.pValue !== undefined && { pValue: comparison.pValue }),
    };
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    // What matters of an abort is its reason.
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}

/** Of sorted milliseconds. */
function quantiles(sorted: readonly number[]): { mean: number; p50: number; p99: number } {
  const tenths = (value: number) => Math.round(value * 10) / 10;
  const at = (share: number) =>
    tenths(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { mean: tenths(mean), p50: at(0.5), p99: at(0.99) };
}
