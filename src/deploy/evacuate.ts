import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ClusterError } from '../cluster/cluster-error.js';
import type { MovedTraffic } from '../traffic/moved-traffic.js';
import { apply } from './apply.js';
import { defaultFieldManager, type ApplyInput } from './apply-options.js';
import { hasFailed } from './apply-result.js';
import { deployOptionTerms } from './deploy-terms.js';
import { evacuationIn, evacuationText, isExpired, type Evacuation } from './evacuation.js';
import type { EvacuationMove, EvacuationResult, EvacuationStep } from './evacuation-result.js';
import { asSentence } from './refusals.js';
import { rollback } from './rollback.js';
import type { RollbackResult } from './rollback-result.js';
import type { EvacuationOrder } from './under-evacuation.js';
import { unfinishedRuns } from './unfinished-run.js';

export interface EvacuateInput extends Omit<ApplyInput, 'evacuation' | 'onForecast' | 'prune'> {
  /** To be taken out; undefined: the one that is, is restored. */
  region?: string;
  /** The regions of the clusters. */
  regions: readonly string[];
  /** When the evacuation ends by itself; undefined: it ends now. */
  until?: Date;
  /** What the region has of its weights with each step, in percent: the last one is what remains, or 100. */
  steps: readonly number[];
  /** How long each step is looked at before the next one. */
  pauseMs: number;
  /** Restores a region only where its time is over. */
  onlyExpired?: boolean;
  /** Names the run of a further step; unique. */
  nextRun: () => string;
  /** Called before each pause. */
  onPause?: (step: EvacuationStep) => void;
}

/**
 * Takes a region out of the split in every cluster for a time, or restores it, in steps. Each step is an apply of the
 * DestinationRules that it concerns: all or nothing, verified, with a record that keeps what is in force. Where such a run was
 * killed before, the clusters go back to what they were before its step first.
 */
export async function evacuate(input: EvacuateInput): Promise<EvacuationResult> {
  const { environment, region, regions, until, dryRun = false } = input;
  const base = { version: 1 as const, environment: environment.name, steps: [] };
  if (region !== undefined && !regions.includes(region)) {
    const message = `Nothing was changed: no cluster is in the region ${region}; there are ${regions.join(', ')}.`;
    return { ...base, outcome: 'refused', message, region };
  }
  const repaired = dryRun ? undefined : await repair(input);
  if (repaired?.outcome === 'incomplete') {
    return { ...base, outcome: 'refused', message: repaired.message, repaired };
  }
  const more = repaired && { repaired };
  const now = await evacuationIn(input.clusters, environment).catch(asClusterError);
  if (now instanceof ClusterError) {
    return { ...base, ...more, outcome: 'refused', message: asSentence(now.message) };
  }
  const none = until ? undefined : nothingToRestore(now, input);
  if (none !== undefined) {
    const about = now && { region: now.region, evacuation: now };
    return { ...base, ...more, ...about, outcome: 'nothing', message: none };
  }
  return { ...(await inSteps(input, now)), ...more };
}

function nothingToRestore(
  now: Evacuation | undefined,
  { region, onlyExpired = false, now: date = new Date() }: EvacuateInput,
): string | undefined {
  if (!now) return 'There is nothing to restore: no region is evacuated.';
  if (region !== undefined && region !== now.region) {
    return `There is nothing to restore: not ${region} but ${evacuationText(now)}.`;
  }
  if (!onlyExpired || isExpired(now, date)) return undefined;
  return `There is nothing to restore yet: ${evacuationText(now)}.`;
}

async function inSteps(
  input: EvacuateInput,
  first: Evacuation | undefined,
): Promise<EvacuationResult> {
  const { environment, until, dryRun = false, pauseMs, signal, onPause } = input;
  const region = input.region ?? first?.region ?? '';
  const base = { version: 1 as const, environment: environment.name, region };
  const steps: EvacuationStep[] = [];
  let now = first;
  for (const percent of stepsFrom(first, input)) {
    const last = steps.at(-1);
    if (last) {
      onPause?.(last);
      await sleep(pauseMs, undefined, signal && { signal }).catch(() => undefined);
      if (signal?.aborted) return ended(base, 'failed', steps, now, 'The run was interrupted.');
    }
    const run = last ? input.nextRun() : input.run;
    const order = orderOf(input, { region, percent, run, expected: last ? { now } : undefined });
    const step = await applyStep({ ...input, run }, percent, order);
    steps.push(step);
    if (hasFailed(step.apply)) {
      const isRefused = steps.length === 1 && step.apply.outcome === 'refused';
      const { message } = step.apply;
      return ended(base, isRefused ? 'refused' : 'failed', steps, now, message);
    }
    if (!dryRun) now = step.apply.evacuation;
  }
  if (dryRun) {
    const message = 'Every cluster would accept it. Nothing was changed.';
    return ended(base, 'checked', steps, now, message);
  }
  const message = until
    ? ''
    : `${region} is restored: the clusters are as the manifests say, as far as it was concerned.`;
  return ended(base, until ? 'evacuated' : 'restored', steps, now, message);
}

