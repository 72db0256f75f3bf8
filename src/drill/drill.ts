import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Cluster } from '../cluster/cluster.js';
import { lock, type Lock, type LockOptions } from '../deploy/lock.js';
import type { TellProgress } from './drill-progress.js';
import type { DrillResult, DrillScenario } from './drill-result.js';
import type { OutageHook } from './outage-hook.js';
import { describeChange, drillFieldManager } from './field-change.js';
import { GatewayWatch } from './gateway-watch.js';
import { lookAgain } from './look-again.js';
import type { PreparedDrill } from './prepare-drill.js';
import { Prober } from './prober.js';
import { Recorder } from './recorder.js';
import { runScenario } from './run-scenario.js';
import { worstVerdict } from './verdict.js';

export interface DrillOptions {
  hook: OutageHook | undefined;
  /** Stops the drill; its reason is an `Error` that says why. Everything is restored then. */
  signal: AbortSignal;
  tell: TellProgress;
}

/** Seconds; short, so that what a dead drill has left can be restored soon. */
export const LOCK_SECONDS = 15;

/** In containers the names of machines and the numbers of processes repeat themselves. */
const run = randomUUID();

/** Who drills, for locks and records. */
export function drillHolder(): string {
  return `mesh-failover drill on ${hostname()}, process ${String(process.pid)}, run ${run}`;
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
  const waitSeconds = LOCK_SECONDS + 5;
  const held = await lockDrill(clusters, { environment, holder: drillHolder(), waitSeconds });
  try {
    const begun = performance.now();
    const clock = () => performance.now() - begun;
    const isLost = () => !held.isHeld();
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
        const again = { environment, terms, isHeld: () => held.isHeld(), signal };
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
    await held.release();
  }
  if (signal.aborted) reasons.push((signal.reason as Error).message);
  return resultOf(prepared, { startedAt, scenarios, reasons });
}

/** The lock of the environment, which keeps deployments out as well. */
export function lockDrill(
  clusters: readonly Cluster[],
  options: Pick<LockOptions, 'environment' | 'holder' | 'waitSeconds'>,
): Promise<Lock> {
  const durationSeconds = LOCK_SECONDS;
  return lock(clusters, { ...options, durationSeconds, fieldManager: drillFieldManager });
}

interface Measuring {
  recorder: Recorder;
  prober: Prober;
  stop(): Promise<void>;
}

/** Starts the requests; what must stop the drill is looked for with each of them, and each second. */
function startMeasuring(
  { settings, clients, attribution, host }: PreparedDrill,
  {
    clock,
    stop,
    isLost,
    tell,
  }: {
    clock: () => number;
    stop: (why: string) => void;
    isLost: () => boolean;
    tell: TellProgress;
  },
): Measuring {
  const { clusters, stopAfterFailedRequests } = settings;
  const names = clients.map(({ name }) => name);
  const recorder = new Recorder(names, attribution === undefined);
  let failed = 0;
  const prober = new Prober({
    ...settings,
    ingresses: clusters.map(({ ingress }) => ingress),
    attribution,
    clock,
    ended(outcome) {
      recorder.add(outcome);
      if (outcome.failed && ++failed === stopAfterFailedRequests) {
        stop(
          `stopped by its error budget: ${String(failed)} requests have failed (drill.stopAfterFailedRequests)`,
        );
      }
    },
    skipped: (client, at) => recorder.skip(client, at),
  });
  const watch = attribution ? undefined : new GatewayWatch(settings, host, recorder, clock);
  let second = 0;
  const timer = setInterval(() => {
    const until = Math.floor(clock() / 1000);
    const samples = recorder.samples(second, until);
    if (samples.length > 0) tell({ step: 'second', samples });
    second = until;
    if (isLost())
      stop('stopped: the lock in a cluster was lost, so another run may be changing it');
    watch?.read().catch((error: unknown) => stop(`stopped: ${(error as Error).message}`));
  }, 1000);
  prober.start();
  return {
    recorder,
    prober,
    async stop() {
      clearInterval(timer);
      await prober.stop();
    },
  };
}

function resultOf(
  prepared: PreparedDrill,
  { startedAt, scenarios, reasons }: Pick<DrillResult, 'startedAt' | 'scenarios' | 'reasons'>,
): DrillResult {
  const { settings, states, checks, host, port, publicHost, profile, manifests } = prepared;
  const { rate, tolerance, errorTolerance, significance, attribution, budgets } = settings;
  // What has stopped the drill is said once.
  const own = scenarios.flatMap(({ name, reasons: all }) =>
    all.filter((reason) => !reasons.includes(reason)).map((reason) => `${name}: ${reason}`),
  );
  const isCut = reasons.length > 0 || scenarios.length < prepared.scenarios.length;
  return {
    version: 1,
    startedAt,
    verdict: isCut ? 'aborted' : worstVerdict(scenarios.map(({ verdict }) => verdict)),
    reasons: [...new Set([...reasons, ...own])],
    warnings: checks.filter(({ outcome }) => outcome === 'warning').map(({ message }) => message),
    environment: prepared.environment.name,
    host,
    port,
    publicHost,
    profile,
    manifests,
    clusters: states.map(({ config, cluster, serverVersion, ready }) => ({
      cluster: config.name,
      locality: config.locality,
      server: cluster.server,
      ...(serverVersion !== undefined && { serverVersion }),
      endpoints: ready,
    })),
    settings: { rate, tolerance, errorTolerance, significance, attribution: kindOf(attribution) },
    budgets,
    scenarios,
  };
}

function kindOf({
  header,
  gateway,
}: PreparedDrill['settings']['attribution']): DrillResult['settings']['attribution'] {
  if (gateway !== undefined) return `gateway-${gateway}`;
  return header === undefined ? 'body' : 'header';
}
