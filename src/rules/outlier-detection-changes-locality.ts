import { clientKinds } from '../mesh/clients/client-kinds.js';
import { formatLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { eachClient, titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import { predictTarget } from '../traffic/predict-target.js';
import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';

export const rule: Rule = {
  name: 'outlier-detection-changes-locality',
  code: 'MF207',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  summary: 'Outlier detection without a locality setting crowds one zone.',
  description: `\`outlierDetection\` does two things: it ejects, and it switches on Istio's default locality order. Requests
that spread over all zones before then go to the client's own zone alone, as long as 71 % of its endpoints are healthy.
A zone with few endpoints gets all of the traffic, and the first outage may be the rollout of the policy itself.

The rule speaks where the policy says nothing about localities, and the prediction sends everything to a zone that has
less than half of its region's endpoints. Say what is meant: a \`localityLbSetting\`, or \`enabled: false\` in it.`,
  references: [
    'istio/istio pilot/pkg/xds/endpoints/endpoint_builder.go BuildClusterLoadAssignment',
    'istio/istio issue 39477',
  ],
  check(mesh, report) {
    for (const { target, policy, mode, at } of outlierDetections(mesh)) {
      if (mode !== 'default' || policy.value.loadBalancer?.localityLbSetting) continue;
      for (const own of eachClient(target)) {
        const zone = crowdedZone(mesh, own);
        if (!zone) continue;
        report({
          at: { ...at(), part: 'key' },
          message:
            `outlierDetection alone makes clients prefer their own zone: all requests to ${titleOfTarget(target)} ` +
            `${clientKinds[own.client.kind].words.thatEnter(zone.name)} go to its ${zone.own} of ${zone.all} endpoints in the region. Add a ` +
            'localityLbSetting that says how they are to spread, with enabled: false for no order at all.',
        });
      }
    }
  },
};

function crowdedZone(mesh: Mesh, target: Target) {
  const { locality } = target.client;
  const inRegion = mesh.topology
    .endpoints(target.host)
    .filter((group) => group.locality.region === locality.region && !group.assumed);
  const count = (groups: typeof inRegion) => groups.reduce((sum, group) => sum + group.count, 0);
  const own = count(inRegion.filter((group) => group.locality.zone === locality.zone));
  const all = count(inRegion);
  if (locality.zone === '' || own === 0 || own * 2 >= all) return undefined;
  const result = predictTarget(mesh, target, []);
  if (result.undefined) return undefined;
  const name = formatLocality({ ...locality, subzone: '' });
  const inZone = result.split.filter((entry) => `${entry.locality}/`.startsWith(`${name}/`));
  const share = inZone.reduce((sum, entry) => sum + entry.share, 0);
  return share > 0.99 ? { name, own, all } : undefined;
}
