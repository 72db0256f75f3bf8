/** The mesh configurations under which the cases run, each with an istiod of its own. */
import type { MeshVariant } from './case.js';

/** The Services that are called near stay in their cluster. */
const NEAR = Array.from({ length: 2000 }, (_, index) => `near.case-${index}.svc.cluster.local`);

const MULTI_NETWORK = { PILOT_ENABLE_AMBIENT: 'true', AMBIENT_ENABLE_MULTI_NETWORK: 'true' };

const flat = { networks: {}, gateways: {} };

export const MESH_VARIANTS: MeshVariant[] = [
  { name: 'defaults', config: {}, ...flat },
  {
    name: 'distribute',
    config: {
      localityLbSetting: {
        distribute: [
          { from: 'europe-west1/*', to: { 'europe-west1/*': 70, 'us-central1/*': 30 } },
          { from: 'us-central1', to: { 'us-central1': 90, 'asia-east1/a': 10 } },
        ],
      },
      serviceSettings: [
        { settings: { clusterLocal: true }, hosts: ['*.local.example.com'] },
        { settings: { clusterLocal: true }, hosts: NEAR },
      ],
    },
    ...flat,
  },
  {
    name: 'failover',
    config: {
      localityLbSetting: { failover: [{ from: 'europe-west1', to: 'us-central1' }] },
      defaultDestinationRuleExportTo: ['.'],
      defaultTrafficPolicy: {
        outlierDetection: { consecutive5xxErrors: 3, minHealthPercent: 20 },
        connectionPool: { http: { http2MaxRequests: 50 } },
      },
    },
    ...flat,
  },
  {
    name: 'off',
    config: {
      localityLbSetting: { enabled: false },
      defaultTrafficPolicy: { outlierDetection: {} },
    },
    ...flat,
  },
  {
    name: 'networks',
    config: {},
    networks: { a: 'net-a', b: 'net-b', c: 'net-c' },
    gateways: { b: 2, c: 3 },
  },
  {
    name: 'shared-network',
    config: {
      localityLbSetting: {
        failoverPriority: ['topology.istio.io/network', 'topology.kubernetes.io/region'],
      },
    },
    networks: { a: 'net-a', b: 'net-b', c: 'net-b' },
    gateways: { a: 1, b: 2 },
  },
  {
    name: 'unready-left-out',
    config: {},
    flags: { PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS: 'false' },
    ...flat,
  },
  { name: 'ambient-multi-network', config: {}, flags: MULTI_NETWORK, ...flat },
  {
    name: 'ambient-networks',
    config: {},
    networks: { a: 'net-a', b: 'net-b', c: 'net-c' },
    gateways: { b: 2 },
    flags: MULTI_NETWORK,
  },
  {
    // istiod ignores the second flag without the first one.
    name: 'no-ambient',
    config: {},
    flags: { PILOT_ENABLE_AMBIENT: 'false', AMBIENT_ENABLE_MULTI_NETWORK: 'true' },
    ...flat,
  },
];
