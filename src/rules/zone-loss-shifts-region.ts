import { formatLocality, matchesLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import { eachClient, titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { Outage } from '../traffic/outage.js';
import { predictTarget } from '../traffic/predict-target.js';
import type { Rule } from './rule.js';
import { percent } from '../foundation/percent.js';
import { isFirstOfAlike, localitySettings } from './scope/policy-parts.js';

/** A smaller shift between regions is no surprise. */
const noticeable = 0.05;

export const rule: Rule = {
  name: 'zone-loss-shifts-region',
  code: 'MF217',
  category: 'semantics',
  severity: 'notice',
  needs: 'prediction',
  summary: "The failure of a zone changes its region's share of the traffic.",
  description: `A \`to\` key for a region is divided among its zones by their endpoints. When one zone fails while its pods stay
Ready, its part of the weight is not given to the other zones of the region: it is lost, and every other locality, in
other regions too, gains in proportion. 80 to 20 can become 50 to 50 by the loss of one zone; scaled to zero it stays
80 to 20.

The shift is by design and nothing in the policy prevents it, so this is a notice: plan the other regions' capacity for
it, or use \`failover\`, which fills the own region first. It needs \`workloads\` or endpoints with zones.`,
  references: [
    'envoyproxy/envoy source/extensions/load_balancing_policies/common/locality_wrr.cc effectiveLocalityWeight',
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityWeights',
  ],
  check(mesh, report) {
    for (const { target, mode, value, at } of localitySettings(mesh).filter(isFirstOfAlike())) {
      if (mode !== 'distribute') continue;
      const rules = value.distribute ?? [];
      for (const own of eachClient(target)) {
        const { locality } = own.client;
        const index = rules.findIndex(({ from }) => matchesLocality(locality, from ?? ''));
        const { to = {} } = rules[index] ?? {};
        if (Object.keys(to).length < 2) continue;
        for (const key of Object.keys(to)) {
          const shift = worstShift(mesh, own, key);
          if (!shift) continue;
          report({
            at: { ...at('distribute', index, 'to', key), part: 'key' },
            message:
              `If ${shift.zone} fails while its pods stay Ready, the share of ${key} for ${titleOfTarget(target)} falls ` +
              `from ${percent(shift.before)} to ${percent(shift.after)}: the lost zone's weight goes to all other ` +
              'localities, not to its neighbours. Plan the capacity of the other regions for it, or use failover.',
          });
        }
      }
    }
  },
};

function worstShift(mesh: Mesh, target: Target, key: string) {
  const groups = mesh.topology
    .endpoints(target.host)
    .filter(({ locality, assumed }) => !assumed && matchesLocality(locality, key));
  const named = new Set(groups.map(({ locality }) => formatLocality(locality)));
  const zones = [...named].sort();
  if (zones.length < 2) return undefined;
  const shareOf = (outages: Outage[]) => {
    const result = predictTarget(mesh, target, outages);
    if (result.undefined) return undefined;
    const own = result.split.filter(({ locality }) => named.has(locality));
    return own.reduce((sum, { share }) => sum + share, 0);
  };
  const before = shareOf([]);
  if (before === undefined) return undefined;
  const shifts = zones.flatMap((zone) => {
    const after = shareOf([{ kind: 'failing', locality: zone }]);
    return after === undefined ? [] : [{ zone, before, after }];
  });
  const [worst] = shifts.sort((a, b) => a.after - b.after);
  return worst && worst.before - worst.after >= noticeable ? worst : undefined;
}
