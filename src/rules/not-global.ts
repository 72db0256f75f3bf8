import { titleOfTarget } from '../mesh/targets.js';
import { flagsOfCluster } from '../config/control-plane-config.js';
import { isGlobalService } from '../traffic/global-services.js';
import type { Rule } from './rule.js';
import { failoverTargets } from './scope/failover-targets.js';

export const rule: Rule = {
  name: 'not-global',
  code: 'MF262',
  category: 'semantics',
  severity: 'error',
  needs: 'policy',
  explainsErrors: true,
  summary: 'A flag of istiod keeps a host with a failover policy to its own cluster.',
  description: `With the flag \`AMBIENT_ENABLE_MULTI_NETWORK\` istiod sends no endpoints of other clusters for a Service that is not labelled
\`istio.io/global: "true"\`, to sidecars and gateways too; that the label counts is in the mesh configuration of Istio's ambient profile. The policy is in force, but there is nowhere to go: when the own cluster's
endpoints fail, every request gets 503, with the other region healthy. Where the Service is not among the manifests, it is a warning.

istiod heeds the flag with \`PILOT_ENABLE_AMBIENT\` alone. A configuration that sets the first and does not name the second is taken to
have ambient mode on; write \`PILOT_ENABLE_AMBIENT: false\` under \`controlPlane.flags\` where it is off.`,
  references: [
    'istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go filterIstioEndpoint',
    'istio/istio pilot/pkg/serviceregistry/ambient/services.go matchServiceScope',
    'istio/istio pilot/pkg/features/ambient.go',
  ],
  check(mesh, report) {
    for (const { target, policy, mode } of failoverTargets(mesh)) {
      if (mode === 'disabled' || mode === 'unset') continue;
      const { client, host } = target;
      if (isGlobalService(mesh, client.cluster, host) !== false) continue;
      const elsewhere = mesh.topology
        .endpoints(host)
        .some(({ cluster, entry }) => cluster !== client.cluster && !entry?.isShared);
      if (!elsewhere) continue;
      const isAssumed =
        flagsOfCluster(mesh.config, client.cluster)['PILOT_ENABLE_AMBIENT'] === undefined;
      const service = mesh.services.find(host)?.resource;
      report({
        at: policy.levels.loadBalancer.place,
        // A Service that is not among the manifests may have the label.
        ...(!service && { severity: 'warning' as const }),
        message:
          `${titleOfTarget(target)} is not labelled istio.io/global: "true", and istiod of cluster ${client.cluster} runs with AMBIENT_ENABLE_MULTI_NETWORK: it sends no endpoints of other clusters, ` +
          `although the policy is to lead requests to ${target.regions.join(' and ')}. When the nearest endpoints fail, every request gets 503. ` +
          `Label ${service ? 'the Service' : 'its Service, in every cluster,'} istio.io/global: "true", or take the flag away.` +
          (isAssumed
            ? ' (PILOT_ENABLE_AMBIENT, without which istiod ignores the flag, is taken to be true.)'
            : ''),
      });
    }
  },
};
