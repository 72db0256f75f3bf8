import { titleOfTarget } from '../mesh/targets.js';
import { serviceSettings } from '../traffic/predict-target.js';
import type { Rule } from './rule.js';
import { failoverTargets } from './scope/failover-targets.js';

export const rule: Rule = {
  name: 'cluster-local',
  code: 'MF232',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  explainsErrors: true,
  summary: 'A host with a failover policy is kept to its own cluster or node.',
  description: `A client sees only the endpoints of its own cluster if the mesh configuration's \`serviceSettings\` make the host
\`clusterLocal\` (hosts in kube-system are), and only those on its own node with \`internalTrafficPolicy: Local\`. The
policy is in force, but there is nowhere to go: when the own cluster's endpoints fail, every request gets 503, with the
other region healthy.`,
  references: [
    'istio/istio pilot/pkg/model/cluster_local.go',
    'istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go',
  ],
  check(mesh, report) {
    for (const { target, policy, mode } of failoverTargets(mesh)) {
      if (mode === 'disabled' || mode === 'unset') continue;
      const { clusterLocal, internalTrafficPolicy } = serviceSettings(mesh, target.host);
      const isNodeLocal = internalTrafficPolicy === 'Local';
      const service = mesh.services.find(target.host)?.resource;
      const { place } = policy.levels.loadBalancer;
      if (!clusterLocal && !isNodeLocal) continue;
      report({
        at:
          isNodeLocal && service
            ? { resource: service, path: ['spec', 'internalTrafficPolicy'] }
            : place,
        message:
          (isNodeLocal
            ? `internalTrafficPolicy: Local keeps clients of ${titleOfTarget(target)} to the endpoints on their own node`
            : `${titleOfTarget(target)} is cluster-local in this mesh: clients see the endpoints of their own cluster`) +
          `, although its policy is to lead them to ${target.regions.join(' and ')}. When the nearest endpoints fail, ` +
          'every request gets 503. ' +
          (isNodeLocal ? 'Remove it.' : "Take the host out of the mesh's serviceSettings."),
      });
    }
  },
};