function ended(
  base: Pick<EvacuationResult, 'version' | 'environment' | 'region'>,
  outcome: EvacuationResult['outcome'],
  steps: EvacuationStep[],
  now: Evacuation | undefined,
  message: string,
): EvacuationResult {
  const state = now ? `${evacuationText(now)}.` : '';
  // What has not been begun is no state to be told.
  const text = [message, outcome === 'restored' ? '' : state].filter(Boolean).join(' ');
  return { ...base, outcome, message: text, ...(now && { evacuation: now }), steps };
}

async function applyStep(
  input: EvacuateInput,
  percent: number,
  evacuation: EvacuationOrder,
): Promise<EvacuationStep> {
  const moves: EvacuationMove[] = [];
  const result = await apply({
    ...input,
    evacuation,
    // What waited for the lock is looked at again.
    onForecast: (forecast) => moves.splice(0, Infinity, ...forecast.moves.map(moveOf)),
  });
  return { percent, moves, apply: result };
}

function moveOf({ host, client, before, after }: MovedTraffic): EvacuationMove {
  return { host, client, before: Object.fromEntries(before), after: Object.fromEntries(after) };
}

/** Without those that a run before has made already; a dry run can only try the last one. */
function stepsFrom(
  now: Evacuation | undefined,
  { steps, until, dryRun }: EvacuateInput,
): readonly number[] {
  const has = (now?.share ?? 1) * 100;
  const open = steps.slice(0, -1).filter((each) => (until ? each < has : each > has));
  return [...(dryRun ? [] : open), ...steps.slice(-1)];
}

/** @param expected What the step before has left; undefined: this is the first one. */
function orderOf(
  { by, regions, until }: EvacuateInput,
  {
    region,
    percent,
    run,
    expected,
  }: {
    region: string;
    percent: number;
    run: string;
    expected: { now: Evacuation | undefined } | undefined;
  },
): EvacuationOrder {
  return (now) => {
    if (expected && !isDeepStrictEqual(expected.now, now)) {
      const what = now ? `now ${evacuationText(now)}` : 'the evacuation has ended';
      return { refusal: `Another run has changed it between the steps: ${what}.` };
    }
    if (now && now.region !== region) {
      return {
        refusal: `${evacuationText(now)}. One region can be out at a time; end that one first.`,
      };
    }
    if (!until && (!now || percent >= 100)) return { to: undefined };
    const ends = until?.toISOString() ?? now?.until ?? '';
    const since = now?.since ?? new Date().toISOString();
    const others = regions.filter((each) => each !== region);
    const own = { by: now?.by ?? by, run: now?.run ?? run, since };
    return { to: { region, others, share: percent / 100, ...own, until: ends } };
  };
}

/** Takes back an evacuation that was killed on its way; undefined: there is none. Of other runs the apply says what is to be done. */
async function repair(input: EvacuateInput): Promise<RollbackResult | undefined> {
  const { clusters, others, environment, progress, owners, takeOver, lockWaitSeconds } = input;
  const { fieldManager = defaultFieldManager, terms = deployOptionTerms } = input;
  const asked = { clusters, others };
  const { open } = await unfinishedRuns(asked, environment, progress).catch((error: unknown) => {
    // Who does not answer is for the apply to name.
    if (error instanceof ClusterError) return { open: [] };
    throw error;
  });
  if (!open.some(({ evacuates }) => evacuates !== undefined)) return undefined;
  const result = await rollback({
    ...asked,
    ...{ environment, fieldManager, terms, by: input.by, run: input.run },
    reason: 'an evacuation had not ended',
    ...(owners && { owners }),
    ...(takeOver !== undefined && { takeOver }),
    ...(lockWaitSeconds !== undefined && { lockWaitSeconds }),
    ...(progress && { progress }),
  });
  return result.outcome === 'nothing' ? undefined : result;
}

function asClusterError(error: unknown): ClusterError {
  if (error instanceof ClusterError) return error;
  throw error;
}
