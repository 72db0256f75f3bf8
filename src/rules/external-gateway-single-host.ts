import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Client } from '../mesh/topology.js';
import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'external-gateway-single-host',
  code: 'MF230',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'A region in another network has only one east-west gateway.',
  description: `Endpoints in another network are reached through its east-west gateway, and for the client the gateway is the
endpoint: ten pods behind one address are one host. Errors of a single pod count against all of them, and one ejection
takes the whole region out, at the moment when the own one may be failing too.

Each \`eastWestGateways\` of a cluster in the configuration is one address. The rule speaks where it says 1; where it is
left out it is taken to be 1, but nothing is said.`,
  references: [
    'istio/istio pilot/pkg/xds/endpoints/ep_filters.go EndpointsByNetworkFilter',
    'istio/istio issue 52435',
  ],
  check(mesh, report) {
    for (const { target, mode, at } of outlierDetections(mesh)) {
      if (mode === 'disabled') continue;
      for (const client of target.clients) {
        const remote = singleGateway(mesh, client, target.host);
        if (!remote) continue;
        report({
          at: { ...at(), part: 'key' },
          message:
            `For clients in ${client.network} the ${remote.pods} endpoints of ${titleOfTarget(target)} in ` +
            `network ${remote.network} are one host, the east-west gateway: one ejection loses the region, even if a ` +
            'single pod behind it fails. Give the gateway a second address, and count only gateway errors ' +
            '(consecutive5xxErrors: 0, consecutiveGatewayErrors).',
        });
      }
    }
  },
};

function singleGateway({ topology, config }: Mesh, client: Client, host: string) {
  const declared = (config.clusters ?? []).filter(
    ({ network, eastWestGateways }) => network !== undefined && eastWestGateways !== undefined,
  );
  const networks = new Set(declared.map(({ network = '' }) => network));
  if (client.network === '') return undefined;
  for (const network of networks) {
    const gateways = declared
      .filter((cluster) => cluster.network === network)
      .reduce((sum, { eastWestGateways = 0 }) => sum + eastWestGateways, 0);
    const pods = topology
      .endpoints(host)
      .filter((group) => group.network === network)
      .reduce((sum, { count }) => sum + count, 0);
    if (network !== client.network && gateways === 1 && pods > 1) return { network, pods };
  }
  return undefined;
}
