import type {
  DrillPhase,
  DrillPhaseClient,
  DrillResult,
  DrillSample,
  DrillScenario,
} from '../../drill/drill-result.js';
import { niceStep } from './ticks.js';
import { drillPlaces, type DrillPlace, type DrillPlaces } from './places.js';
import { predictedLines, type PredictedLine } from './predicted-lines.js';
import { predictedShares, type PlaceShare } from './predicted-shares.js';

/** Steps of time at most: as many as a screen can show, however long the drill was. */
export const mostSteps = 240;

/** What one client met in one scenario, ready to be drawn. Times are seconds since the scenario began. */
export interface DrillChart {
  scenario: DrillScenario;
  client: string;
  clientLocality: string;
  duration: number;
  /** Layers from the bottom, without those that nothing came from and nothing was expected of. */
  places: DrillPlace[];
  /** Seconds of one step. */
  step: number;
  steps: ChartStep[];
  phases: ChartPhase[];
  /** Requests per second at the upper end of the scale. */
  top: number;
}

/** Requests per second, on average over the step. */
export interface ChartStep {
  from: number;
  to: number;
  /** Answered well, by place. */
  answered: number[];
  errors: number;
}

export interface ChartPhase {
  name: DrillPhase['name'];
  /** From 1, as on the picture. */
  number: number;
  from: number;
  to: number;
  /** Undefined where the client has no part in the phase. */
  client: DrillPhaseClient | undefined;
  /** Shares of the phase's requests that were answered well, by place. */
  answered: number[];
  /** By place, of all who answered, also badly. */
  split: number[];
  /** Share of the requests. */
  errors: number;
  failed: number;
  requests: number;
  /** By place; undefined where nothing is predicted. */
  predicted: PlaceShare[] | undefined;
  lines: PredictedLine[];
}

/** A picture for every client of the scenario. */
export function drillCharts(result: DrillResult, scenario: DrillScenario): DrillChart[] {
  const places = drillPlaces(result, scenario);
  const clients = new Map(
    scenario.phases.flatMap(({ clients: own }) =>
      own.map(({ client, clientLocality }) => [client, clientLocality]),
    ),
  );
  return [...clients].map(([client, clientLocality]) =>
    chartOf(scenario, places, client, clientLocality),
  );
}

function chartOf(
  scenario: DrillScenario,
  places: DrillPlaces,
  client: string,
  clientLocality: string,
): DrillChart {
  const samples = scenario.samples.filter((sample) => sample.client === client);
  const { from } = scenario;
  const to = Math.max(scenario.to, from + 1);
  const duration = to - from;
  const step = niceStep(duration / mostSteps, 1);
  const all = {
    steps: stepsOf(samples, places, { from, to, step }),
    phases: scenario.phases.map((phase, index) =>
      phaseOf(phase, index, scenario, samples, places, client),
    ),
  };
  const used = places.list.map((_, index) => isUsed(all, index));
  const only = <T>(values: readonly T[]) => values.filter((_, index) => used[index]);
  const rates = [
    ...all.steps.map(({ answered, errors }) => sum(answered) + errors),
    ...all.phases.flatMap(({ lines }) => lines.map(({ max }) => max)),
  ];
  const most = Math.max(1, ...rates);
  return {
    scenario,
    client,
    clientLocality,
    duration,
    step,
    places: places.list.filter((_, index) => used[index]),
    steps: all.steps.map((own) => ({ ...own, answered: only(own.answered) })),
    phases: all.phases.map((own) => ({
      ...own,
      answered: only(own.answered),
      split: only(own.split),
      predicted: own.predicted && only(own.predicted),
    })),
    top: most * 1.08,
  };
}

function isUsed({ steps, phases }: Pick<DrillChart, 'steps' | 'phases'>, place: number): boolean {
  return (
    steps.some(({ answered }) => (answered[place] ?? 0) > 0) ||
    phases.some(({ split, predicted }) => (split[place] ?? 0) + (predicted?.[place]?.max ?? 0) > 0)
  );
}

/** Less of a second, at the begin or the end, belongs to the step beside it: it is too short for a rate. */
const sliver = 0.5;

/** Samples are of whole seconds of the drill, a scenario may begin and end within one. */
function stepsOf(
  samples: readonly DrillSample[],
  places: DrillPlaces,
  { from, to, step }: { from: number; to: number; step: number },
): ChartStep[] {
  const first = Math.floor(from);
  const groups = Array.from({ length: Math.ceil((to - first) / step) }, (_, index) => {
    const begin = first + index * step;
    return {
      from: Math.max(from, begin) - from,
      to: Math.min(to, begin + step) - from,
      samples: [] as DrillSample[],
    };
  });
  for (const sample of samples)
    groups[Math.floor((sample.at - first) / step)]?.samples.push(sample);
  const [one, two] = groups;
  if (one && two && one.to - one.from < sliver) {
    Object.assign(two, { from: 0, samples: [...one.samples, ...two.samples] });
    groups.shift();
  }
  const [last, before] = [groups.at(-1), groups.at(-2)];
  if (last && before && last.to - last.from < sliver) {
    Object.assign(before, { to: last.to, samples: [...before.samples, ...last.samples] });
    groups.pop();
  }
  return groups.map((group) => {
    const { answered, errors } = totalOf(group.samples, places);
    // The last second of all ended with the scenario.
    const seconds = Math.max(sliver, sum(group.samples.map(({ at }) => Math.min(1, to - at))));
    return {
      ...{ from: group.from, to: group.to, errors: errors / seconds },
      answered: answered.map((count) => count / seconds),
    };
  });
}

function phaseOf(
  { name, from, to, clients }: DrillPhase,
  index: number,
  scenario: DrillScenario,
  samples: readonly DrillSample[],
  places: DrillPlaces,
  client: string,
): ChartPhase {
  const own = clients.find((one) => one.client === client);
  // Seconds that the phase has in part are of others too.
  const within = samples.filter(({ at }) => at >= from && at + 1 <= to);
  const { answered, errors } = totalOf(within, places);
  const requests = sum(answered) + errors;
  const share = (count: number) => (requests ? count / requests : 0);
  const split = places.list.map(() => 0);
  for (const one of own?.split ?? []) add(split, places.indexOf(one.locality), one.share);
  return {
    name,
    number: index + 1,
    from: from - scenario.from,
    to: to - scenario.from,
    client: own,
    answered: own?.errors === 0 ? split : answered.map(share),
    split,
    errors: own?.errors ?? share(errors),
    failed: own ? Math.round(own.errors * own.requests) : errors,
    requests: own?.requests ?? requests,
    predicted: own?.predicted && predictedShares(own.predicted, places),
    lines:
      own?.predicted && to > from
        ? predictedLines(own.predicted, scenario.outage, places, own.requests / (to - from))
        : [],
  };
}

/** Requests that went well, by place, and those that failed. */
function totalOf(samples: readonly DrillSample[], places: DrillPlaces) {
  const answered = places.list.map(() => 0);
  let errors = 0;
  for (const sample of samples) {
    let told = 0;
    for (const [locality, count] of Object.entries(sample.answered)) {
      const well = Math.max(0, count - (sample.failed[locality] ?? 0));
      add(answered, places.indexOf(locality), well);
      told += well;
    }
    add(answered, places.unknown, Math.max(0, sample.requests - sample.errors - told));
    errors += sample.errors;
  }
  return { answered, errors };
}

function add(values: number[], index: number, value: number): void {
  values[index] = (values[index] ?? 0) + value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
