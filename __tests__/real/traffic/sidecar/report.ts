/** Where the model and istiod differ, so that anyone can replay it. */
import { appendFileSync } from 'node:fs';
import type { SidecarMesh } from './generate.js';
import type { SidecarVariant } from './model.js';
import type { Sent } from './sent.js';

/** A file that gets the reports of all failing meshes. */
const FILE = process.env['MESH_FAILOVER_REPORTS'];

/** A line for each thing that is not the same. */
export function differencesOf(held: Sent, sent: Sent): string[] {
  const lines: string[] = [];
  const compare = (what: string, own: unknown, other: unknown) => {
    const [a, b] = [JSON.stringify(ordered(own)), JSON.stringify(ordered(other))];
    if (a !== b) lines.push(`${what}\n  model:  ${a}\n  istiod: ${b}`);
  };
  for (const port of keysOf(held.ports, sent.ports)) {
    const [own, other] = [held.ports[Number(port)], sent.ports[Number(port)]];
    compare(`port ${port}, otherwise`, own?.otherwise, other?.otherwise);
    const byDomains = ({ virtualHosts = [] }: Partial<NonNullable<typeof own>> = {}) =>
      Object.fromEntries(virtualHosts.map(({ domains, routes }) => [domains.join(), routes]));
    const [ours, theirs] = [byDomains(own), byDomains(other)];
    for (const domains of keysOf(ours, theirs)) {
      compare(`port ${port}, virtual host ${domains}`, ours[domains], theirs[domains]);
    }
  }
  for (const name of keysOf(held.clusters, sent.clusters)) {
    compare(`cluster ${name}`, held.clusters[name], sent.clusters[name]);
  }
  return lines;
}

/** The same, with the keys of all objects by the alphabet. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, own]) => own !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, own]) => [key, ordered(own)]),
  );
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

export function reportOf(
  seed: number,
  { index, client, objects }: SidecarMesh,
  { name, config }: SidecarVariant,
  differences: readonly string[],
): string {
  const report = [
    `mesh ${index} of seed ${seed}, ${name}: ${JSON.stringify(config)}`,
    `MESH_FAILOVER_REAL=1 MESH_FAILOVER_SEED=${seed} MESH_FAILOVER_CASE=${index} npm run test:real -- --testPathPatterns traffic/sidecar`,
    ...differences,
    `client ${JSON.stringify(client)}`,
    ...objects
      .filter(({ manifest: { kind } }) => kind !== 'WorkloadEntry')
      .map(({ manifest }) => JSON.stringify(manifest)),
  ].join('\n');
  if (FILE) appendFileSync(FILE, `${report}\n\n`);
  return report;
}
