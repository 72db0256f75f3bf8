import { firstFew } from '../foundation/first-few.js';
import type { Resource } from '../mesh/resource.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
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
      const { spec } = hidden;
      const { client } = target;
      const why = spec.workloadSelector ? 'workloadSelector' : spec.exportTo?.length && 'exportTo';
      report({
        at: why
          ? { resource: hidden, path: ['spec', why], part: 'key' }
          : { resource: hidden, path: ['metadata', 'namespace'] },
        // Nothing says that others than the clients beside it ask for the host.
        severity: target.route || why ? 'warning' : 'notice',
        message:
          `${whoLooks(target)} not get this policy for ` +
          `${titleOfTarget(target)}: ${reasons[why || 'namespace'](hidden)} Its failover does not happen. ` +
          changes[why || 'namespace'](hidden, client.namespace),
      });
    }
  },
};

type DestinationRule = Resource<'DestinationRule'>;
type Why = 'workloadSelector' | 'exportTo' | 'namespace';

const reasons: Record<Why, (rule: DestinationRule) => string> = {
  workloadSelector: ({ namespace }) =>
    `workloadSelector keeps it to the pods in namespace ${namespace} that it selects.`,
  exportTo: ({ namespace, spec: { exportTo = [] } }) => {
    const names = exportTo.map((name) => (name === '.' ? namespace : name));
    return `exportTo shows it to ${firstFew([...new Set(names)])} only.`;
  },
  namespace: ({ namespace }) =>
    `${namespace} is neither that namespace, the service's nor the root namespace.`,
};

const changes: Record<Why, (rule: DestinationRule, client: string) => string> = {
  workloadSelector: () => 'Remove workloadSelector, or add a rule without one.',
  exportTo: (_, client) => `Add ${client} to exportTo.`,
  namespace: () => "Move it to the service's namespace.",
};

function whoLooks({ route, client: { namespace, isNamespaceKnown } }: Target): string {
  if (!route) return `Clients in namespace ${namespace} do`;
  return `The ingress gateway in namespace ${namespace}${isNamespaceKnown ? '' : ' (assumed)'} does`;
}
