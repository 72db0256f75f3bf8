import type { Rule } from './rule.js';
import {
  retriedTimeouts,
  retriesTimeouts,
  retryBudget,
  retryOnMend,
} from './scope/retry-timeouts.js';

export const rule: Rule = {
  name: 'timeout-cuts-retries',
  code: 'MF240',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'The timeout of a route ends before its retries can.',
  description: `\`timeout\` limits a request with all of its attempts: the first one and as many retries as \`attempts\` says. Where it is
shorter than \`perTryTimeout\` times \`attempts\`, the last attempts never happen or are cut off. In an outage the first attempts go to the endpoints that
hang, so the attempts that would reach a healthy region are the ones that are missing.

An attempt that \`perTryTimeout\` ends is retried only where \`retryOn\` has \`5xx\`, \`gateway-error\` or \`reset\`, which Istio's default has
not: see \`retries-skip-timeouts\`. Measured with \`timeout: 2s\`, \`attempts: 3\`, \`perTryTimeout: 1s\` and an endpoint that hangs: two attempts and 504
after 2 s with \`gateway-error\`, one attempt and 504 after 1 s with the default.`,
  references: ['istio.io/api networking/v1alpha3 HTTPRoute.timeout, HTTPRetry.perTryTimeout'],
  check({ resources }, report) {
    for (const resource of resources.VirtualService) {
      for (const [index, route] of (resource.spec.http ?? []).entries()) {
        const { timeout, retries } = route;
        const { attempts, each, whole, isShort } = retryBudget(route) ?? {};
        if (!isShort || !attempts || !each || !whole) continue;
        const { perTryTimeout, retryOn } = retries ?? {};
        report({
          at: { resource, path: ['spec', 'http', index, 'timeout'] },
          message:
            `timeout ${timeout ?? ''} ends before ${attempts} retries of ${perTryTimeout ?? ''} each can. When endpoints ` +
            'hang in an outage, ' +
            (retriesTimeouts(retryOn)
              ? 'the last attempts are cut off. '
              : `there is no retry at all: retryOn has none of ${retriedTimeouts.join(', ')}. ${retryOnMend(retryOn)}. `) +
            'For the first attempt and all retries, set timeout to ' +
            `${secondsOf(each * BigInt(attempts + 1))} or more, or perTryTimeout to ` +
            `${secondsOf(whole / BigInt(attempts + 1))} or less.`,
        });
      }
    }
  },
};

/** `7.5s`, whole milliseconds. */
function secondsOf(nanoseconds: bigint): string {
  return `${Number(nanoseconds / 1_000_000n) / 1000}s`;
}
