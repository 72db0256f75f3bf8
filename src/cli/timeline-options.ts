import { UserError } from '../foundation/errors.js';
import type { Scenario } from '../traffic/scenarios.js';
import type { TimelineOptions } from '../traffic/target-timeline.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { textOption } from './common-options.js';

/** Seconds: long enough for an endpoint that was ejected twice, for 30 s and 60 s, to be back. */
const defaultDuration = 180;
const begin = 10;
const end = 70;
/** Of one run. */
const mostRequests = 5_000_000;

export const timelineOptions = {
  timeline: { type: 'boolean' },
  duration: { type: 'string' },
  rps: { type: 'string' },
  seed: { type: 'string' },
  'error-rate': { type: 'string' },
} satisfies Command['options'];

export const timelineHelp: OptionHelp[] = [
  {
    term: '--timeline',
    text: `the outages over time as well: each begins at ${begin} s and ends at ${end} s`,
  },
  { term: '--duration S', text: `seconds of a run (default ${defaultDuration})` },
  { term: '--rps N', text: 'requests per second (default: clients[].rps, or 50)' },
  { term: '--seed N', text: 'the same seed gives the same run (default 0)' },
  {
    term: '--error-rate R',
    text: 'every endpoint answers this share with 500, over time (0.005: 0.5 %); finds the cliff',
  },
];

/** Undefined where nothing is asked for over time. @throws UserError for a number that makes no sense. */
export function timelineOptionsOf(values: OptionValues): TimelineOptions | undefined {
  const duration = numberOf(values, 'duration', 1, 86_400) ?? defaultDuration;
  const rps = numberOf(values, 'rps', 0.001, 1_000_000);
  const seed = numberOf(values, 'seed', 0, 2 ** 32 - 1);
  const rate = errorRateOf(values);
  if (values['timeline'] !== true && rate === undefined) {
    const stray = ['duration', 'rps', 'seed'].find((name) => values[name] !== undefined);
    if (stray) throw new UserError(`--${stray} is for runs over time: it needs --timeline`);
    return undefined;
  }
  if (duration * (rps ?? 1) > mostRequests) {
    throw new UserError(
      `--duration and --rps: ${duration * (rps ?? 1)} requests are too many; ${mostRequests} at most`,
    );
  }
  return { duration, begin, end, rps, seed };
}

/** The outages that run over time: background errors alone where only they are asked for. */
export function timedScenarios(values: OptionValues, selected: readonly Scenario[]): Scenario[] {
  const rate = errorRateOf(values);
  const background: Scenario[] =
    rate === undefined
      ? []
      : [
          {
            name: `error-rate:${rate}`,
            outages: [{ kind: 'error-rate', rate }],
            configured: undefined,
          },
        ];
  const isAsked = values['timeline'] === true;
  return [...(isAsked ? selected.filter(({ outages }) => outages.length > 0) : []), ...background];
}

function errorRateOf(values: OptionValues): number | undefined {
  return numberOf(values, 'error-rate', 0, 1);
}

function numberOf(
  values: OptionValues,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max)) {
    throw new UserError(`--${name} takes a number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}
