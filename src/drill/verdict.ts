import { percent } from '../foundation/percent.js';
import type {
  DrillBudgets,
  DrillCause,
  DrillPhase,
  DrillPhaseClient,
  DrillScenario,
  DrillVerdict,
} from './drill-result.js';

export type MeasuredScenario = Omit<DrillScenario, 'verdict' | 'reasons' | 'causes'>;

/** A rule that explains why traffic comes back late, and nothing else. */
const lateReturn = 'slow-failback';

/**
 * Says whether a scenario has passed, and if not, why: a steady phase that is not as predicted, or a budget that is exceeded.
 *
 * @param aborted Why it was stopped; undefined: it came to its end.
 * @param causes What the rules find about the host.
 * @param unrestored What is not as before though it was undone.
 */
export function judgeScenario(
  scenario: MeasuredScenario,
  budgets: DrillBudgets,
  aborted: string | undefined,
  causes: readonly DrillCause[],
  unrestored: readonly string[] = [],
): DrillScenario {
  const differences = scenario.phases.flatMap((phase) => differencesIn(phase));
  const lateFailover = aborted === undefined ? failoverReasons(scenario, budgets) : [];
  const lateFailback = aborted === undefined ? failbackReasons(scenario, budgets) : [];
  const reasons = [
    ...(aborted === undefined ? [] : [aborted]),
    ...unrestored,
    ...differences,
    ...lateFailover,
    ...lateFailback,
    ...failureReasons(scenario, budgets),
  ];
  const isLate = lateFailback.length > 0;
  const fitting = causes.filter(({ rule }) => isLate || rule !== lateReturn);
  const verdict: DrillVerdict =
    aborted !== undefined ? 'aborted' : reasons.length > 0 ? 'failed' : 'passed';
  return {
    ...scenario,
    verdict,
    reasons,
    causes: verdict === 'passed' ? [] : fitting,
  };
}

/** The worst of several; none: nothing was done, which is no success. */
export function worstVerdict(verdicts: readonly DrillVerdict[]): DrillVerdict {
  if (verdicts.includes('aborted')) return 'aborted';
  return verdicts.length === 0 || verdicts.includes('failed') ? 'failed' : 'passed';
}

function differencesIn({ name, clients }: DrillPhase): string[] {
  return clients
    .filter(({ agrees }) => agrees === false)
    .map(
      ({ client, reason = '' }) =>
        `${name}: not as predicted for client ${client}: ${reason}${name === 'baseline' ? '; nothing was changed' : ''}`,
    );
}

function failoverReasons(
  { phases, timings, outage }: MeasuredScenario,
  { failoverSeconds: budget }: DrillBudgets,
): string[] {
  const { outageAt, failoverSeconds } = timings;
  if (outageAt === undefined || budget === undefined) return [];
  if (failoverSeconds !== undefined) {
    return failoverSeconds > budget
      ? [`failover took ${seconds(failoverSeconds)}, more than the budget of ${seconds(budget)}`]
      : [];
  }
  const after = phases.find(({ name }) => name === 'failover');
  const details = (after?.clients ?? []).flatMap((client) => stillFailing(client, outage.locality));
  const why = details.length > 0 ? `: ${details.join(', ')}` : '';
  return [`no failover within ${seconds(budget)}${why}`];
}

function stillFailing(
  { client, errors, split, predicted, agrees }: DrillPhaseClient,
  place: string,
): string[] {
  const there = split.find(({ locality }) => locality === place)?.share ?? 0;
  if (errors === 0 && there === 0) return [];
  const what =
    errors > 0
      ? `${percent(errors)} of the requests of client ${client} kept failing`
      : `${percent(there)} of the requests of client ${client} were still answered by ${place}`;
  return [predicted && agrees ? `${what}, as predicted` : what];
}

function failbackReasons(
  { timings, outage }: MeasuredScenario,
  { failbackSeconds: budget }: DrillBudgets,
): string[] {
  const { restoredAt, failbackSeconds, predicted } = timings;
  if (restoredAt === undefined || budget === undefined) return [];
  if (failbackSeconds === undefined) {
    const expected =
      predicted?.failbackSeconds === undefined
        ? ''
        : `; the simulator expects it after ${seconds(predicted.failbackSeconds)}`;
    return [
      `no failback within ${seconds(budget)}: the split did not return after ${outage.locality} was restored${expected}`,
    ];
  }
  return failbackSeconds > budget
    ? [`failback took ${seconds(failbackSeconds)}, more than the budget of ${seconds(budget)}`]
    : [];
}

function failureReasons(
  { timings }: MeasuredScenario,
  { failedRequests: budget }: DrillBudgets,
): string[] {
  if (budget === undefined || timings.failedRequests <= budget) return [];
  return [`${timings.failedRequests} requests failed, more than the budget of ${budget}`];
}

function seconds(value: number): string {
  return `${Number(value.toFixed(1)).toString()} s`;
}
