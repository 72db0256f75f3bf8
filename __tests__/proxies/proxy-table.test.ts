import { describe, expect, test } from '@jest/globals';
import type { Outage } from '../../src/traffic/outage.js';
import { predictProxy, proxyScenarios } from '../../src/proxies/proxy-table.js';
import { dumpOf, region, socket, targetsIn, web, type DumpParts } from './dump.js';

const failing: Outage[] = [{ kind: 'failing', locality: 'europe-west1' }];
const gone: Outage[] = [{ kind: 'scaled-to-zero', locality: 'europe-west1' }];

function predicted(parts: DumpParts, outages: Outage[] = []) {
  const [target] = targetsIn(dumpOf(parts));
  return predictProxy(target!, { outages });
}

function splitOf(parts: DumpParts, outages: Outage[] = []) {
  const result = predicted(parts, outages);
  if (result.undefined) return result.reason;
  return [...result.split.map(({ share }) => share), result.errors];
}

describe('what a proxy holds', () => {
  test('says who asks, and for what', () => {
    const [target] = targetsIn(dumpOf());
    expect(target!.subject).toEqual({
      host: 'web.shop.svc.cluster.local',
      port: 80,
      subset: null,
      publicHost: 'shop.example',
      route: 'http.8080/shop.example:80#0',
      match: null,
      weight: 1,
      client: 'edge-1',
      clientKind: 'gateway',
      clientLocality: 'europe-west1',
    });
    const { scenarios } = proxyScenarios([target!], { depth: 1, zones: false });
    expect(scenarios.map(({ name }) => name)).toEqual([
      'healthy',
      'recovered',
      'scaled-to-zero:europe-west1',
      'scaled-to-zero:us-central1',
      'failing:europe-west1',
      'failing:us-central1',
    ]);
  });

  test('splits requests as it is weighed', () => {
    expect(splitOf({})).toEqual([0.5, 0.5, 0]);
    expect(splitOf({}, failing)).toEqual([0, 1, 0]);
    expect(splitOf({}, gone)).toEqual([0, 1, 0]);
  });

  test('has the default of Envoy where a field is missing', () => {
    // 10 % of 4 hosts is none.
    const cluster = { outlier_detection: { enforcing_success_rate: 0 } };
    expect(splitOf({ cluster }, failing)).toEqual([0.5, 0.5, 0.5]);
    const first = {
      outlier_detection: { ...cluster.outlier_detection, always_eject_one_host: true },
    };
    expect(splitOf({ cluster: first }, failing)).toContain('always_eject_one_host');
  });

  test('spills over by the factor of Envoy, and has no number for another', () => {
    const endpoints = [
      region('europe-west1', ['10.0.0.1', '10.0.0.2'], { load_balancing_weight: 2 }),
      region('us-central1', ['10.0.1.1', '10.0.1.2'], { load_balancing_weight: 2, priority: 1 }),
    ];
    const outages: Outage[] = [{ kind: 'failing', locality: 'europe-west1', count: 1 }];
    expect(splitOf({ endpoints }, outages)).toEqual([0.7, 0.3, 0]);
    const assignment = { policy: { overprovisioning_factor: 100 } };
    expect(splitOf({ endpoints, assignment }, outages)).toContain('overprovisioning factor of 100');
  });

  test('gives a range where several regions may share a key of distribute', () => {
    const endpoints = ['europe-west1', 'us-central1', 'asia-east1'].map((name, index) =>
      region(name, [`10.0.${index}.1`], { load_balancing_weight: [34, 33, 33][index] }),
    );
    const result = predicted({ endpoints }, [{ kind: 'scaled-to-zero', locality: 'asia-east1' }]);
    expect(result).toMatchObject({
      determined: false,
      reason: expect.stringContaining('distribute'),
    });
    const other = [70, 20, 10].map((weight, index) => ({
      ...endpoints[index],
      load_balancing_weight: weight,
    }));
    expect(
      predicted({ endpoints: other }, [{ kind: 'scaled-to-zero', locality: 'asia-east1' }]),
    ).toMatchObject({
      determined: true,
    });
  });

  test('answers 503 where a route leads to no cluster', () => {
    const [target] = targetsIn(dumpOf({ route: { cluster: 'nowhere' } }));
    expect(predictProxy(target!, { outages: [] })).toMatchObject({ unanswered: 1, errors: 1 });
  });

  test('retries as the route, else the virtual host, says', () => {
    const cluster = { outlier_detection: undefined };
    const policy = { retry_on: '5xx', num_retries: 1 };
    const retried = predicted({ cluster, route: { retry_policy: policy } }, failing);
    expect(retried).toMatchObject({ errors: expect.closeTo(0.25), determined: false });
    const byHost = predicted({ cluster, virtualHost: { retry_policy: policy } }, failing);
    expect(byHost).toEqual(retried);
  });
});

