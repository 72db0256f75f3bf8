import { objectTitle } from '../cluster/cluster.js';
import { predictClient, predictTimings } from './drill-prediction.js';
import type {
  DrillPhase,
  DrillPhaseClient,
  DrillPrediction,
  DrillScenario,
} from './drill-result.js';
import { MadeOutage } from './made-outage.js';
import {
  asPrediction,
  failbackTime,
  failbackWindowMs,
  failoverTime,
  failoverWindowMs,
} from './phase-ends.js';
import { Phases } from './phases.js';
import type { PlannedScenario } from './planned-scenario.js';
import { judgeScenario } from './verdict.js';
import type { ScenarioRun } from './scenario-run.js';

/** A scenario that has been run. */
export interface RunResult {
  scenario: DrillScenario;
  /** Whether everything is as it was before, so that the next outage may be made. */
  isAsBefore: boolean;
}

/** Moments, in milliseconds since the drill's start, and durations. */
interface Course {
  outageAt?: number;
  restoredAt?: number;
  failover?: number;
  failback?: number;
}

/**
 * Makes one outage, measures, restores, measures; nothing is changed where the baseline is not as predicted already. Restores
 * whatever happens, and fails only where that fails.
 */
export async function runScenario(run: ScenarioRun, planned: PlannedScenario): Promise<RunResult> {
  const { settings, mesh, clients, recorder } = run;
  const { name, kind, cluster, outage } = planned;
  const { budgets, phaseSeconds, rate } = settings;
  const well = clients.map((client) => predictClient(mesh, client, []));
  const out = clients.map((client) => predictClient(mesh, client, [outage]));
  const predicted = { baseline: well, failover: out, steady: well };
  const phases = new Phases({ ...run, scenario: name, predicted });
  const course: Course = {};
  const from = run.clock();
  let stoppedBy: Error | undefined;
  const made = new MadeOutage(run, cluster.name);
  try {
    await runCourse(run, planned, { phases, made, course, well });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    stoppedBy = error;
    phases.close();
  }
  await made.undo();
  const to = run.clock();
  const { outageAt, restoredAt, failover, failback } = course;
  const inTime = predictTimings(mesh, clients, outage, {
    lasts: budgets.failoverSeconds + phaseSeconds,
    failback: budgets.failbackSeconds,
    rate,
  });
  const scenario = {
    name,
    from: from / 1000,
    to: to / 1000,
    outage: {
      cluster: cluster.name,
      locality: cluster.locality,
      kind,
      workloads: [...new Set(run.record.changes.map(({ object }) => objectTitle(object)))],
    },
    phases: phases.done,
    timings: {
      ...(outageAt !== undefined && { outageAt: outageAt / 1000 }),
      ...(restoredAt !== undefined && { restoredAt: restoredAt / 1000 }),
      ...(failover !== undefined && { failoverSeconds: failover / 1000 }),
      ...(failback !== undefined && { failbackSeconds: failback / 1000 }),
      failedRequests: outageAt === undefined ? 0 : recorder.failures(outageAt, to),
      ...(inTime && { predicted: inTime }),
    },
    samples: recorder.samples(Math.floor(from / 1000), Math.ceil(to / 1000)),
  };
  const { unrestored } = made;
  return {
    scenario: judgeScenario(scenario, budgets, stoppedBy?.message, run.causes, unrestored),
    isAsBefore:
      stoppedBy === undefined &&
      unrestored.length === 0 &&
      (outageAt === undefined || failback !== undefined),
  };
}

/** If so many are to be sent in the baseline, too few to compare are a fault. */
const enoughRequests = 25;

interface CourseParts {
  phases: Phases;
  made: MadeOutage;
  /** Filled in on the way, so that it is there when the way is cut short. */
  course: Course;
  well: readonly (DrillPrediction | undefined)[];
}

async function runCourse(
  run: ScenarioRun,
  { cluster, isPartial }: PlannedScenario,
  { phases, made, course, well }: CourseParts,
): Promise<void> {
  const { settings, recorder, clock } = run;
  const { budgets, phaseSeconds, rate } = settings;
  const watched = { recorder, rate, tolerances: settings };

  const baseline = await phases.measure('baseline', phaseSeconds);
  if (baseline.clients.some(({ agrees }) => agrees === false)) return;
  const silent = unmeasuredClient(baseline, rate * phaseSeconds);
  if (silent) {
    throw new Error(
      `baseline: client ${silent.client}: ${silent.reason ?? 'nothing to compare'}; nothing was changed`,
    );
  }
  // Where nothing is predicted, what was before should come back.
  const before = recorder.clients.map((_, client) =>
    asPrediction(recorder.tally(client, baseline.from * 1000, baseline.to * 1000)),
  );

  await run.lookAgain();
  course.outageAt = clock();
  await made.make();
  const inTime = budgets.failoverSeconds + failoverWindowMs(rate) / 1000;
  const failover = await phases.wait('outage', inTime, (since, now) =>
    failoverTime(watched, isPartial ? undefined : cluster.locality, { since, now }),
  );
  if (failover !== undefined) course.failover = failover;
  await phases.measure('failover', phaseSeconds);

  await made.undo();
  course.restoredAt = clock();
  const backInTime = budgets.failbackSeconds + failbackWindowMs(rate) / 1000;
  const expected = well.map((prediction, client) => prediction ?? before[client]);
  const failback = await phases.wait('recovery', backInTime, (since, now) =>
    failbackTime(watched, expected, { since, now }),
  );
  if (failback === undefined) return;
  course.failback = failback;
  await phases.measure('steady', phaseSeconds);
}

/** A client of whom there should be enough requests to hold against the prediction, but are not. */
function unmeasuredClient(
  { clients }: DrillPhase,
  expectedRequests: number,
): DrillPhaseClient | undefined {
  if (expectedRequests < enoughRequests) return undefined;
  return clients.find(({ predicted, agrees }) => predicted && agrees === undefined);
}
