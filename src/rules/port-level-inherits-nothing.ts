import type { Rule } from './rule.js';
import { consequence, droppedLocalities } from './scope/dropped-locality.js';

export const rule: Rule = {
  name: 'port-level-inherits-nothing',
  code: 'MF218',
  category: 'semantics',
  severity: 'error',
  needs: 'object',
  summary: 'An entry of portLevelSettings drops the locality setting of its policy.',
  description: `An entry of \`portLevelSettings\` replaces the whole policy for its port: what it does not set is not inherited,
but unset. An entry for one timeout takes \`distribute\` or \`failover\` away from the port that it is for, and every
other port works, which is why nobody notices before the outage.

Where the entry keeps the locality setting but loses the ejection, \`outlier-detection-required\` and
\`max-ejection-percent-100\` say so.`,
  references: [
    'istio/istio pilot/pkg/networking/util/util.go GetPortLevelTrafficPolicy',
    'istio/istio issue 58297',
  ],
  check(mesh, report) {
    for (const dropped of droppedLocalities(mesh)) {
      if (dropped.level !== 'port') continue;
      report({
        at: dropped.at,
        related: [{ at: dropped.lost, message: 'what does not hold for this port' }],
        message:
          `The settings of this port inherit nothing: the ${dropped.lostMode} rules of the policy do not hold for ` +
          `${dropped.title}. In their place ${consequence(dropped)}. Repeat loadBalancer.localityLbSetting and ` +
          'outlierDetection with maxEjectionPercent: 100 here.',
      });
    }
  },
};
