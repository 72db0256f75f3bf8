/** A failing case, so that anyone can replay it. */
import { stringify } from 'yaml';
import type { Case, MeshVariant } from './case.js';
import { configOf, type Expected } from './model.js';

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
    `CASE ${String(test.index)} of seed ${String(seed)}: ${test.host}:${String(test.port)} subset ${test.subset ?? 'none'}`,
    'Replay:',
    `  MESH_FAILOVER_REAL=1 MESH_FAILOVER_SEED=${String(seed)} MESH_FAILOVER_CASE=${String(test.index)} npm run test:real -- --testPathPatterns real/traffic/configuration`,
    `istiod:  ${JSON.stringify(actual)}`,
    ...expected.map((possible) => `model:   ${JSON.stringify(possible)}`),
    `MeshConfig: ${JSON.stringify(variant.config).slice(0, 500)}`,
    `clusters: ${JSON.stringify(clusters)}`,
    `client: ${JSON.stringify(test.client)}`,
    manifests.join('---\n'),
  ].join('\n');
}
