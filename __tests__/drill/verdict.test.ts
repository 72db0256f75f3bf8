import { describe, expect, test } from '@jest/globals';
import type { DrillScenario } from '../../src/drill/drill-result.js';
import { judgeScenario, worstVerdict } from '../../src/drill/verdict.js';
import { drillScenario } from '../report/drill-result.js';

const budgets = { failoverSeconds: 30, failbackSeconds: 60 };
const cause = { rule: 'slow-failback', message: 'late', file: 'x.yaml', line: 1, column: 1 };

function judge(change: (scenario: DrillScenario) => void, aborted?: string, more = {}) {
  const scenario = drillScenario({ lengths: [10, 3, 10, 4, 10] });
  change(scenario);
  return judgeScenario(scenario, { ...budgets, ...more }, aborted, [cause]);
}

describe('the verdict on a scenario', () => {
  test('passed: as predicted, within every budget', () => {
    expect(judge(() => undefined)).toMatchObject({ verdict: 'passed', reasons: [], causes: [] });
  });

  test('a steady phase that is not as predicted', () => {
    const { verdict, reasons } = judge(({ phases }) => {
      Object.assign(phases[4]!.clients[1]!, { agrees: false, reason: 'all of it is wrong' });
    });
    expect(verdict).toBe('failed');
    expect(reasons).toEqual([
      'steady: not as predicted for client us-central1: all of it is wrong',
    ]);
  });

  test('no failover, with who still fails', () => {
    const { reasons } = judge(({ timings, phases }) => {
      delete timings.failoverSeconds;
      Object.assign(phases[2]!.clients[0]!, { errors: 0.5 });
    });
    expect(reasons).toEqual([
      'no failover within 30 s: 50 % of the requests of client europe-west1 kept failing, as predicted',
    ]);
  });

  test('late', () => {
    const { reasons, causes } = judge(({ timings }) => {
      Object.assign(timings, { failoverSeconds: 31.26, failbackSeconds: 61 });
    });
    expect(reasons).toEqual([
      'failover took 31.3 s, more than the budget of 30 s',
      'failback took 61 s, more than the budget of 60 s',
    ]);
    expect(causes).toEqual([cause]);
  });

  test('no failback, and what the simulator says to that', () => {
    const { reasons } = judge(({ timings }) => {
      delete timings.failbackSeconds;
      timings.predicted = { failbackSeconds: 140, failedRequests: 0 };
    });
    expect(reasons).toEqual([
      'no failback within 60 s: the split did not return after europe-west1 was restored; the simulator expects it after 140 s',
    ]);
  });

  test('too many failed requests', () => {
    const { reasons, causes } = judge(
      ({ timings }) => void (timings.failedRequests = 11),
      undefined,
      {
        failedRequests: 10,
      },
    );
    expect(reasons).toEqual(['11 requests failed, more than the budget of 10']);
    expect(causes).toEqual([]);
  });

  test('aborted: what was not reached is not held against it', () => {
    const { verdict, reasons } = judge(({ timings }) => {
      delete timings.failbackSeconds;
    }, 'interrupted by SIGINT');
    expect({ verdict, reasons }).toEqual({
      verdict: 'aborted',
      reasons: ['interrupted by SIGINT'],
    });
  });

  test('what is not as before has failed', () => {
    const scenario = drillScenario({ lengths: [10, 3, 10, 4, 10] });
    const why = 'cluster a is not as before: Deployment default/web: the object is gone';
    expect(judgeScenario(scenario, budgets, undefined, [], [why])).toMatchObject({
      verdict: 'failed',
      reasons: [why],
    });
  });

  test('of several the worst; nothing done is no success', () => {
    expect(worstVerdict(['passed', 'failed', 'aborted'])).toBe('aborted');
    expect(worstVerdict(['passed', 'failed'])).toBe('failed');
    expect(worstVerdict(['passed'])).toBe('passed');
    expect(worstVerdict([])).toBe('failed');
  });
});
