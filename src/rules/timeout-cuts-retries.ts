import { parseDuration } from '../mesh/duration.js';
import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'timeout-cuts-retries',
  code: 'MF240',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'The timeout of a route ends before its retries can.',
  description: `\`timeout\` limits a request with all of its attempts: the first one and as many retries as \`attempts\` says. Where it is
shorter than \`perTryTimeout\` times \`attempts\`, the last attempts never happen or are cut off. In an outage the first attempts go to the endpoints that
hang, so the attempts that would reach a healthy region are the ones that are missing.`,
  references: ['istio.io/api networking/v1alpha3 HTTPRoute.timeout, HTTPRetry.perTryTimeout'],
  check({ resources }, report) {
    for (const resource of resources.VirtualService) {
      for (const [index, { timeout, retries }] of (resource.spec.http ?? []).entries()) {
        const { attempts = 0, perTryTimeout } = retries ?? {};
        const whole = parseDuration(timeout ?? '');
        const each = parseDuration(perTryTimeout ?? '');
        if (!whole || !each || !Number.isInteger(attempts) || attempts < 1) continue;
        const all = each * BigInt(attempts);
        if (whole >= all) continue;
        report({
          at: { resource, path: ['spec', 'http', index, 'timeout'] },
          message:
            `timeout ${timeout ?? ''} ends before ${attempts} retries of ${perTryTimeout ?? ''} each can. When endpoints ` +
            'hang in an outage, the last attempts are cut off. For the first attempt and all retries, set timeout to ' +
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
