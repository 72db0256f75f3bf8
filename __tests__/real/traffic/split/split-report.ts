/** Where a measurement and a prediction differ, and how to see it again. */
import { appendFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { DefinedResult } from '../../../../src/traffic/predict.js';
import { isPlausible } from './binomial.js';
import type { Measured } from './measure.js';
import { EDGES, workloadsOf, type SplitCase } from './split-case.js';
import { podsInOutage } from './split-model.js';

const FILE = process.env['MESH_FAILOVER_REPORTS'];

/** The shares that lie outside their interval, as sentences. */
export function missesOf(
  one: SplitCase,
  prediction: DefinedResult,
  { sent, errors, hosts }: Measured,
): string[] {
  const localities = new Map(one.pods.map(({ address, locality }) => [address, locality]));
  const counts = new Map<string, number>();
  for (const [address, count] of hosts) {
    const name = localities.get(address) ?? (address === '-' ? 'unanswered' : address);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const { unanswered } = prediction;
  const expected = [
    ...prediction.split.map(({ locality, share, min = share, max = share }) => {
      return { name: locality, low: isSilent(one, locality) ? 0 : min, high: max };
    }),
    // A connection that is closed does not say why.
    ...(one.port === undefined ? [{ name: 'unanswered', low: unanswered, high: unanswered }] : []),
  ];
  counts.set('errors', errors);
  const { errors: mean, errorsMin = mean, errorsMax = mean } = prediction;
  expected.push({ name: 'errors', low: errorsMin, high: errorsMax });
  return expected
    .filter(({ name, low, high }) => !isPlausible(counts.get(name) ?? 0, sent, low, high))
    .filter(({ name }) => prediction.determined || name !== 'unanswered')
    .map(
      ({ name, low, high }) =>
        `${name}: predicted ${low.toFixed(4)} to ${high.toFixed(4)}, measured ${((counts.get(name) ?? 0) / sent).toFixed(4)}`,
    );
}

/** Whether endpoints of a locality close connections without saying who they are. */
function isSilent(one: SplitCase, locality: string): boolean {
  if (one.port === undefined) return false;
  return podsInOutage(one).some((pod, index) => {
    const { unreachable = 0, reset = 0 } = pod?.answer ?? {};
    return one.pods[index]!.locality === locality && unreachable + reset > 0;
  });
}

export function splitReport(
  seed: number,
  one: SplitCase,
  prediction: DefinedResult,
  measured: Measured,
  misses: readonly string[],
): string {
  const report = [
    `CASE ${one.index} of seed ${seed}`,
    'Replay:',
    `  MESH_FAILOVER_REAL=1 MESH_FAILOVER_SEED=${seed} MESH_FAILOVER_CASE=${one.index} node __tests__/real/bench/network-namespace.mjs npm run test:real -- --testPathPatterns real/traffic/split`,
    ...misses,
    `gateway: ${EDGES[one.edge]!}`,
    `outages: ${JSON.stringify(one.outages)}`,
    `workloads: ${JSON.stringify(workloadsOf(one))}`,
    `prediction: ${JSON.stringify({ ...prediction, steps: undefined })}`,
    `measured: ${JSON.stringify({ ...measured, hosts: Object.fromEntries(measured.hosts) })}`,
    one.manifests.map((manifest) => stringify(manifest)).join('---\n'),
  ].join('\n');
  if (FILE) appendFileSync(FILE, `${report}\n\n`);
  return report;
}
