import { hasFailed, type ObjectResult } from '../deploy/apply-result.js';
import type {
  EvacuationMove,
  EvacuationResult,
  EvacuationStep,
} from '../deploy/evacuation-result.js';
import { percent } from '../foundation/percent.js';
import { safeText } from '../foundation/safe-text.js';
import { shortHost } from '../mesh/host-name.js';
import { rollbackText } from './rollback-text.js';

/** An evacuation for people: where requests go with each step, what was written, and what holds now. */
export function evacuationResultText(result: EvacuationResult, color: boolean): string {
  const { message, region, repaired, steps } = result;
  const repair = repaired ? rollbackText(repaired, color) : '';
  const lines = [
    ...steps.flatMap((step) => evacuationStepLines(step, region ?? '')),
    ...safeText(message).split('\n'),
  ];
  return `${repair}${lines.join('\n')}\n`;
}

/** One step: what it is about, where requests go, what was written or stands in the way. */
export function evacuationStepLines(
  { percent: has, moves, apply }: EvacuationStep,
  region: string,
): string[] {
  const { clusters, dryRun, warnings } = apply;
  const what = has === 100 ? 'as the manifests say' : `${has} % of its weights`;
  const written = clusters.map(({ cluster, objects, verified }) => {
    const done = objects.filter(({ result }) => result === 'configured').map(titleOf);
    const state = verified ? ` (${verified.by.length > 0 ? 'verified' : 'not verified'})` : '';
    return `  ${cluster}: ${done.length > 0 ? done.join(', ') : 'nothing to write'}${state}`;
  });
  return [
    `${region}: ${what}${dryRun ? ' (dry run)' : ''}`,
    ...moves.filter(isMoved).map((move) => `  ${moveText(move)}`),
    ...warnings.map((text) => `  warning: ${text}`),
    ...(hasFailed(apply) ? [] : written),
  ].map((line) => safeText(line));
}

function titleOf({ kind, namespace, name }: ObjectResult): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

function isMoved({ before, after }: EvacuationMove): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** `hello-world.default from a: europe-west1 50 %, us-central1 50 % → us-central1 100 %` */
export function moveText({ host, client, before, after }: EvacuationMove): string {
  const shares = (all: Record<string, number>) =>
    Object.entries(all)
      .map(([name, share]) => `${name} ${percent(share)}`)
      .join(', ');
  return `${shortHost(host)} from ${client}: ${shares(before)} → ${shares(after)}`;
}