describe('what is not modelled is said by name', () => {
  test.each<[string, DumpParts]>([
    ['the cluster type STRICT_DNS', { cluster: { type: 'STRICT_DNS' } }],
    ['the cluster type ORIGINAL_DST', { cluster: { type: 'ORIGINAL_DST' } }],
    [
      'envoy.clusters.aggregate',
      { cluster: { type: undefined, cluster_type: { name: 'envoy.clusters.aggregate' } } },
    ],
    ['lb_subset_config', { cluster: { lb_subset_config: { subset_selectors: [] } } }],
    [
      'the load balancing policy my.policy',
      {
        cluster: {
          load_balancing_policy: { policies: [{ typed_extension_config: { name: 'my.policy' } }] },
        },
      },
    ],
    ['CLUSTER_PROVIDED', { cluster: { lb_policy: 'CLUSTER_PROVIDED' } }],
    ['health_checks', { cluster: { health_checks: [{}] } }],
    [
      'fail_traffic_on_panic',
      { cluster: { common_lb_config: { zone_aware_lb_config: { fail_traffic_on_panic: true } } } },
    ],
    [
      'local_cluster_name',
      {
        bootstrap: { cluster_manager: { local_cluster_name: 'me' } },
        cluster: { common_lb_config: {} },
      },
    ],
    ['max_requests: 0', { cluster: { circuit_breakers: { thresholds: [{ max_requests: 0 }] } } }],
    ['drop_overloads', { assignment: { policy: { drop_overloads: [{}] } } }],
    ['cluster_header', { route: { cluster: undefined, cluster_header: 'x' } }],
    [
      'my.predicate',
      {
        route: {
          retry_policy: { retry_on: '5xx', retry_host_predicate: [{ name: 'my.predicate' }] },
        },
      },
    ],
    ['the HTTP filter my.filter', { manager: { http_filters: [{ name: 'my.filter' }] } }],
    [
      'aborts',
      {
        manager: {
          http_filters: [{ name: 'envoy.filters.http.fault', typed_config: { abort: {} } }],
        },
      },
    ],
    ['virtual_hosts.matcher', { virtualHost: { matcher: {} } }],
    ['10.0.0.1:15443 is a gateway', { endpoints: [gatewayEndpoint()] }],
    ['10.0.0.1:8080 is UNHEALTHY', { endpoints: [unhealthy()] }],
  ])('%s', (name, parts) => {
    const result = predicted(parts);
    expect(result).toMatchObject({ undefined: true, reason: expect.stringContaining(name) });
    expect(result).toMatchObject({ reason: expect.stringMatching(/^not modelled: /) });
  });

  test('ejection by rates has no number for failures alone, and none where it has too few hosts', () => {
    const cluster = { outlier_detection: { max_ejection_percent: 100 } };
    expect(splitOf({ cluster }, failing)).toEqual([0, 1, 0]);
    const endpoints = [
      region('europe-west1', ['10.0.0.1', '10.0.0.2', '10.0.0.3']),
      region('us-central1', ['10.0.1.1', '10.0.1.2', '10.0.1.3']),
    ];
    expect(splitOf({ cluster, endpoints })).toEqual([0.5, 0.5, 0]);
    expect(splitOf({ cluster, endpoints }, gone)).toEqual([0, 1, 0]);
    expect(splitOf({ cluster, endpoints }, failing)).toContain('enforcing_success_rate');
  });
});

test('/clusters tells an ejected endpoint from one that was sent as unhealthy', () => {
  const dump = dumpOf({ endpoints: [unhealthy(), region('us-central1', ['10.0.1.1'])] });
  const hosts = (health: object) => ({
    cluster_statuses: [
      { name: web, host_statuses: [{ address: socket('10.0.0.1'), health_status: health }] },
    ],
  });
  const sharesWith = (health: object) => {
    const result = predictProxy(targetsIn(dump, hosts(health))[0]!, { outages: [] });
    return result.undefined ? result.reason : result.split.map(({ share }) => share);
  };
  expect(sharesWith({ eds_health_status: 'HEALTHY', failed_outlier_check: true })).toEqual([
    0.5, 0.5,
  ]);
  expect(sharesWith({ eds_health_status: 'UNHEALTHY' })).toEqual([0, 1]);
  expect(sharesWith({ eds_health_status: 'DRAINING' })).toContain('DRAINING');
});

function unhealthy() {
  return region('europe-west1', [], {
    lb_endpoints: [{ endpoint: { address: socket('10.0.0.1') }, health_status: 'UNHEALTHY' }],
  });
}

function gatewayEndpoint() {
  const address = { socket_address: { address: '10.0.0.1', port_value: 15443 } };
  return region('europe-west1', [], { lb_endpoints: [{ endpoint: { address } }] });
}
