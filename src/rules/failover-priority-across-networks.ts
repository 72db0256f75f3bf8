import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import type { Rule } from './rule.js';
import {
  behindGateways,
  augmentedLabels,
  matchedLabels,
  placeLabels,
  priorityLabels,
  type PriorityLabel,
} from './scope/failover-labels.js';
import { localitySettings } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'failover-priority-across-networks',
  code: 'MF303',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'failoverPriority by region or zone does not order endpoints of other networks.',
  description: `Endpoints of another network are reached through its east-west gateway, and for the client the gateway is the
endpoint. It has the labels of its network and its cluster, and none of a region or zone. So
\`topology.kubernetes.io/region\` and \`topology.kubernetes.io/zone\` never match it: a neighbour in the own region comes no
sooner than the other side of the world.

The rule speaks where endpoints in another network are in the client's own region or zone. Use \`failover\`, which orders by the
place of the pods behind the gateway, or order by \`topology.istio.io/cluster=NAME\`.`,
  references: [
    'istio/istio pilot/pkg/xds/endpoints/ep_filters.go EndpointsByNetworkFilter',
    'istio/istio issue 49500',
  ],
  check(mesh, report) {
    for (const { target, mode, value, at } of localitySettings(mesh)) {
      const labels = priorityLabels(value.failoverPriority ?? []);
      const place = labels.find(({ name }) => placeLabels.includes(name));
      if (mode !== 'failover' || !place) continue;
      for (const client of target.clients) {
        const missed = missedNeighbour(mesh, client, target, labels);
        if (!missed) continue;
        report({
          at: at('failoverPriority', place.index),
          message:
            `${place.name} orders nothing across networks: for clients in ${formatLocality(client.locality)} the endpoints of ` +
            `${titleOfTarget(target)} in ${missed} are behind an east-west gateway, which has no such label. In an outage ` +
            'they come no sooner than those of any other region. Use failover in place of failoverPriority.',
        });
      }
    }
  },
};

/** The place of endpoints behind a gateway that would come sooner with the labels of their place. */
function missedNeighbour(
  mesh: Mesh,
  client: Client,
  { host }: Target,
  labels: readonly PriorityLabel[],
): string | undefined {
  const wanted = augmentedLabels(client);
  const missed = behindGateways(mesh, client, host).find((group) => {
    const own = augmentedLabels(group);
    const ofGateway = Object.fromEntries(
      Object.entries(own).filter(([name]) =>
        /^topology\.istio\.io\/(?:network|cluster)$/.test(name),
      ),
    );
    return matchedLabels(labels, wanted, own) > matchedLabels(labels, wanted, ofGateway);
  });
  return missed && formatLocality(missed.locality);
}
