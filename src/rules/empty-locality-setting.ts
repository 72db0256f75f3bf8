import type { LocalityLbSetting } from '../api/traffic-policy.js';
import type { Rule } from './rule.js';
import { localitySettings } from './scope/policy-parts.js';

const settings = ['distribute', 'failover', 'failoverPriority'] as const;

export const rule: Rule = {
  name: 'empty-locality-setting',
  code: 'MF209',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'An empty locality setting cancels the locality rules of the mesh.',
  description: `The \`localityLbSetting\` of a DestinationRule replaces that of the mesh configuration as a whole. An empty one,
or one with nothing but \`enabled: true\`, therefore cancels the mesh's \`distribute\`, \`failover\` or
\`failoverPriority\` for this host. The rule needs \`meshConfig\` in the configuration.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go GetEffectiveLbSetting',
  ],
  check(mesh, report) {
    const { localityLbSetting: inMesh } = mesh.config.meshConfig ?? {};
    if (!inMesh || inMesh.enabled === false) return;
    const cancelled = setIn(inMesh);
    if (cancelled.length === 0) return;
    for (const { value, at } of localitySettings(mesh)) {
      if (value.enabled === false || setIn(value).length > 0) continue;
      report({
        at: { ...at(), part: 'key' },
        message:
          `This setting has no rules, and replaces the mesh's: its ${cancelled.join(' and ')} does not hold for this ` +
          'host, and an outage follows the default order. Remove localityLbSetting here, or repeat the rules in it.',
      });
    }
  },
};

function setIn(setting: LocalityLbSetting): string[] {
  return settings.filter((name) => setting[name]?.length);
}
