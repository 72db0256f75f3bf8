import type { Rule } from './rule.js';
import {
  retriedTimeouts,
  retriesTimeouts,
  retryBudget,
  retryOnMend,
} from './scope/retry-timeouts.js';

export const rule: Rule = {
  name: 'retries-skip-timeouts',
  code: 'MF244',
  category: 'semantics',
  severity: 'notice',
  needs: 'object',
  summary: 'An attempt that perTryTimeout ends is not retried.',
  description: `\`perTryTimeout\` ends an attempt, but whether another one follows is up to \`retryOn\`. Envoy retries after a timeout only with
\`5xx\`, \`gateway-error\` or \`reset\`. Istio's default (\`connect-failure,refused-stream,unavailable,cancelled\`) has none of them, and a status such
as \`504\` does not count, because no endpoint has sent it. So a request to an endpoint that hangs gets 504 after one attempt: its retries, which would go to
another endpoint, are for failed connections only, and \`perTryTimeout\` is just a shorter \`timeout\`.

Measured with \`attempts: 3\`, \`perTryTimeout: 1s\` and an endpoint that hangs: four attempts with \`5xx\` or \`reset\`, one with the default.

\`gateway-error\` also repeats requests that were answered with 502, 503 or 504. Leave it out for requests that must not be sent twice.`,
  references: [
    'istio/istio pilot/pkg/networking/core/route/retry/retry.go ConvertPolicy',
    'envoyproxy/envoy source/common/router/retry_state_impl.cc wouldRetryFromReset',
  ],
  check({ resources }, report) {
    for (const resource of resources.VirtualService) {
      for (const [index, route] of (resource.spec.http ?? []).entries()) {
        const budget = retryBudget(route);
        const { perTryTimeout = '', retryOn } = route.retries ?? {};
        // What the timeout cuts off is reported with this.
        if (!budget || budget.isShort || retriesTimeouts(retryOn)) continue;
        const path = ['spec', 'http', index, 'retries'];
        report({
          at: retryOn ? { resource, path: [...path, 'retryOn'] } : { resource, path, part: 'key' },
          about: [[...path, 'retryOn']],
          message:
            `An attempt that perTryTimeout ${perTryTimeout} ends is not retried: ${retryOn ? 'retryOn' : "Istio's default of retryOn"} ` +
            `has none of ${retriedTimeouts.join(', ')}. In an outage in which endpoints hang, requests get 504 after one attempt. ` +
            `${retryOnMend(retryOn)}, ` +
            'if the requests may be sent twice.',
        });
      }
    }
  },
};
