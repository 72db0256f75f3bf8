import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { Rule } from './rule.js';
import { asksForFailover } from '../mesh/traffic-policy.js';
import { outlierDetections } from './scope/policy-parts.js';

/** Envoy's, for a value that is missing or 0. */
const defaultPercent = 10;

export const rule: Rule = {
  name: 'ejection-cap-too-small',
  code: 'MF210',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  explainsErrors: true,
  summary: 'Not every endpoint of the largest locality can be ejected.',
  description: `\`maxEjectionPercent\` of all endpoints, rounded down, may be ejected at the same time. Where a zone has more
endpoints than that, and all of them fail while their pods stay Ready, the rest of the zone keeps its traffic.

For hosts in several regions, and for every policy that asks for failover or distribution, \`max-ejection-percent-100\`
asks for more. This rule is for the other hosts with several zones in one region, and for those whose locality setting is
switched off. It needs \`workloads\` or endpoints in the manifests.`,
  references: ['envoyproxy/envoy source/common/upstream/outlier_detection_impl.cc ejectHost'],
  check(mesh, report) {
    for (const { target, mode, policy, value, at } of outlierDetections(mesh)) {
      if (target.regions.length > 1 && mode !== 'disabled') continue;
      if (asksForFailover(policy.value)) continue;
      const biggest = biggestLocality(mesh, target);
      if (!biggest) continue;
      const percent = value.maxEjectionPercent || defaultPercent;
      const cap = Math.floor((percent * biggest.all) / 100);
      if (cap >= biggest.count) continue;
      const needed = Math.ceil((100 * biggest.count) / biggest.all);
      report({
        at: at('maxEjectionPercent'),
        message:
          `At most ${cap} of the ${biggest.all} endpoints of ${titleOfTarget(target)} can be ejected ` +
          `(${percent} %), but ${biggest.name} has ${biggest.count}: when it fails while its pods stay ` +
          `Ready, the rest of it keeps its traffic. Set maxEjectionPercent to 100, or to ${needed} at least.`,
      });
    }
  },
};

/** Of several; undefined where the endpoints are assumed or all in one place. */
function biggestLocality({ topology }: Mesh, { host }: Target) {
  const counts = new Map<string, number>();
  for (const { locality, count, assumed } of topology.endpoints(host)) {
    if (assumed) return undefined;
    const name = formatLocality({ ...locality, subzone: '' });
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first && counts.size > 1 ? { name: first[0], count: first[1], all } : undefined;
}
