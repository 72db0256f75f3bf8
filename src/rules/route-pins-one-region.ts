import type { Mesh } from '../mesh/mesh.js';
import { eachClient, titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import { inputOf, predictInput } from '../traffic/predict-target.js';
import type { Rule } from './rule.js';
import { multiRegionTargets } from './scope/failover-targets.js';

export const rule: Rule = {
  name: 'route-pins-one-region',
  code: 'MF224',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  explainsErrors: true,
  summary: 'A route leads to a subset that exists in one region only.',
  description: `A subset is a cluster of its own for Envoy: failover and weights choose among the endpoints with its labels, and
no others. A subset by region or cluster (\`topology.istio.io/cluster: a\`), or a version that has been rolled out to one
region, has nowhere to go when that region fails, although the host itself runs in several: every request that takes
this route gets 503. Routes with weights for two such subsets lose the share of the one that is gone.

It needs \`labels\` under \`workloads\`, or labels that istiod adds by itself.`,
  references: ['istio/istio issues 32419, 33024'],
  check(mesh, report) {
    for (const target of multiRegionTargets(mesh).flatMap(eachClient)) {
      const { subset, route, destination, regions } = target;
      if (!subset || !route || !destination || target.policies.length === 0) continue;
      const [region, ...others] = regionsOfSubset(mesh, target);
      if (region === undefined || others.length > 0) continue;
      report({
        at: { resource: route.virtualService, path: [...destination.path, 'subset'] },
        message:
          `${titleOfTarget(target)} has endpoints in ${region} only, though the host runs in ${regions.join(' and ')}: ` +
          `when ${region} fails, every request that takes this route gets 503. Route to a subset that exists in ` +
          'every region, and leave the choice of the region to the DestinationRule.',
      });
    }
  },
};

/** Where requests for the subset can go at all, whatever the policy does with them. */
function regionsOfSubset(mesh: Mesh, target: Target): string[] {
  const result = predictInput(mesh, target, {
    ...inputOf(mesh, target),
    policies: [{}],
    service: {},
  });
  const split = result.undefined ? [] : result.split.filter(({ share }) => share > 0);
  return [...new Set(split.map(({ locality }) => locality.split('/')[0] ?? ''))];
}
