import type { Rule } from './rule.js';
import { localitySettings } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'failover-map-incomplete',
  code: 'MF206',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'A failover list has no entry for a region that clients are in.',
  description: `A client in a region without a \`failover\` entry still fails over, but to all other regions alike: its requests
spread over every one of them in proportion to their endpoints. Where others have an order, the missing one is most
likely forgotten. With only one other region left there is no choice, and the rule is silent.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityFailover',
    'istio/istio issue 18966',
  ],
  check(mesh, report) {
    for (const { target, value, mode, at } of localitySettings(mesh)) {
      const { failover = [] } = value;
      if (mode !== 'failover' || failover.length === 0) continue;
      for (const client of target.clients) {
        const { region } = client.locality;
        const others = target.regions.filter((other) => other !== region);
        if (region === '' || others.length < 2) continue;
        if (failover.some(({ from }) => from === region)) continue;
        report({
          at: { ...at('failover'), part: 'key' },
          message:
            `There is no entry for clients in ${region}: when it fails, their requests spread over ` +
            `${others.join(' and ')} at the same time. Add one with from: ${region}.`,
        });
      }
    }
  },
};
