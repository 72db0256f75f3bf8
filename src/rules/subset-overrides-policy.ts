import type { Rule } from './rule.js';
import { consequence, droppedLocalities } from './scope/dropped-locality.js';

export const rule: Rule = {
  name: 'subset-overrides-policy',
  code: 'MF219',
  category: 'semantics',
  severity: 'error',
  needs: 'object',
  summary: 'The policy of a subset drops the locality setting of its rule.',
  description: `A subset inherits each field that it does not set itself, but a field that it sets replaces the one above as a
whole: a \`loadBalancer\` for the sake of \`simple: LEAST_REQUEST\` has no \`localityLbSetting\` any more, and the
subset's \`portLevelSettings\` inherit nothing at all. Requests that are routed to the subset then follow no order of
regions.

Where its \`outlierDetection\` breaks the ejection, \`max-ejection-percent-100\` says so.`,
  references: ['istio/istio pilot/pkg/networking/util/util.go MergeSubsetTrafficPolicy'],
  check(mesh, report) {
    for (const dropped of droppedLocalities(mesh)) {
      if (dropped.level === 'port') continue;
      const { level, at } = dropped;
      const place = { ...at, path: [...at.path, 'loadBalancer'], part: 'key' as const };
      report({
        at: level === 'subset' ? place : at,
        related: [{ at: dropped.lost, message: 'what does not hold for this subset' }],
        message:
          (level === 'subset'
            ? "The subset's loadBalancer replaces the policy's as a whole"
            : "The settings of this port replace the subset's whole policy and the rule's") +
          `: the ${dropped.lostMode} rules do not hold for ${dropped.title}. In their place ${consequence(dropped)}. ` +
          'Repeat localityLbSetting here, or remove what replaces it.',
      });
    }
  },
};
