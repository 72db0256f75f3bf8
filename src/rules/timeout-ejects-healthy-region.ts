import { firstFew } from '../foundation/first-few.js';
import { shortHost } from '../mesh/host-name.js';
import { eachClient } from '../mesh/targets.js';
import { saysLatencies } from '../traffic/load/load-of-target.js';
import type { Rule } from './rule.js';
import { answerTimes } from './scope/answer-times.js';
import { PlaceSet } from './scope/policy-targets.js';

export const rule: Rule = {
  name: 'timeout-ejects-healthy-region',
  code: 'MF256',
  category: 'semantics',
  severity: 'warning',
  needs: 'topology',
  explainsErrors: true,
  summary: 'A timeout is shorter than what a healthy region takes to answer.',
  description: `What takes longer than the \`timeout\` of a route, or \`perTryTimeout\` of its retries, is answered with 504 by the proxy, and counts as an error of the
endpoint. With a timeout that fits the near region alone, the far one is ejected as soon as it gets requests: it is no region to fail
over to. With one that fits neither, both are ejected and every request fails.

Compared are the timeouts with \`latencyMs\` of the endpoints and \`rttMs\` of the \`links\` in \`mesh-failover.yaml\`, for each client; of a region, its fastest
endpoint counts. Without them the rule says nothing.`,
  references: [
    'envoyproxy/envoy source/common/router/router.cc onResponseTimeout, onPerTryTimeout',
    'istio.io/api networking/v1alpha3 HTTPRoute.timeout, HTTPRetry.perTryTimeout',
  ],
  check(mesh, report) {
    if (!mesh.memory.of(mesh, saysLatencies).yes) return;
    const places = new PlaceSet();
    for (const shared of mesh.sharedTargets()) {
      for (const target of eachClient(shared)) {
        const { route, host, client } = target;
        const times = answerTimes(mesh, target);
        if (!route || !times) continue;
        const { timeout = Infinity, perTryTimeout = Infinity } = times.load;
        const limit = Math.min(timeout, perTryTimeout);
        const late = times.regions.filter(({ latency }) => latency >= limit);
        const [slowest] = late.toSorted((a, b) => b.latency - a.latency);
        if (!slowest) continue;
        const isOfTry = perTryTimeout < timeout;
        const path = isOfTry ? ['retries', 'perTryTimeout'] : ['timeout'];
        const at = { resource: route.virtualService, path: [...route.path, ...path] };
        if (!places.add(at)) continue;
        const isAll = late.length === times.regions.length;
        report({
          at,
          message:
            `${isOfTry ? 'perTryTimeout' : 'timeout'} ends requests after ${limit} ms, and ` +
            `${firstFew(late.map(({ region, latency }) => `${region} takes ${Math.round(latency)} ms`))} to answer ${client.name}: ` +
            (isAll
              ? `every request to ${shortHost(host)} gets 504, and outlier detection ejects all regions. `
              : `what is sent there gets 504, so that it is no region to fail over to. `) +
            `Set it well above ${Math.round(slowest.latency)} ms.`,
        });
      }
    }
  },
};
