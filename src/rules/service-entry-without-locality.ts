import { shortHost } from '../mesh/host-name.js';
import { targetMode } from '../traffic/target-mode.js';
import type { Rule } from './rule.js';

const regionLabels = ['topology.istio.io/locality', 'istio-locality'];

export const rule: Rule = {
  name: 'service-entry-without-locality',
  code: 'MF229',
  category: 'semantics',
  severity: 'warning',
  needs: 'policy',
  summary: 'An endpoint of a ServiceEntry under a locality policy has no locality.',
  description: `Pods get their locality from their node; an endpoint of a ServiceEntry has the one that is written, or none.
Without one it is in no region: \`distribute\` gives it nothing, ever, even when it is the only endpoint left, and
\`failover\` takes it for a place far from every client.`,
  references: [
    'istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go',
    'istio/istio issue 35410',
  ],
  check(mesh, report) {
    for (const target of mesh.sharedTargets()) {
      const resource = mesh.services.find(target.host)?.resource;
      const [first] = target.policies;
      if (resource?.kind !== 'ServiceEntry' || !first) continue;
      // What the configuration lists replaces the endpoints here.
      if (mesh.config.workloads.some(({ host }) => host === target.host)) continue;
      const mode = targetMode(mesh, target.host, first.policy.value);
      if (mode === 'disabled' || mode === 'unset') continue;
      const { endpoints = [] } = resource.spec;
      endpoints.forEach(({ locality, labels = {} }, index) => {
        if (locality || regionLabels.some((label) => labels[label])) return;
        report({
          at: { resource, path: ['spec', 'endpoints', index, 'address'] },
          message:
            `This endpoint of ${shortHost(target.host)} has no locality, so the ${mode} order of its DestinationRule ` +
            (mode === 'distribute'
              ? 'gives it no traffic, not even when every other endpoint is gone. '
              : 'takes it for a foreign region: no client is near it, and all outages lead there alike. ') +
            'Add locality: REGION, or REGION/ZONE.',
        });
      });
    }
  },
};
