import { titleOfTarget } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { localitySettings } from './scope/policy-parts.js';
import { placesOfTarget } from './scope/spread.js';

export const rule: Rule = {
  name: 'sticky-sessions-break',
  code: 'MF216',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'Consistent hashing is used together with a locality setting.',
  description: `\`consistentHash\` promises that a key always meets the same endpoint. With \`distribute\` the gateway of each
region has other weights, and with \`failover\` other priorities: the same session meets another endpoint as soon as it
enters elsewhere or the priorities shift.

It also dulls the failover: a hashed policy with \`distribute\` gives a locality its full weight as long as one of its
endpoints is healthy, where other policies reduce it in proportion. The last endpoint of a failing zone gets it all.`,
  references: [
    'envoyproxy/envoy source/extensions/load_balancing_policies/common/thread_aware_lb_impl.cc normalizeLocalityWeights',
    'istio/istio issue 41674',
  ],
  check(mesh, report) {
    for (const { target, policy, mode } of localitySettings(mesh)) {
      const { loadBalancer: place } = policy.places;
      if (!place || !policy.value.loadBalancer?.consistentHash) continue;
      if (placesOfTarget(mesh, target).length < 2 || (mode !== 'distribute' && mode !== 'failover'))
        continue;
      report({
        at: { ...place, path: [...place.path, 'consistentHash'], part: 'key' },
        message:
          `A session of ${titleOfTarget(target)} changes its endpoint when it enters in another region or the ` +
          `${mode === 'distribute' ? 'weights' : 'priorities'} shift` +
          (mode === 'distribute'
            ? ', and a locality that has mostly failed still gets its full weight on the endpoints that are left. '
            : ' in an outage. ') +
          'Keep the session state where every region reads it and remove consistentHash, or remove the locality setting.',
      });
    }
  },
};
