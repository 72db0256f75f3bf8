import { expect, test } from '@jest/globals';
import { proxyTimelines } from '../../src/proxies/proxy-timelines.js';
import { dumpOf, targetsIn, type DumpParts } from './dump.js';

const warmup = { slow_start_config: { slow_start_window: '60s' } };
const extension = (typed_config: object) => ({
  load_balancing_policy: {
    policies: [
      {
        typed_extension_config: {
          name: 'envoy.load_balancing_policies.least_request',
          typed_config,
        },
      },
    ],
  },
});

function reasonOf(cluster: DumpParts['cluster']): string | undefined {
  const outages = [{ kind: 'failing' as const, locality: 'europe-west1' }];
  const [run] = proxyTimelines(
    targetsIn(dumpOf(cluster && { cluster })),
    [{ name: 'failing:europe-west1', outages, configured: undefined }],
    { begin: 5, end: 15, duration: 30, rps: 20, seed: undefined },
  );
  return run!.reason;
}

test.each<[string, DumpParts['cluster']]>([
  ['of a policy', { least_request_lb_config: warmup }],
  ['of another policy', { lb_policy: 'ROUND_ROBIN', round_robin_lb_config: warmup }],
  ['of an extension', extension({ locality_lb_config: {}, ...warmup })],
])('a run over time says that the slow start %s is not in it', (_, cluster) => {
  expect(reasonOf(cluster)).toContain('warmup is not modelled');
});

test('a run over time without slow start needs no reason', () => {
  expect(reasonOf(undefined)).toBeUndefined();
  expect(reasonOf(extension({ locality_lb_config: {} }))).toBeUndefined();
});
