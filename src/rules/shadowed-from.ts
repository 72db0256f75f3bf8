import type { Rule } from './rule.js';
import { localitySettings } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'shadowed-from',
  code: 'MF203',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'A region has two failover entries, and the second never counts.',
  description: `Of several \`failover\` entries for one region istiod takes the first and never reads the others. They are no
second choice: when the region that the first one names is gone too, all remaining regions are equal.

In \`distribute\` a \`from\` that an earlier one covers is refused by the cluster already.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityFailover',
  ],
  check(mesh, report) {
    for (const { value, mode, at } of localitySettings(mesh)) {
      if (mode !== 'failover') continue;
      const { failover = [] } = value;
      failover.forEach(({ from, to }, index) => {
        const first = failover.findIndex((other) => other.from === from);
        if (from === undefined || first === index) return;
        // Without a `to` an entry leads nowhere, which is for another rule to say.
        const chosen = failover[first]?.to ? ` (${failover[first].to})` : '';
        const loss = to ? ` When both are gone, ${to} is not preferred to any other region.` : '';
        report({
          at: at('failover', index, 'from'),
          related: [{ at: at('failover', first, 'from'), message: 'the one that counts' }],
          message:
            `An earlier entry already says where ${from} fails over to${chosen}: this one never counts.${loss} ` +
            'Remove one of them; for an order of several regions use failoverPriority with labels.',
        });
      });
    }
  },
};
