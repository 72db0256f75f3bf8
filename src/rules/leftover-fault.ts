import type { Rule } from './rule.js';

export const rule: Rule = {
  name: 'leftover-fault',
  code: 'MF227',
  category: 'semantics',
  severity: 'warning',
  needs: 'object',
  summary: 'A route injects faults.',
  description: `\`fault\` makes the proxy answer with errors, or wait, by itself. It is for experiments; in a manifest that is
rolled out it is an outage of its own. Such errors are no answers of an endpoint: outlier detection does not see them,
no region is better than another, and retries do not help.

A fault with a percentage of 0 does nothing and is not reported.`,
  references: ['istio.io/api networking/v1alpha3 HTTPFaultInjection'],
  check({ resources }, report) {
    for (const resource of resources.VirtualService) {
      (resource.spec.http ?? []).forEach(({ fault = {} }, index) => {
        for (const kind of ['abort', 'delay'] as const) {
          const injected = fault[kind];
          const share = injected?.percentage?.value ?? 100;
          if (!injected || share === 0) continue;
          report({
            at: { resource, path: ['spec', 'http', index, 'fault', kind], part: 'key' },
            message:
              `This route ${kind === 'abort' ? 'answers' : 'holds up'} ${share} % of its requests ` +
              `${kind === 'abort' ? 'with an error by itself' : 'by itself'}, in every region, and no failover helps: ` +
              'the endpoints are not to blame. Remove the fault.',
          });
        }
      });
    }
  },
};
