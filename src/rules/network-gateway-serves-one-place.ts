import { formatLocality, matchesLocality, parseLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { eachClient, titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import { predictTarget } from '../traffic/predict-target.js';
import { percent } from '../foundation/percent.js';
import type { Rule } from './rule.js';
import { behindGateways } from './scope/failover-labels.js';
import { localitySettings } from './scope/policy-parts.js';

/** Smaller shares are rounding. */
const noticeable = 0.0005;

export const rule: Rule = {
  name: 'network-gateway-serves-one-place',
  code: 'MF302',
  category: 'semantics',
  severity: 'warning',
  needs: 'prediction',
  summary: 'An east-west gateway sends requests to a place that distribute leaves out.',
  description: `For a client in another network the east-west gateway is the endpoint, and the weights of \`distribute\` end there:
the gateway chooses among all endpoints of its own network by itself. Where one gateway serves clusters in several places, a
weight for one of them is spread over all. A cluster without east-west gateways of its own (\`eastWestGateways: 0\`) is reached
through those of its network.`,
  references: [
    'istio/istio pilot/pkg/xds/endpoints/ep_filters.go EndpointsByNetworkFilter',
    'istio/istio issue 35126',
  ],
  check(mesh, report) {
    for (const { target, mode, value, at } of localitySettings(mesh)) {
      if (mode !== 'distribute') continue;
      const rules = value.distribute ?? [];
      for (const own of eachClient(target)) {
        const { locality, network } = own.client;
        if (network === '') continue;
        const index = rules.findIndex(({ from }) => matchesLocality(locality, from ?? ''));
        const keys = Object.keys(rules[index]?.to ?? {});
        const stray = keys.length > 0 ? strayShare(mesh, own, keys) : undefined;
        if (!stray) continue;
        report({
          at: { ...at('distribute', index, 'to'), part: 'key' },
          message:
            `${percent(stray.share)} of the requests to ${titleOfTarget(target)} from ${formatLocality(locality)} go to ` +
            `${stray.place}, which is not listed here: its endpoints are behind the same east-west gateways as those that ` +
            `are, and a gateway chooses among all of its network ${stray.network} by itself. Give each cluster of that ` +
            'network gateways of its own.',
        });
      }
    }
  },
};

/** What the prediction sends to a place in another network that no key of the `to` is for. */
function strayShare(mesh: Mesh, target: Target, keys: readonly string[]) {
  const remote = behindGateways(mesh, target.client, target.host);
  if (remote.length === 0) return undefined;
  const result = predictTarget(mesh, target, []);
  if (result.undefined) return undefined;
  for (const { locality: place, share } of result.split) {
    const locality = parseLocality(place);
    if (share < noticeable || keys.some((key) => matchesLocality(locality, key))) continue;
    const group = remote.find((one) => formatLocality(one.locality) === place);
    if (group) return { place, share, network: group.network };
  }
  return undefined;
}
