import type { Path } from '../foundation/range.js';
import { firstFew } from '../foundation/first-few.js';
import { matchesLocality, parseLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Target } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { isKnown, knownLocalities, localityMeant } from './scope/known-localities.js';
import { localitySettings } from './scope/policy-parts.js';
import { regionsLeftOut } from './scope/regions-left-out.js';

export const rule: Rule = {
  name: 'unknown-locality',
  code: 'MF204',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'A policy names a locality that the mesh does not have.',
  description: `A \`from\` or \`to\` is compared with the node labels letter by letter, upper and lower case included. Only a whole
segment can be a wildcard: \`us-*\` is accepted and matches nothing. What matches nothing is passed over: its weight
goes to the others, and a \`failover\` entry has no effect in the outage that it was written for.

Names are compared with the \`clusters\` of the configuration, the clients and the endpoints; without declared clusters
only wildcards inside a segment are reported, because every other name is then taken to be a region. What leaves a
region without traffic is reported by \`distribute-covers-every-region\` already.`,
  references: [
    'istio/istio pilot/pkg/networking/util/util.go LocalityMatch',
    'istio/istio issues 12947, 49074',
  ],
  check(mesh, report) {
    const { clients } = mesh.topology;
    for (const { target, mode, value, at } of localitySettings(mesh)) {
      const say = (key: string | undefined, part: 'key' | 'value', ...path: Path) => {
        const message = key && messageFor(mesh, target, key);
        if (message) report({ at: { ...at(...path), part }, message });
      };
      if (mode === 'distribute') {
        const rules = value.distribute ?? [];
        const isEveryClientMet = clients.every(({ locality }) =>
          rules.some(({ from }) => matchesLocality(locality, from ?? '')),
        );
        rules.forEach(({ from, to = {} }, index) => {
          const isSingleRegion = target.regions.length < 2;
          if (isEveryClientMet || isSingleRegion) say(from, 'value', 'distribute', index, 'from');
          const keys = Object.keys(to);
          if (!isSingleRegion && regionsLeftOut(mesh, target, keys).length) return;
          for (const key of keys) say(key, 'key', 'distribute', index, 'to', key);
        });
      }
      if (mode !== 'failover') continue;
      (value.failover ?? []).forEach(({ from = '', to = '' }, index) => {
        // Here only regions are accepted.
        if (/[*/]/.test(from + to)) return;
        say(from, 'value', 'failover', index, 'from');
        say(to, 'value', 'failover', index, 'to');
      });
    }
  },
};

/** Undefined: the key is fine, or nobody can tell. */
function messageFor(mesh: Mesh, target: Target, key: string): string | undefined {
  const isPartial = key.includes('*') && hasPartialWildcard(key);
  if (!isPartial && !mesh.config.clusters) return undefined;
  const known = knownLocalities(mesh, target.host);
  if (!isPartial && isKnown(key, known)) return undefined;
  const meant = localityMeant(key, known);
  const regions = [...new Set(known.map((locality) => locality.region))].filter(Boolean).sort();
  return (
    (isPartial
      ? `"${key}" matches nothing: "*" stands for a whole region, zone or subzone only. `
      : `No cluster, client or endpoint is in ${key}, so this matches nothing. `) +
    'In an outage the entry has no effect, and its share goes to the others. ' +
    (meant && !isPartial
      ? `Did you mean "${meant}"?`
      : `Name one of ${firstFew(regions)}, or "*" for all.`)
  );
}

/** Whether a segment has a wildcard, but is none. */
function hasPartialWildcard(key: string): boolean {
  const { region, zone, subzone } = parseLocality(key);
  return [region, zone, subzone].some((part) => part.includes('*') && part !== '*');
}
