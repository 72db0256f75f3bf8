import { titleOfTarget } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { hiddenRules } from './scope/hidden-rules.js';

export const rule: Rule = {
  name: 'destination-rule-out-of-reach',
  code: 'MF223',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'A failover policy is in a place where the gateway does not see it.',
  description: `A gateway sees the DestinationRules of three namespaces: its own, that of the service and the root namespace.
One that is elsewhere, that \`exportTo\` keeps in its namespace, or that has a \`workloadSelector\` is never read by it.
The namespace that counts is that of the gateway's pod, not that of the Gateway object.

The rule speaks where the policy in force does not have what the unseen one has.`,
  references: [
    'istio/istio pilot/pkg/model/push_context.go destinationRule',
    'istio/istio issues 15556, 44366, 58322',
  ],
  check(mesh, report) {
    for (const { target, rule: hidden, outOfReach } of hiddenRules(mesh)) {
      if (!outOfReach) continue;
      const { namespace, spec } = hidden;
      const { client } = target;
      const why = spec.workloadSelector ? 'workloadSelector' : spec.exportTo?.length && 'exportTo';
      report({
        at: why
          ? { resource: hidden, path: ['spec', why], part: 'key' }
          : { resource: hidden, path: ['metadata', 'namespace'] },
        message:
          `The gateway ${client.name} in namespace ${client.namespace} does not see this policy for ` +
          `${titleOfTarget(target)}: ` +
          (why
            ? `${why} keeps it in other places. `
            : `${namespace} is neither its namespace, the service's nor the root namespace. `) +
          'In an outage it leads nothing elsewhere. ' +
          (why ? `Export it to ${client.namespace}.` : "Move it to the service's namespace."),
      });
    }
  },
};
