import { titleOfTarget } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { failoverTargets } from './scope/failover-targets.js';

export const rule: Rule = {
  name: 'retry-stays-local',
  code: 'MF226',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'Retries stay in the region that is failing.',
  description: `With \`failover\` and \`failoverPriority\` a retry draws from the same priorities as the first attempt: while a
region fails and its endpoints are not ejected yet, all attempts of a request go to that region. With
\`retryRemoteLocalities: true\` later attempts leave the priorities out that have been tried.

With \`distribute\` there is one priority only, and the field does nothing. Retries that a route does not set itself are
left alone.`,
  references: [
    'istio/istio pilot/pkg/networking/core/route/retry/retry.go',
    'istio/istio issues 34605, 45668',
  ],
  check(mesh, report) {
    for (const { target, mode } of failoverTargets(mesh)) {
      const { route } = target;
      const own = route?.virtualService.spec.http?.[route.path[2] as number]?.retries;
      if (route?.protocol !== 'http' || !own || own.attempts === 0) continue;
      const path = [...route.path, 'retries'];
      const isRemote = own.retryRemoteLocalities === true;
      if (mode === 'failover' && !isRemote && (own.attempts ?? 2) > 0) {
        report({
          at: { resource: route.virtualService, path, part: 'key' },
          message:
            `All retries for ${titleOfTarget(target)} stay in the region that is failing until its endpoints are ` +
            'ejected, so that the first requests of an outage fail in spite of them. Add retryRemoteLocalities: true, ' +
            'with 2 attempts or more.',
        });
      }
      if (mode === 'distribute' && isRemote) {
        report({
          at: { resource: route.virtualService, path: [...path, 'retryRemoteLocalities'] },
          message:
            `retryRemoteLocalities does nothing for ${titleOfTarget(target)}: distribute puts all regions into one ` +
            'priority, and a retry in an outage is drawn by the same weights. Remove it.',
        });
      }
    }
  },
};
