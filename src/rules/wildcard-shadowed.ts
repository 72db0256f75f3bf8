import { ruleHost } from '../mesh/destination-rules.js';
import { isWildcard } from '../mesh/host-name.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { hiddenRules } from './scope/hidden-rules.js';

export const rule: Rule = {
  name: 'wildcard-shadowed',
  code: 'MF221',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'A failover policy for many hosts misses those that have a rule of their own.',
  description: `A DestinationRule for \`*.shop.svc.cluster.local\` holds for the hosts that have no more specific rule. Rules are
never merged across hosts or namespaces: a rule for one host, written for a subset or a timeout, takes the whole policy
of the wildcard away from it, the outlier detection and the locality setting included.

The rule speaks where the more specific rule does not have what the wildcard's has.`,
  references: ['istio/istio pilot/pkg/model/config.go MostSpecificHostMatch'],
  check(mesh, report) {
    for (const { target, rule: hidden, winner, outOfReach } of hiddenRules(mesh)) {
      if (outOfReach || !winner || !isWildcard(ruleHost(hidden))) continue;
      if (winner.namespace === target.client.namespace && hidden.namespace !== winner.namespace) {
        continue;
      }
      report({
        at: { resource: hidden, path: ['spec', 'host'] },
        related: [{ at: { resource: winner, path: ['spec', 'host'] }, message: 'what holds' }],
        message:
          `This does not hold for ${titleOfTarget(target)}: ${winner.namespace}/${winner.name} is more specific, ` +
          'takes its place as a whole, and has no such failover policy. In an outage its requests are not led ' +
          'elsewhere. Repeat the policy there.',
      });
    }
  },
};
