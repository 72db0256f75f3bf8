import { configure } from './control-plane/configuration.js';
import { retrySettings } from './proxy/retry.js';
import { defaultRps, lossBetween, timeline, type TimelineInput } from './timeline.js';

/** A policy and its endpoints under background errors: every endpoint answers some requests with 500. */
export interface CliffInput extends Omit<TimelineInput, 'outages' | 'duration'> {
  /** The share of failed requests that must not be passed, 0 to 1; 0.05 where it is missing. */
  limit?: number | undefined;
}

export interface Cliff {
  /** The lowest background error rate at which the loss passes the limit, to about 10 %. */
  rate: number;
  /** Failed requests at that rate, 0 to 1. */
  loss: number;
  /** Whether ejections multiply the errors: without them the rate would have to be the limit itself. */
  isAvalanche: boolean;
}

const defaultLimit = 0.05;
/** Seconds of each run; the first minutes are what an operator sees. */
const measuredDuration = 240;
const seeds = 3;
const lowestRate = 1e-5;
/** Bisections on a logarithmic scale: 1e-5 to 5e-2 in 7 steps is a factor of 1.07. */
const searchSteps = 7;
/** The loss counts as multiplied from here on. */
const avalancheFactor = 1.5;

/** Requests and swept hosts of one run: at high rates it covers less time. */
const maxWork = 60_000;
/** Fewer ejections than this are not to be expected in a run: it need not be made. */
const negligible = 0.01;

/** How much work a loss is worth. */
export interface Effort {
  runs: number;
  /** Seconds of each run. */
  duration: number;
  /** Requests and swept hosts of each run: at high rates it covers less time. Default: 60,000. */
  work?: number;
  /** Bisections of a search for the cliff. Default: 7. */
  steps?: number;
}

const full: Effort = { runs: seeds, duration: measuredDuration };

/**
 * The share of failed requests with the given background error rate, averaged over a few seeds. Where not
 * even one ejection is to be expected, it is the rate itself.
 */
export function backgroundLoss(input: CliffInput, rate: number, effort = full): number {
  const { work = maxWork } = effort;
  const duration = Math.min(effort.duration, work / workPerSecond(input));
  if (expectedEjections(input, rate, duration) < negligible) return rate;
  let loss = 0;
  for (let seed = 0; seed < effort.runs; seed++) {
    const outages = [{ outage: { kind: 'error-rate' as const, rate }, begin: 0 }];
    const run = timeline({ ...input, outages, duration, seed: (input.seed ?? 0) + seed });
    loss += lossBetween(run, 0, Infinity) / effort.runs;
  }
  return loss;
}

/** An upper bound: so many errors in a row begin with any attempt, whatever host gets it. */
function expectedEjections(input: CliffInput, rate: number, duration: number): number {
  const { consecutive5xx } = ejectionOf(input) ?? {};
  if (consecutive5xx === undefined) return 0;
  const { retries, on500 } = input.heldRetries ?? retrySettings(input.retries, false);
  const attempts = on500 ? 1 + retries : 1;
  return (input.rps ?? defaultRps) * duration * attempts * rate ** consecutive5xx;
}

function workPerSecond(input: CliffInput): number {
  const { interval = Infinity } = ejectionOf(input) ?? {};
  return (input.rps ?? defaultRps) + (input.endpoints.length * 1000) / Math.max(1, interval);
}

function ejectionOf(input: CliffInput) {
  return configure(input).settings.outlierDetection;
}

/** Where a policy tips over: bounded work, the same for the same seed. */
export function findCliff(input: CliffInput, effort = full): Cliff {
  const { limit = defaultLimit } = input;
  const { steps = searchSteps } = effort;
  let low = lowestRate;
  let high = limit;
  let loss = limit;
  for (let step = 0; step < steps; step++) {
    const rate = Math.sqrt(low * high);
    const atRate = backgroundLoss(input, rate, effort);
    if (atRate > limit) {
      high = rate;
      loss = atRate;
    } else low = rate;
  }
  return { rate: high, loss, isAvalanche: limit / high > avalancheFactor };
}
