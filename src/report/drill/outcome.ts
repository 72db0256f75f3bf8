import type { DrillBudgets, DrillResult, DrillScenario } from '../../drill/drill-result.js';
import { count, seconds } from './words.js';

/** A number that a budget may be set for. */
export interface Measure {
  title: string;
  /** Undefined: it never came to it. */
  value: number | undefined;
  text: string;
  budget: number | undefined;
  budgetText: string;
  /** What the simulator expected, in words. */
  predicted: string;
  /** Undefined without a budget. */
  isWithin: boolean | undefined;
}

/** The times and the failures of a scenario, beside what was allowed and what was predicted. */
export function measures({ timings }: DrillScenario, budgets: DrillBudgets): Measure[] {
  const { failoverSeconds, failbackSeconds, failedRequests, predicted } = timings;
  const time = (value: number | undefined) => (value === undefined ? 'never' : seconds(value));
  const expected = (value: number | undefined) => (predicted ? time(value) : '');
  return [
    ...(timings.outageAt === undefined
      ? []
      : [
          measure('Time to failover', failoverSeconds, budgets.failoverSeconds, time, {
            predicted: expected(predicted?.failoverSeconds),
          }),
        ]),
    ...(timings.restoredAt === undefined
      ? []
      : [
          measure('Time to failback', failbackSeconds, budgets.failbackSeconds, time, {
            predicted: expected(predicted?.failbackSeconds),
          }),
        ]),
    measure(
      'Failed requests',
      failedRequests,
      budgets.failedRequests,
      (value) => count(value ?? 0),
      {
        predicted: predicted ? count(predicted.failedRequests) : '',
      },
    ),
  ];
}

/** The worst of all scenarios, by measure. */
export function worstMeasures({ scenarios, budgets }: DrillResult): Measure[] {
  const worst = new Map<string, Measure>();
  for (const own of scenarios.flatMap((scenario) => measures(scenario, budgets))) {
    const known = worst.get(own.title);
    if (!known || badness(own) > badness(known)) worst.set(own.title, own);
  }
  return [...worst.values()];
}

function badness({ value }: Measure): number {
  return value ?? Infinity;
}

function measure(
  title: string,
  value: number | undefined,
  budget: number | undefined,
  text: (value: number | undefined) => string,
  { predicted }: Pick<Measure, 'predicted'>,
): Measure {
  return {
    title,
    value,
    text: text(value),
    budget,
    budgetText: budget === undefined ? '' : text(budget),
    predicted,
    isWithin: budget === undefined ? undefined : value !== undefined && value <= budget,
  };
}

/** Phases held to the prediction, and those of them that agree. */
export function agreement(scenarios: readonly DrillScenario[]): {
  judged: number;
  agreeing: number;
} {
  const verdicts = scenarios
    .flatMap(({ phases }) => phases.flatMap(({ clients }) => clients.map(({ agrees }) => agrees)))
    .filter((agrees) => agrees !== undefined);
  return { judged: verdicts.length, agreeing: verdicts.filter(Boolean).length };
}

/** All requests of the scenarios, and those of them that failed. */
export function requestsOf(scenarios: readonly DrillScenario[]) {
  const samples = scenarios.flatMap((scenario) => scenario.samples);
  const sum = (value: (sample: (typeof samples)[number]) => number) =>
    samples.reduce((total, sample) => total + value(sample), 0);
  return { sent: sum(({ requests }) => requests), failed: sum(({ errors }) => errors) };
}
