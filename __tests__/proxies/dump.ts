/** A dump as small as can be: one listener, one route, one cluster in two regions. */
import { DumpedProxy } from '../../src/proxies/dumped-proxy.js';
import { proxyTargets, type ProxyTarget } from '../../src/proxies/proxy-targets.js';
import { DumpReader, pairDumps, type KeptDump } from '../../src/proxies/read-dump.js';

type Fields = Record<string, unknown>;

export interface DumpParts {
  cluster?: Fields;
  assignment?: Fields;
  route?: Fields;
  virtualHost?: Fields;
  manager?: Fields;
  bootstrap?: Fields;
  /** By region: how many endpoints; default: two in each of two regions, of weight 50. */
  endpoints?: Fields[];
}

export const web = 'outbound|80||web.shop.svc.cluster.local';

/** `host_statuses` or an endpoint needs it. */
export function socket(address: string) {
  return { socket_address: { address, port_value: 8080 } };
}

export function region(name: string, addresses: readonly string[], fields: Fields = {}): Fields {
  return {
    locality: { region: name },
    lb_endpoints: addresses.map((address) => ({
      endpoint: { address: socket(address) },
      health_status: 'HEALTHY',
      load_balancing_weight: 1,
    })),
    load_balancing_weight: 50,
    ...fields,
  };
}

export function dumpOf(parts: DumpParts = {}) {
  const type = (name: string) => ({ '@type': `type.googleapis.com/envoy.admin.v3.${name}` });
  const endpoints = parts.endpoints ?? [
    region('europe-west1', ['10.0.0.1', '10.0.0.2']),
    region('us-central1', ['10.0.1.1', '10.0.1.2']),
  ];
  return {
    configs: [
      {
        ...type('BootstrapConfigDump'),
        bootstrap: {
          node: {
            id: 'router~10.0.0.9~edge-1.istio-system~istio-system.svc.cluster.local',
            locality: { region: 'europe-west1' },
          },
          ...parts.bootstrap,
        },
      },
      {
        ...type('ClustersConfigDump'),
        dynamic_active_clusters: [
          {
            cluster: {
              name: web,
              type: 'EDS',
              lb_policy: 'LEAST_REQUEST',
              common_lb_config: { healthy_panic_threshold: {}, locality_weighted_lb_config: {} },
              outlier_detection: {
                consecutive_5xx: 3,
                max_ejection_percent: 100,
                enforcing_success_rate: 0,
              },
              metadata: {
                filter_metadata: {
                  istio: {
                    config: '/apis/networking.istio.io/v1/namespaces/shop/destination-rule/web',
                  },
                },
              },
              ...parts.cluster,
            },
          },
        ],
      },
      {
        ...type('EndpointsConfigDump'),
        dynamic_endpoint_configs: [
          { endpoint_config: { cluster_name: web, endpoints, ...parts.assignment } },
        ],
      },
      {
        ...type('ListenersConfigDump'),
        dynamic_listeners: [
          {
            name: '0.0.0.0_8080',
            active_state: {
              listener: {
                name: '0.0.0.0_8080',
                address: socket('0.0.0.0'),
                filter_chains: [
                  {
                    filters: [
                      {
                        name: 'envoy.filters.network.http_connection_manager',
                        typed_config: {
                          '@type':
                            'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
                          rds: { route_config_name: 'http.8080' },
                          http_filters: [{ name: 'envoy.filters.http.router' }],
                          ...parts.manager,
                        },
                      },
                    ],
                  },
                ],
              },
            },
          },
        ],
      },
      {
        ...type('RoutesConfigDump'),
        dynamic_route_configs: [
          {
            route_config: {
              name: 'http.8080',
              virtual_hosts: [
                {
                  name: 'shop.example:80',
                  domains: ['shop.example'],
                  routes: [{ match: { prefix: '/' }, route: { cluster: web, ...parts.route } }],
                  ...parts.virtualHost,
                },
              ],
            },
          },
        ],
      },
      {
        ...type('SecretsConfigDump'),
        static_secrets: [{ name: 'tls', secret: { tls_certificate: { private_key: 'hush' } } }],
      },
    ],
  };
}

/** Reads a text in parts of so many bytes. */
export function readDump(text: string, size = 64, file = 'dump.json'): KeptDump {
  const reader = new DumpReader(file);
  const bytes = new TextEncoder().encode(text);
  // One buffer for all parts, as files are read.
  const part = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const own = bytes.subarray(at, at + size);
    part.set(own);
    reader.push(part.subarray(0, own.length));
  }
  return reader.end();
}

/** What the proxies of the dumps send requests to. */
export function targetsIn(...dumps: object[]): ProxyTarget[] {
  const kept = dumps.map((dump, index) => readDump(JSON.stringify(dump), 64, `${index}.json`));
  return pairDumps(kept).flatMap((dump) => proxyTargets(new DumpedProxy(dump)));
}
