import type { OutlierDetection } from '../api/traffic-policy.js';
import { plural } from '../foundation/plural.js';
import type { Mesh } from '../mesh/mesh.js';
import { titleOfTarget } from '../mesh/targets.js';
import type { Client } from '../mesh/topology.js';
import type { TargetMode } from '../traffic/target-mode.js';
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
where it is not given), divided among the endpoints, need more than five minutes for that many errors. Each proxy counts alone: the declared
\`rps\` of a client is divided by its \`replicas\` too. A hundred sidecars with a request every ten seconds each never reach a threshold of 5
together. Without a declared \`rps\`, \`replicas\` do not count. Where localities are ordered, the endpoints of the client's own region share
the requests; with \`distribute\`, or without an order, all do.`,
  references: [
    'istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection',
    'istio/istio issue 48084',
  ],
  check(mesh, report) {
    for (const { target, value, mode, at } of outlierDetections(mesh)) {
      const threshold = lowestThreshold(value);
      if (!threshold) {
        report({ at: at('consecutive5xxErrors'), message: switchedOff });
        continue;
      }
      const { name, errors } = threshold;
      for (const client of target.clients) {
        const { rps } = client;
        const proxies = proxiesOf(mesh, client);
        const endpoints = endpointsAsked(mesh, target.host, client, mode);
        const seconds = (errors * endpoints * proxies) / rps;
        if (seconds <= tooLong) continue;
        const title = titleOfTarget(target);
        report({
          at: at(name),
          message:
            `${errors} errors in a row take an endpoint of ${title} about ${Math.round(seconds / 60)} minutes at ` +
            `${rps} requests/s on ${plural(endpoints, 'endpoint')}` +
            `${proxies > 1 ? `, from ${proxies} proxies that each count alone` : ''}: for so long a failing region keeps its traffic. ` +
            advice({ errors, seconds, proxies }),
        });
      }
    }
  },
};

const switchedOff =
  'Nothing ejects an endpoint that answers with errors: consecutive5xxErrors is 0, and there is no ' +
  'consecutiveGatewayErrors. A region that fails while its pods stay Ready keeps its traffic. Set consecutive5xxErrors to 5.';

/** Proxies that each count alone; 1 where the rate that they share is not declared. */
function proxiesOf({ config }: Mesh, { name, replicas = 1 }: Client): number {
  const isDeclared = config.clients?.some((own) => own.name === name && own.rps !== undefined);
  return isDeclared ? replicas : 1;
}

/** The endpoints that share the requests of a client while nothing fails; where that is not certain, as few as it can be. */
function endpointsAsked(
  { topology }: Mesh,
  host: string,
  { locality }: Client,
  mode: TargetMode,
): number {
  const all = topology.endpoints(host);
  const sum = (groups: typeof all) => groups.reduce((total, { count }) => total + count, 0);
  const near = sum(all.filter((group) => group.locality.region === locality.region));
  const isOrdered = mode === 'failover' || mode === 'default';
  return isOrdered && near > 0 ? near : sum(all);
}

/** The highest threshold that the traffic reaches in time, or what else helps. */
function advice({
  errors,
  seconds,
  proxies,
}: {
  errors: number;
  seconds: number;
  proxies: number;
}): string {
  const reached = Math.floor((errors * tooLong) / seconds);
  if (reached >= 1) return `Set it to ${Math.min(5, reached)}.`;
  const fewer = proxies > 1 ? ', or let fewer proxies, such as a gateway, ask this host' : '';
  return `Even 1 is not reached in ${tooLong / 60} minutes: let readiness take failing pods out${fewer}.`;
}

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
