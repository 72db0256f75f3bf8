import { firstFew } from '../foundation/first-few.js';
import { formatLocality, matchesLocality } from '../mesh/locality.js';
import type { Mesh } from '../mesh/mesh.js';
import type { Place } from '../mesh/resource.js';
import { titleOfTarget, type Target } from '../mesh/targets.js';
import type { Client } from '../mesh/topology.js';
import type { Report, Rule } from './rule.js';
import { failoverTargets } from './scope/failover-targets.js';
import { regionsLeftOut } from './scope/regions-left-out.js';

export const rule: Rule = {
  name: 'distribute-covers-every-region',
  code: 'MF004',
  category: 'invariant',
  severity: 'error',
  needs: 'topology',
  summary: "distribute leaves out a client's region, or a region with endpoints.",
  description: `Two holes in \`distribute\` break the failover without a word:

* A client in a region that no \`from\` matches gets no locality weights at all: its requests spread over every
  endpoint everywhere, and nothing sends them home again.
* A region that a \`to\` leaves out gets no traffic from there, ever. It is not a place to fail over to, even
  when it is the only one alive: every request is then answered with 503.

If a region is left out on purpose, for data residency, say so with an inline ignore and its reason.`,
  references: [
    'istio/istio pilot/pkg/networking/core/loadbalancer/loadbalancer.go applyLocalityWeights',
    'istio/istio issues 33470, 48197, 39289',
  ],
  check(mesh, report) {
    for (const { target, policy, mode } of failoverTargets(mesh)) {
      const place = policy.places.loadBalancer;
      const rules = policy.value.loadBalancer?.localityLbSetting?.distribute;
      if (mode !== 'distribute' || !place || !rules) continue;
      const distribute = { ...place, path: [...place.path, 'localityLbSetting', 'distribute'] };
      for (const client of target.clients) checkFrom(client, rules, distribute, report);
      rules.forEach(({ to }, index) => {
        // An empty one is refused anyway.
        if (!to || Object.keys(to).length === 0) return;
        const at = { ...distribute, path: [...distribute.path, index, 'to'], part: 'key' as const };
        checkTo(mesh, target, Object.keys(to), at, report);
      });
    }
  },
};

function checkFrom(
  { locality: own }: Client,
  rules: { from?: string }[],
  distribute: Place,
  report: (report: Report) => void,
): void {
  if (rules.some(({ from }) => matchesLocality(own, from ?? ''))) return;
  const locality = formatLocality(own);
  report({
    at: { ...distribute, part: 'key' },
    message:
      `No "from" matches clients in ${locality}. Their requests spread over the endpoints of every region, ` +
      `without the weights given here. Add an entry with from: ${own.region}.`,
  });
}

function checkTo(
  mesh: Mesh,
  target: Target,
  keys: readonly string[],
  at: Place,
  report: (report: Report) => void,
): void {
  const left = regionsLeftOut(mesh, target, keys);
  if (left.length === 0) return;
  const names = firstFew(left);
  report({
    at,
    message:
      `"to" leaves out ${names}, where ${titleOfTarget(target)} has endpoints. It gets no traffic from here, ` +
      `not even when the listed regions are gone: all requests then get 503. ` +
      `Add ${names} with a weight, or ignore this rule here with the reason.`,
  });
}
