import type { DrillPhaseClient, DrillScenario } from '../drill/drill-result.js';
import { percentCell } from './percent-cell.js';

/** `europe-west1 50 %, us-central1 50 %`; the share of nobody's answers too, if there were any. */
export function splitWords({ split, unattributed }: DrillPhaseClient): string {
  const shares = split.map(({ locality, share }) => `${locality} ${cell(share)}`);
  if (unattributed > 0) shares.push(`unknown ${cell(unattributed)}`);
  return shares.join(', ') || 'nothing';
}

/** The same of what is predicted; undefined where nothing is. */
export function predictedWords({ predicted }: DrillPhaseClient): string | undefined {
  if (!predicted) return undefined;
  const shares = predicted.split
    .filter(({ share, max = share }) => max > 0)
    .map(({ locality, share, min, max }) => `${locality} ${percentCell(share, min, max, '0 %')}`);
  return shares.join(', ') || 'nothing';
}

/** `15 ms on average (predicted 12 ms)`, and what overflowed; undefined where neither was predicted, and nothing overflowed. */
export function loadWords({
  latency,
  overflow = 0,
  predicted,
}: DrillPhaseClient): string | undefined {
  if (latency?.mean === undefined || (!predicted?.latencyMs && overflow === 0)) return undefined;
  const mean = `${latency.mean} ms on average${besides(predicted?.latencyMs && `${Math.round(predicted.latencyMs.mean)} ms`)}`;
  const expected = predicted?.overflow ?? 0;
  if (overflow === 0 && expected === 0) return mean;
  return `${mean}, overflow ${percentCell(overflow, undefined, undefined, '0 %')}${besides(percentCell(expected, undefined, undefined, '0 %'))}`;
}

function besides(predicted: string | undefined): string {
  return predicted === undefined ? '' : ` (predicted ${predicted})`;
}

/** `failover 1.2 s (budget 30 s)`, and so on; what was not reached is said. */
export function timingWords(
  { timings }: DrillScenario,
  budgets: { failoverSeconds?: number; failbackSeconds?: number; failedRequests?: number },
): string[] {
  const { outageAt, restoredAt, failoverSeconds, failbackSeconds, failedRequests } = timings;
  if (outageAt === undefined) return ['nothing was changed'];
  return [
    time('failover', failoverSeconds, budgets.failoverSeconds),
    ...(restoredAt === undefined
      ? []
      : [time('failback', failbackSeconds, budgets.failbackSeconds)]),
    `${failedRequests} failed requests${budgetOf(budgets.failedRequests, '')}`,
  ];
}

function time(what: string, seconds: number | undefined, budget: number | undefined): string {
  const took = seconds === undefined ? 'never' : `${Number(seconds.toFixed(1))} s`;
  return `${what} ${took}${budgetOf(budget, ' s')}`;
}

function budgetOf(budget: number | undefined, unit: string): string {
  return budget === undefined ? '' : ` (budget ${budget}${unit})`;
}

function cell(share: number): string {
  return percentCell(share, undefined, undefined, '0 %');
}
