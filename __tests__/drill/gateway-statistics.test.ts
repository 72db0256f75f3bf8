import { describe, expect, test } from '@jest/globals';
import {
  adminCounters,
  countedSince,
  metricsCounters,
} from '../../src/drill/gateway-statistics.js';

const host = 'hello-world.default.svc.cluster.local';

function clusters(...counts: [name: string, port: number, region: string, count?: string][]) {
  return JSON.stringify({
    cluster_statuses: counts.map(([name, port_value, region, value]) => ({
      name,
      host_statuses: [
        {
          address: { socket_address: { address: '10.0.0.1', port_value } },
          locality: { region, zone: 'b' },
          stats: [
            { name: 'cx_total', value: '7' },
            { name: 'rq_total', value },
          ],
        },
      ],
    })),
  });
}

describe('what the gateway has sent', () => {
  test('by the admin interface: of the host alone, whatever the subset', () => {
    const before = adminCounters(
      clusters(
        [`outbound|80||${host}`, 1, 'europe-west1', '10'],
        [`outbound|80|v2|${host}`, 1, 'us-central1'],
        ['outbound|80||other.default.svc.cluster.local', 1, 'europe-west1', '99'],
        ['xds-grpc', 1, '', '3'],
      ),
      host,
    );
    const after = adminCounters(
      clusters(
        [`outbound|80||${host}`, 1, 'europe-west1', '15'],
        [`outbound|80|v2|${host}`, 1, 'us-central1', '4'],
      ),
      host,
    );
    expect(Object.fromEntries(countedSince(before, after))).toEqual({
      'europe-west1/b': 5,
      'us-central1/b': 4,
    });
  });

  test('an endpoint that is new, or counts anew, has all of its requests', () => {
    const before = adminCounters(clusters([`outbound|80||${host}`, 1, 'a', '100']), host);
    const after = adminCounters(
      clusters([`outbound|80||${host}`, 1, 'a', '2'], [`outbound|81||${host}`, 2, 'a', '3']),
      host,
    );
    expect(Object.fromEntries(countedSince(before, after))).toEqual({ 'a/b': 5 });
  });

  test('by Prometheus: by the cluster that it went to', () => {
    const text = (a: number, b: number) =>
      [
        '# TYPE istio_requests_total counter',
        `istio_requests_total{response_code="200",destination_service="${host}",destination_cluster="a"} ${a}`,
        `istio_requests_total{response_code="503",destination_service="${host}",destination_cluster="b"} ${b}`,
        `istio_requests_total{response_code="503",destination_service="${host}",destination_cluster="unknown"} 5`,
        'istio_requests_total{destination_service="x",destination_cluster="a"} 9',
      ].join('\n');
    const localities = new Map([
      ['a', 'europe-west1'],
      ['b', 'us-central1'],
    ]);
    const read = (a: number, b: number) => metricsCounters(text(a, b), host, localities);
    expect(Object.fromEntries(countedSince(read(1, 1), read(4, 3)))).toEqual({
      'europe-west1': 3,
      'us-central1': 2,
    });
  });

  test('what is no statistics is an error', () => {
    expect(() => adminCounters('<html>', host)).toThrow(SyntaxError);
  });
});
