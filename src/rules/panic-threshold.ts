import type { Mesh } from '../mesh/mesh.js';
import { eachClient, titleOfTarget } from '../mesh/targets.js';
import type { Target } from '../mesh/target.js';
import { backgroundLoss } from '../traffic/cliff.js';
import type { Rule } from './rule.js';
import { percent } from '../foundation/percent.js';
import { outlierDetections } from './scope/policy-parts.js';
import { placesOfTarget } from './scope/spread.js';
import { withOutlierDetection, worstRegion } from './scope/what-if.js';

/** Background errors that every service has at times. */
const rate = 0.005;
/** Differences below this are no reason to change a policy. */
const noticeable = 0.005;
/** One short run for each policy: the difference that matters is large. */
const effort = { runs: 1, duration: 120 };

export const rule: Rule = {
  name: 'panic-threshold',
  code: 'MF213',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  explainsErrors: true,
  summary: 'The panic threshold sends traffic back to a region that fails.',
  description: `With \`minHealthPercent\` above 0 Envoy panics where fewer of the endpoints are healthy: it then ignores
ejections and sends requests to all of them, the failing ones included. It also keeps unready pods out of sight.

But it is the brake on an avalanche of ejections too. The rule therefore weighs both by simulation: the errors that the
failure of a region leaves with and without it, and what 0.5 % of errors in the background cost without it. It speaks
where the threshold costs more than it saves.`,
  references: [
    'envoyproxy/envoy source/common/upstream/load_balancer_impl.cc isHostSetInPanic',
    'istio/istio issues 25883, 39825',
  ],
  check(mesh, report) {
    const seen = new Set<string>();
    for (const { target, mode, value, at } of outlierDetections(mesh)) {
      const { minHealthPercent = 0 } = value;
      if (minHealthPercent === 0 || minHealthPercent > 100) continue;
      if (placesOfTarget(mesh, target).length < 2 || mode === 'disabled') continue;
      const { resource, path } = at();
      const { file } = resource.document;
      for (const own of eachClient(target)) {
        const { client } = own;
        const key = [file, resource.namespace, resource.name, client.name, ...path].join('\0');
        // Hosts of one wildcard rule are alike: each client is judged once.
        if (seen.has(key)) continue;
        seen.add(key);
        const verdict = weigh(mesh, own);
        if (!verdict) continue;
        const { region, cost, saved } = verdict;
        report({
          at: at('minHealthPercent'),
          message:
            `When ${region} fails, fewer than ${minHealthPercent} % of the endpoints of ${titleOfTarget(target)} ` +
            `are healthy: requests go to the failing ones again, and ${percent(cost)} of all fail that would not without ` +
            `the threshold. As a brake on an avalanche it saves ${percent(saved)}. Remove minHealthPercent, or lower it.`,
        });
      }
    }
  },
};

/** Undefined where the threshold saves at least as much as it costs. */
function weigh(mesh: Mesh, target: Target) {
  const on = withOutlierDetection(mesh, target, {});
  const off = withOutlierDetection(mesh, target, { minHealthPercent: 0 });
  const worst = worstRegion(mesh, target, on, placesOfTarget(mesh, target));
  if (!worst) return undefined;
  const cost = worst.errors - (worstRegion(mesh, target, off, [worst.region])?.errors ?? 0);
  if (cost < noticeable) return undefined;
  const [policy] = off.policies;
  const [braked] = on.policies;
  if (!policy || !braked) return undefined;
  const loss = backgroundLoss({ ...off, policy }, rate, effort);
  const saved = Math.max(0, loss - backgroundLoss({ ...on, policy: braked }, rate, effort));
  return saved < cost ? { region: worst.region, cost, saved } : undefined;
}
