import type { Rule } from './rule.js';
import { localitySettings } from './scope/policy-parts.js';

const settings = ['distribute', 'failover', 'failoverPriority'] as const;

export const rule: Rule = {
  name: 'locality-disabled-but-set',
  code: 'MF208',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'A locality setting has rules, but is switched off.',
  description: `\`enabled: false\` switches the whole setting off: \`distribute\`, \`failover\` and \`failoverPriority\` beside it
are read by nobody. Requests spread over the endpoints of all regions in proportion to their number, and in an outage
nothing prefers the region that the rules name.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go GetEffectiveLbSetting',
  ],
  check(mesh, report) {
    for (const { value, at } of localitySettings(mesh)) {
      const unread = settings.filter((name) => value[name]?.length);
      if (value.enabled !== false || unread.length === 0) continue;
      report({
        at: at('enabled'),
        message:
          `enabled: false switches off the ${unread.join(' and ')} beside it: requests spread over all regions, and an ` +
          'outage follows no order. Remove enabled: false, or what it switches off.',
      });
    }
  },
};
