import { shortHost } from '../mesh/host-name.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'no-endpoint',
  code: 'MF016',
  category: 'invariant',
  severity: 'error',
  needs: 'policy',
  explainsErrors: true,
  summary: 'A route leads to a host without any endpoint.',
  description: `Where \`workloads\` lists a host with \`endpoints: []\`, no cluster runs it: every request that takes a route to it gets 503, in every
region, with or without an outage. \`mesh-failover inventory\` writes such a list for a host that it finds in no cluster.`,
  references: ['istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go'],
  check(mesh, report) {
    const empty = new Set(
      mesh.config.workloads
        .filter(({ endpoints }) => endpoints.length === 0)
        .map(({ host }) => host),
    );
    if (empty.size === 0) return;
    for (const { route, destination, host, place } of mesh.sharedTargets()) {
      if (!route || !destination || !place || !empty.has(host)) continue;
      report({
        at: place,
        message:
          `The configuration lists ${shortHost(host)} without an endpoint: every request that takes this route gets 503, in every ` +
          'region. Deploy it and take the inventory again, correct workloads, or remove the route.',
      });
    }
  },
};
