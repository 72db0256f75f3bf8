import type { Rule } from './rule.js';
import { localitySettings } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'distribute-with-failover-priority',
  code: 'MF202',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'A locality setting has distribute and failoverPriority, and ignores the second.',
  description: `The cluster accepts \`distribute\` together with \`failoverPriority\`, but istiod looks at \`distribute\` first and
never comes to the priorities: the weights hold, and in an outage the traffic goes where they send it, not down the
list. (\`distribute\` together with \`failover\` is refused.)`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go ApplyLocalityLoadBalancer',
  ],
  check(mesh, report) {
    for (const { value, mode, at } of localitySettings(mesh)) {
      if (mode !== 'distribute' || !value.failoverPriority?.length) continue;
      report({
        at: { ...at('failoverPriority'), part: 'key' },
        related: [{ at: { ...at('distribute'), part: 'key' }, message: 'what counts instead' }],
        message:
          'failoverPriority has no effect beside distribute: in an outage the weights decide where the traffic goes, ' +
          'and a region that they leave out gets none. Remove one of the two.',
      });
    }
  },
};
