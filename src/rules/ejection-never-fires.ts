import type { OutlierDetection } from '../api/traffic-policy.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Rule } from './rule.js';
import { outlierDetections } from './scope/policy-parts.js';

/** Istio's default for consecutive5xxErrors and consecutiveLocalOriginFailures. */
const defaultErrors = 5;
/** Seconds that an operator would call an outage. */
const tooLong = 300;

export const rule: Rule = {
  name: 'ejection-never-fires',
  code: 'MF211',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  explainsErrors: true,
  summary: 'A failing endpoint never reaches the threshold of outlier detection.',
  description: `\`consecutive5xxErrors: 0\` switches that detection off. Without \`consecutiveGatewayErrors\` nothing is
left that could eject an endpoint that answers with errors, although the mere presence of \`outlierDetection\` satisfies
every check for it: a failing region keeps its traffic.

A threshold is as good as off if the traffic does not reach it in time: requests per second (the clients' \`rps\`, 50
where it is not given), divided among the endpoints and the client's \`replicas\`, need more than five minutes for that many errors. Each proxy
counts alone, so a hundred sidecars with a request every ten seconds each never reach a threshold of 5 together.`,
  references: [
    'istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection',
    'istio/istio issue 48084',
  ],
  check(mesh, report) {
    for (const { target, value, at } of outlierDetections(mesh)) {
      const threshold = lowestThreshold(value);
      const { name, errors } = threshold ?? { name: 'consecutive5xxErrors', errors: Infinity };
      const endpoints = mesh.topology
        .endpoints(target.host)
        .reduce((sum, { count }) => sum + count, 0);
      for (const { rps, replicas = 1 } of target.clients) {
        // Each proxy counts alone.
        const seconds = Math.round((errors * endpoints * replicas) / rps);
        if (seconds <= tooLong && threshold) continue;
        report({
          at: at(name),
          message: threshold
            ? `${errors} errors in a row take an endpoint of ${titleOfTarget(target)} about ` +
              `${Math.round(seconds / 60)} minutes at ${rps} requests/s on ${endpoints} endpoints${replicas > 1 ? `, from ${replicas} proxies that each count alone` : ''}: ` +
              'for so long a failing region keeps its traffic. Set it to 5.'
            : 'Nothing ejects an endpoint that answers with errors: consecutive5xxErrors is 0, and there is no ' +
              'consecutiveGatewayErrors. A region that fails while its pods stay Ready keeps its traffic. Set ' +
              'consecutive5xxErrors to 5.',
        });
      }
    }
  },
};

/** What ejects first while every answer is 503; undefined: nothing. */
function lowestThreshold({
  consecutive5xxErrors = defaultErrors,
  consecutiveGatewayErrors = 0,
}: OutlierDetection): { name: string; errors: number } | undefined {
  return [
    { name: 'consecutive5xxErrors', errors: consecutive5xxErrors },
    { name: 'consecutiveGatewayErrors', errors: consecutiveGatewayErrors },
  ]
    .filter(({ errors }) => errors > 0)
    .sort((a, b) => a.errors - b.errors)[0];
}
