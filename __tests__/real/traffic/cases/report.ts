/** A failing case, so that anyone can replay it. */
import { appendFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Case, MeshVariant } from './case.js';
import { configOf, type Expected } from './model.js';

/** A file that gets the reports of all failing cases; the test's own message holds three. */
const FILE = process.env['MESH_FAILOVER_REPORTS'];

/** The message for failing cases; empty for none. */
export function summaryOf(reports: readonly string[]): string {
  if (FILE) appendFileSync(FILE, reports.map((report) => `${report}\n\n`).join(''));
  const more = reports.length > 3 ? `\n\n… and ${reports.length - 3} more` : '';
  return reports.slice(0, 3).join('\n\n') + more;
}

export function reportOf(
  seed: number,
  test: Case,
  variant: MeshVariant,
  expected: readonly (Expected | null)[],
  actual: Expected | null,
): string {
  const manifests = test.objects.map(({ manifest, cluster }) =>
    stringify(manifest).replace(/^/, `# in ${cluster ?? 'every cluster'}\n`),
  );
  const { clusters } = configOf(test, variant);
  return [
    `CASE ${test.index} of seed ${seed}: ${test.host}:${test.port} subset ${test.subset ?? 'none'}`,
    'Replay:',
    `  MESH_FAILOVER_REAL=1 MESH_FAILOVER_SEED=${seed} MESH_FAILOVER_CASE=${test.index} npm run test:real -- --testPathPatterns real/traffic/configuration`,
    `istiod:  ${JSON.stringify(actual)}`,
    ...expected.map((possible) => `model:   ${JSON.stringify(possible)}`),
    `MeshConfig: ${JSON.stringify(variant.config).slice(0, 500)}`,
    `workloads: ${JSON.stringify(test.pods ?? [])}`,
    `clusters: ${JSON.stringify(clusters)}`,
    `client: ${JSON.stringify(test.client)}`,
    manifests.join('---\n'),
  ].join('\n');
}
