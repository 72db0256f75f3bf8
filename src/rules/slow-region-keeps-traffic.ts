import { eachClient } from '../mesh/targets.js';
import { shortHost } from '../mesh/host-name.js';
import { saysLatencies } from '../traffic/load/load-of-target.js';
import type { Rule } from './rule.js';
import { answerTimes } from './scope/answer-times.js';
import { PlaceSet } from './scope/policy-targets.js';

export const rule: Rule = {
  name: 'slow-region-keeps-traffic',
  code: 'MF255',
  category: 'semantics',
  severity: 'notice',
  needs: 'topology',
  summary: 'A route without a timeout never leaves a region that has become slow.',
  description: `Outlier detection counts answers with 5xx and failed connections. A region that takes a minute for each answer gives none of these, so
that it is never ejected: its share of the requests waits. A \`timeout\` of the route, or \`perTryTimeout\` of its retries, makes a 504 of an
answer that takes too long. It counts like every other 5xx, and the region is left after as many of them as the threshold says. Measured with Envoy
1.40: half of the requests wait without a timeout, none with one once the region is ejected.

The rule is for routes to hosts with \`outlierDetection\` in several regions, and asks for nothing until \`mesh-failover.yaml\` has \`latencyMs\` for
each of them: only then can the timeout be longer than what healthy regions take. It proposes four times that of the slowest one.`,
  references: [
    'envoyproxy/envoy source/common/router/router.cc onResponseTimeout, onPerTryTimeout',
    'istio.io/api networking/v1alpha3 HTTPRoute.timeout',
  ],
  check(mesh, report) {
    if (!mesh.memory.of(mesh, saysLatencies).yes) return;
    const places = new PlaceSet();
    for (const shared of mesh.sharedTargets()) {
      const { route, policies, host } = shared;
      if (!route || !policies.some(({ policy }) => policy.value.outlierDetection)) continue;
      const all = eachClient(shared).flatMap((target) => answerTimes(mesh, target) ?? []);
      const isOpen = all.some(({ load }) => (load.timeout ?? load.perTryTimeout) === undefined);
      const slowest = Math.max(
        ...all.flatMap(({ regions }) => regions.map(({ latency }) => latency)),
      );
      const at = {
        resource: route.virtualService,
        path: [...route.path, 'route'],
        part: 'key' as const,
      };
      if (!isOpen || !places.add(at)) continue;
      report({
        at,
        about: [[...route.path, 'timeout']],
        message:
          `The route to ${shortHost(host)} has no timeout: a region that becomes slow is never ejected, and its share of the requests ` +
          `waits for as long as it takes. Add a timeout, such as ${secondsOf(4 * slowest)}: healthy regions take ` +
          `${Math.round(slowest)} ms at most.`,
      });
    }
  },
};

/** In tenths of a second, and at least one of them. */
function secondsOf(milliseconds: number): string {
  return `${Math.max(1, Math.ceil(milliseconds / 100)) / 10}s`;
}
