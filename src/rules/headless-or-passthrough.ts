import type { Severity } from '../foundation/severity.js';
import { isWildcard } from '../mesh/host-name.js';
import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { PortPolicy } from '../api/traffic-policy.js';
import { isForSidecars } from '../traffic/unordered.js';
import type { Rule } from './rule.js';
import { failoverPolicies, type FailoverTarget } from './scope/failover-targets.js';

export const rule: Rule = {
  name: 'headless-or-passthrough',
  code: 'MF231',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'A host with a failover policy has endpoints that the control plane does not order.',
  description: `Localities are weighed where istiod sends the endpoints with their places. In four cases it does not, and a locality
setting is accepted and does nothing:

* \`simple: PASSTHROUGH\` goes to the address that the client has asked for;
* a ServiceEntry with resolution \`NONE\` or \`DNS_ROUND_ROBIN\` has addresses that the proxy finds by itself;
* for a sidecar a headless Service (\`clusterIP: None\`) is a cluster of type ORIGINAL_DST: requests go to the address that the
  application has from DNS, which knows the pods of its own cluster only. A gateway gets the endpoints of a headless Service as those of any other
  Service, so one that a gateway routes to is left alone;
* a Service of type ExternalName is another name for a host: requests go to that host, and its DestinationRule counts.

In an outage requests go on to the addresses that they went to before. The prediction has no numbers for such hosts.`,
  references: [
    'istio/istio pilot/pkg/networking/core/cluster_builder.go',
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go',
    'istio/istio pilot/pkg/serviceregistry/kube/conversion.go ConvertService',
  ],
  check(mesh, report) {
    for (const failover of failoverPolicies(mesh)) {
      const { target, policy, mode } = failover;
      const { loadBalancer: place } = policy.places;
      if (!place || (mode !== 'distribute' && mode !== 'failover')) continue;
      const reason = reasonOf(target, policy.value, mesh) ?? reasonOfService(mesh, failover);
      if (!reason) continue;
      const { field, severity } = reason;
      report({
        at: { ...place, path: [...place.path, field], part: field === 'simple' ? 'value' : 'key' },
        ...(severity && { severity }),
        message:
          `${titleOfTarget(target)} ${reason.text}, so the ${mode} rules do nothing: in an outage its requests go on ` +
          `to the addresses that they went to before. ${reason.mend}`,
      });
    }
  },
};

interface Reason {
  field: 'simple' | 'localityLbSetting';
  text: string;
  mend: string;
  severity?: Severity;
}

function reasonOf(
  { host }: Target,
  { loadBalancer }: PortPolicy,
  { services }: Mesh,
): Reason | undefined {
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

function reasonOfService(mesh: Mesh, { target, merged }: FailoverTarget): Reason | undefined {
  const { externalName, headless } = mesh.services.find(target.host) ?? {};
  const field = 'localityLbSetting';
  if (externalName !== undefined) {
    return {
      field,
      text: `is another name for ${externalName} (an ExternalName Service), whose DestinationRule counts`,
      mend: `Write the rule for ${externalName}.`,
    };
  }
  // A policy for many hosts is not meant for this one in particular.
  if (!headless || !isForSidecars(target) || isWildcard(merged.host)) return undefined;
  return {
    field,
    text:
      'is a headless Service: a sidecar sends to the address that its application has from DNS, which knows the pods of its own ' +
      'cluster only',
    mend: 'Give the Service a cluster IP, or write the rule for a Service with one beside it.',
    // Without any route of a gateway here, those that lead to it may be in another repository.
    severity: hasGatewayRoutes(mesh) ? 'warning' : 'notice',
  };
}

const hasGatewayRoutes = (mesh: Mesh) => mesh.sharedTargets().some(({ route }) => route);
