import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget, type Target } from '../mesh/targets.js';
import type { PortPolicy } from '../api/traffic-policy.js';
import type { Rule } from './rule.js';
import { failoverTargets } from './scope/failover-targets.js';

export const rule: Rule = {
  name: 'headless-or-passthrough',
  code: 'MF231',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'A host with a failover policy has endpoints that the control plane does not order.',
  description: `Localities are weighed where istiod sends the endpoints with their places. A ServiceEntry with resolution \`NONE\`
or \`DNS_ROUND_ROBIN\` has addresses that the proxy finds by itself, and \`simple: PASSTHROUGH\` goes to the address that the client
has asked for: the locality setting is accepted and does nothing, and in an outage requests go on to the addresses that
they went to before. The prediction has no numbers for such hosts.

A headless Service is left out: for a gateway its endpoints are ordered like those of any other.`,
  references: [
    'istio/istio pilot/pkg/networking/core/cluster_builder.go',
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go',
  ],
  check(mesh, report) {
    for (const { target, policy, mode } of failoverTargets(mesh)) {
      const { loadBalancer: place } = policy.places;
      const reason = reasonOf(mesh, target, policy.value);
      if (!reason || !place || (mode !== 'distribute' && mode !== 'failover')) continue;
      const field = reason.field;
      report({
        at: { ...place, path: [...place.path, field], part: field === 'simple' ? 'value' : 'key' },
        message:
          `${titleOfTarget(target)} ${reason.text}, so the ${mode} rules do nothing: in an outage its requests go on ` +
          `to the addresses that they went to before. ${reason.mend}`,
      });
    }
  },
};

function reasonOf({ services }: Mesh, { host }: Target, { loadBalancer }: PortPolicy) {
  if (loadBalancer?.simple === 'PASSTHROUGH') {
    return {
      field: 'simple',
      text: 'is balanced by PASSTHROUGH, which chooses no endpoint',
      mend: 'Use ROUND_ROBIN or LEAST_REQUEST.',
    };
  }
  const { resolution } = services.find(host) ?? {};
  // DNS endpoints that are listed with their localities are ordered like others.
  if (resolution !== 'NONE' && resolution !== 'DNS_ROUND_ROBIN') return undefined;
  return {
    field: 'localityLbSetting',
    text: `has resolution ${resolution}, whose endpoints have no places`,
    mend: 'Use resolution STATIC with endpoints that have a locality.',
  };
}
