import type { DrillSample } from './drill-result.js';
import type { Tally } from './compare-phase.js';

/** One request that has ended. */
export interface ProbeOutcome {
  /** Position of the client. */
  client: number;
  /** Milliseconds since the drill's start at which it was sent. */
  at: number;
  /** Until the answer was there or it was given up, in milliseconds. */
  took: number;
  /** Who answered; undefined: nobody can tell. */
  locality: string | undefined;
  /** An answer with 5xx, a broken connection, a timeout. */
  failed: boolean;
  timeout: boolean;
  /** A limit of a proxy answered it with 503, as the answer says; a proxy that is configured to hide it does not say it. */
  overflowed: boolean;
}

/** More places than any mesh has: whoever sends other names in every answer does not fill the memory. */
const mostLocalities = 50;

/** Keeps what was met, in memory: some 100 bytes for each request. */
export class Recorder {
  readonly #outcomes: ProbeOutcome[] = [];
  readonly #skipped: { client: number; at: number }[] = [];
  readonly #counted: { client: number; at: number; locality: string; count: number }[] = [];
  /** Each once: a name that comes with an answer would keep its headers in memory. */
  readonly #localities = new Map<string, string>();
  readonly #isCounted: boolean;

  constructor(
    readonly clients: readonly string[],
    /** The gateways are asked who answered: see `count`. */
    isCounted = false,
  ) {
    this.#isCounted = isCounted;
  }

  add(outcome: ProbeOutcome): void {
    this.#outcomes.push({ ...outcome, locality: this.#known(outcome.locality) });
  }

  /** A request that was due but not sent, because too many were still waiting. */
  skip(client: number, at: number): void {
    this.#skipped.push({ client, at });
  }

  /** Requests that the gateway itself has counted since it was asked last. */
  count(client: number, at: number, counts: ReadonlyMap<string, number>): void {
    for (const [name, count] of counts) {
      const locality = this.#known(name);
      if (locality !== undefined && count > 0) this.#counted.push({ client, at, locality, count });
    }
  }

  /** Failed requests of all clients from one moment up to another, in milliseconds. */
  failures(from: number, until = Infinity): number {
    return this.#between(from, until).filter(({ failed }) => failed).length;
  }

  /** What one client met with the requests that were sent from one moment up to another, in milliseconds. */
  tally(client: number, from: number, until: number): Tally & { latencies: number[] } {
    const own = this.#between(from, until).filter((outcome) => outcome.client === client);
    const answered = new Map<string, number>();
    for (const { locality } of own) add(answered, locality, 1);
    for (const { client: who, at, locality, count } of this.#counted) {
      if (who === client && at >= from && at < until) add(answered, locality, count);
    }
    const errors = own.filter(({ failed }) => failed);
    const counted = [...answered.values()].reduce((sum, count) => sum + count, 0);
    return {
      ...(this.#isCounted && { counted }),
      requests: own.length,
      answered,
      errors: errors.length,
      overflowed: own.filter(({ overflowed }) => overflowed).length,
      failedUnattributed: errors.filter(({ locality }) => locality === undefined).length,
      latencies: own
        .filter(({ timeout }) => !timeout)
        .map(({ took }) => took)
        .sort((a, b) => a - b),
    };
  }

  /** The moment at which the last request was sent that is as asked, in a time; undefined: there is none. */
  last(
    isMeant: (outcome: Pick<ProbeOutcome, 'failed' | 'locality'>) => boolean,
    { from, until }: { from: number; until: number },
  ): number | undefined {
    const counted = this.#counted
      .filter(
        ({ at, locality }) => at >= from && at < until && isMeant({ failed: false, locality }),
      )
      .map(({ at }) => at);
    const sent = this.#between(from, until)
      .filter(isMeant)
      .map(({ at }) => at);
    const all = [...counted, ...sent];
    return all.length === 0 ? undefined : all.reduce((last, at) => Math.max(last, at));
  }

  /** By whole seconds, for every client, from one second up to another; those without requests too. */
  samples(from: number, until: number): DrillSample[] {
    const samples: DrillSample[] = [];
    const bySecond = new Map<string, DrillSample>();
    for (let at = from; at < until; at++) {
      this.clients.forEach((client, index) => {
        const sample = emptySample(at, client);
        samples.push(sample);
        bySecond.set(`${at} ${index}`, sample);
      });
    }
    const find = (client: number, at: number) => bySecond.get(`${Math.floor(at / 1000)} ${client}`);
    for (const { client, at, locality, failed, timeout } of this.#outcomes) {
      const sample = find(client, at);
      if (!sample) continue;
      sample.requests++;
      if (locality !== undefined) increase(sample.answered, locality, 1);
      if (locality !== undefined && failed) increase(sample.failed, locality, 1);
      if (failed) sample.errors++;
      if (timeout) sample.timeouts++;
    }
    for (const { client, at } of this.#skipped) {
      const sample = find(client, at);
      if (sample) sample.skipped++;
    }
    for (const { client, at, locality, count } of this.#counted) {
      const sample = find(client, at);
      if (sample) increase(sample.answered, locality, count);
    }
    return samples;
  }

  /** They end in another order than they begin, but never by more than a timeout. */
  #between(from: number, until: number): ProbeOutcome[] {
    return this.#outcomes.filter(({ at }) => at >= from && at < until);
  }

  #known(locality: string | undefined): string | undefined {
    if (locality === undefined) return undefined;
    const known = this.#localities.get(locality);
    if (known !== undefined || this.#localities.size >= mostLocalities) return known;
    this.#localities.set(locality, locality);
    return locality;
  }
}

function add(counts: Map<string, number>, locality: string | undefined, count: number): void {
  if (locality !== undefined) counts.set(locality, (counts.get(locality) ?? 0) + count);
}

function increase(counts: Record<string, number>, locality: string, count: number): void {
  counts[locality] = (counts[locality] ?? 0) + count;
}

function emptySample(at: number, client: string): DrillSample {
  // Names come from answers: none of them is to meet what every object has.
  const none = () => Object.create(null) as Record<string, number>;
  const counts = { errors: 0, timeouts: 0, requests: 0, skipped: 0 };
  return { at, client, answered: none(), failed: none(), ...counts };
}
