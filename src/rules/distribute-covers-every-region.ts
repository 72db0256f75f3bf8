import { firstFew } from '../foundation/first-few.js';
import { formatLocality, matchesLocality, parseLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place } from '../mesh/resource.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import type { Client } from '../mesh/topology.js';
import type { RuleReport, Rule } from './rule.js';
import { distributeTargets } from './scope/failover-targets.js';
import { slipOf } from './scope/known-localities.js';
import { placesLeftOut, type Distribute } from './scope/places-left-out.js';

export const rule: Rule = {
  name: 'distribute-covers-every-region',
  code: 'MF004',
  category: 'invariant',
  severity: 'error',
  needs: 'topology',
  summary: "distribute leaves out a client's region or zone, or one with endpoints.",
  description: `Two holes in \`distribute\` break the failover without a word:

* A client in a region that no \`from\` matches gets no locality weights at all: its requests spread over every
  endpoint everywhere, and nothing sends them home again.
* A region that a \`to\` leaves out gets no traffic from there, ever. It is not a place to fail over to, even
  when it is the only one alive: every request is then answered with 503.

Where a policy names zones, the same holds for zones: a zone that keeps all of its traffic for itself loses it when the
zone is lost.

If a region or zone is left out on purpose, for data residency, say so with an inline ignore and its reason. A key that is
misspelt is reported by \`unknown-locality\` alone.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityWeights',
    'istio/istio issues 33470, 48197, 39289',
  ],
  check(mesh, report) {
    for (const { target, policy } of distributeTargets(mesh)) {
      const place = policy.places.loadBalancer;
      const rules = policy.value.loadBalancer?.localityLbSetting?.distribute;
      if (!place || !rules) continue;
      const distribute = { ...place, path: [...place.path, 'localityLbSetting', 'distribute'] };
      for (const client of target.clients) {
        checkFrom(mesh, target, client, rules, distribute, report);
      }
      rules.forEach(({ to }, index) => {
        // An empty one is refused anyway.
        if (!to || Object.keys(to).length === 0) return;
        const at = { ...distribute, path: [...distribute.path, index, 'to'], part: 'key' as const };
        checkTo(mesh, target, Object.keys(to), rules, at, report);
      });
    }
  },
};

function checkFrom(
  mesh: Mesh,
  { host }: Target,
  { locality: own }: Client,
  rules: Distribute,
  distribute: Place,
  report: (report: RuleReport) => void,
): void {
  const isMet = rules.some(({ from = '' }) =>
    [from, slipOf(mesh, host, from)].some((key) => key !== undefined && matchesLocality(own, key)),
  );
  if (isMet) return;
  const locality = formatLocality(own);
  const isZone = rules.some(({ from = '' }) => {
    const { region, zone } = parseLocality(from);
    return region === own.region && zone !== '';
  });
  const ending = rules.every(({ from = '' }) => from.endsWith('/*')) ? '/*' : '';
  const key = (isZone ? formatLocality({ ...own, subzone: '' }) : own.region) + ending;
  report({
    at: { ...distribute, part: 'key' },
    message:
      `No "from" matches clients in ${locality}. Their requests spread over the endpoints of every ` +
      `${isZone && mesh.topology.isOneRegion ? 'zone' : 'region'}, without the weights given here. ` +
      `Add an entry with from: ${key}.`,
  });
}

function checkTo(
  mesh: Mesh,
  target: Target,
  keys: readonly string[],
  rules: Distribute,
  at: Place,
  report: (report: RuleReport) => void,
): void {
  const meant = keys.map((key) => slipOf(mesh, target.host, key) ?? key);
  const left = placesLeftOut(mesh, target, meant, rules);
  if (left.length === 0) return;
  const names = firstFew(left);
  report({
    at,
    message:
      `"to" leaves out ${names}, where ${titleOfTarget(target)} has endpoints. It gets no traffic from here, ` +
      `not even when the listed ${left.some((place) => place.includes('/')) ? 'zones' : 'regions'} are gone: ` +
      `all requests then get 503. Add ${names} with a weight, or ignore this rule here with the reason.`,
  });
}
