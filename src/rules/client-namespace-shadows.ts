import { titleOfTarget } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { hiddenRules } from './scope/hidden-rules.js';

export const rule: Rule = {
  name: 'client-namespace-shadows',
  code: 'MF222',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: "A rule in the gateway's namespace hides the failover policy of a service.",
  description: `istiod looks for a DestinationRule in the namespace of the client first, then in that of the service, then in the
root namespace, and stops at the first one with any match, a wildcard included. A broad rule beside the ingress gateway,
say for \`*.local\` and its TLS, therefore hides every policy that the services' owners have written, for exactly the
client that the failover is for.

The rule speaks where the one beside the gateway does not have what the hidden one has.`,
  references: ['istio/istio pilot/pkg/model/push_context.go destinationRule'],
  check(mesh, report) {
    for (const { target, rule: hidden, winner, outOfReach } of hiddenRules(mesh)) {
      const { client } = target;
      if (outOfReach || winner?.namespace !== client.namespace) continue;
      if (hidden.namespace === winner.namespace) continue;
      report({
        at: { resource: winner, path: ['spec', 'host'] },
        related: [{ at: { resource: hidden, path: ['spec', 'host'] }, message: 'what it hides' }],
        message:
          `For clients in namespace ${client.namespace} this hides ${hidden.namespace}/${hidden.name}, the policy for ` +
          `${titleOfTarget(target)}, and has no such failover policy itself: in an outage the gateway leads nothing ` +
          'elsewhere. Make its host narrower, or repeat the policy here.',
      });
    }
  },
};
