import type { Lock } from '../deploy/lock.js';
import { drillHolder, lockSeconds, lockDrill } from './drill-lock.js';
import type { TellProgress } from './drill-progress.js';
import type { DrillResult, DrillScenario } from './drill-result.js';
import type { OutageHook } from './outage-hook.js';
import { describeChange } from './field-change.js';
import { lookAgain } from './look-again.js';
import { drillResultOf } from './drill-result-of.js';
import { startMeasuring } from './measuring.js';
import type { PreparedDrill } from './prepared-drill.js';
import { runScenario } from './run-scenario.js';

export interface DrillOptions {
  hook: OutageHook | undefined;
  /** Stops the drill; its reason is an `Error` that says why. Everything is restored then. */
  signal: AbortSignal;
  tell: TellProgress;
  /** A lock that is held in every cluster already, and stays; undefined: the drill takes it. */
  lock?: Pick<Lock, 'isHeld'> | undefined;
}

/**
 * Runs the scenarios one after the other, under a lock in every cluster. What it changes it has written down in the cluster before,
 * and it restores it whatever happens: only where a cluster cannot be restored it says so, as the first reason.
 *
 * @throws ClusterError where a lock is taken or cannot be had; nothing has been changed then
 */
export async function drill(prepared: PreparedDrill, options: DrillOptions): Promise<DrillResult> {
  const { states } = prepared;
  const startedAt = new Date().toISOString();
  const scenarios: DrillScenario[] = [];
  const reasons: string[] = [];
  const stopper = new AbortController();
  const stop = (why: string) => stopper.abort(new Error(why));
  const signal = AbortSignal.any([options.signal, stopper.signal]);
  const isAborted = () => signal.aborted;
  const clusters = states.map(({ cluster }) => cluster);
  const { environment, terms } = prepared;
  // A drill that died a moment ago still holds the lock for so long.
  const waitSeconds = lockSeconds + 5;
  const own = options.lock
    ? undefined
    : await lockDrill(clusters, { environment, holder: drillHolder(), waitSeconds });
  const isHeld = () => (options.lock ?? own)?.isHeld() ?? false;
  try {
    const begun = performance.now();
    const clock = () => performance.now() - begun;
    const isLost = () => !isHeld();
    const measuring = startMeasuring(prepared, { clock, stop, isLost, tell: options.tell });
    try {
      for (const { planned, state, changes } of prepared.scenarios) {
        if (isAborted()) break;
        options.tell({
          step: 'scenario',
          name: planned.name,
          changes: changes.map(describeChange),
        });
        const { cluster, config } = state;
        const { kind } = planned;
        const isHook = kind === 'failing' || kind === 'unready';
        const again = { environment, terms, isHeld, signal };
        // What the outage before it has left has so long to come back.
        await lookAgain(states, { ...again, seconds: prepared.settings.budgets.failbackSeconds });
        const { scenario, isAsBefore } = await runScenario(
          {
            ...prepared,
            ...measuring,
            clock,
            signal,
            place: { cluster, environment, context: config.context, terms },
            record: {
              scenario: planned.name,
              startedAt,
              holder: drillHolder(),
              changes,
              ...(isHook && { hook: { kind, locality: config.locality } }),
            },
            hook: options.hook,
            lookAgain: () => lookAgain(states, { ...again, seconds: 0 }),
            tell: options.tell,
          },
          planned,
        );
        scenarios.push(scenario);
        const { name, verdict } = scenario;
        options.tell({ step: 'verdict', scenario: name, verdict, reasons: scenario.reasons });
        if (isAsBefore) continue;
        if (scenarios.length < prepared.scenarios.length && !isAborted()) {
          reasons.push(`stopped after ${name}: not everything is as it was before`);
        }
        break;
      }
    } catch (error) {
      // The one thing that nothing may hide: a cluster is left as it should not be.
      if (!(error instanceof Error)) throw error;
      reasons.push(error.message);
    } finally {
      await measuring.stop();
    }
  } finally {
    await own?.release();
  }
  if (signal.aborted) reasons.push((signal.reason as Error).message);
  return drillResultOf(prepared, { startedAt, scenarios, reasons });
}
