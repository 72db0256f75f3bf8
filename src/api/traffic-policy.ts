import { numbers, type Shape, type TypeOf } from './shape.js';

/*
 * What DestinationRules and the mesh configuration have in common.
 * Source: istio.io/api 1.31, networking/v1alpha3 destination_rule.proto.
 */

const failover = [{ from: 'text', to: 'text' }] as const satisfies Shape;

export const localityLbSetting = {
  enabled: 'boolean',
  distribute: [{ from: 'text', to: numbers }],
  failover,
  failoverPriority: ['text'],
} as const satisfies Shape;

export type LocalityLbSetting = TypeOf<typeof localityLbSetting>;

export const zoneAwareLbSetting = {
  enabled: 'boolean',
  failover,
  failoverPriority: ['text'],
  minClusterSize: 'number',
} as const satisfies Shape;

export type ZoneAwareLbSetting = TypeOf<typeof zoneAwareLbSetting>;

const outlierDetection = {
  consecutiveErrors: 'number',
  consecutive5xxErrors: 'number',
  consecutiveGatewayErrors: 'number',
  consecutiveLocalOriginFailures: 'number',
  splitExternalLocalOriginErrors: 'boolean',
  interval: 'text',
  baseEjectionTime: 'text',
  maxEjectionPercent: 'number',
  minHealthPercent: 'number',
} as const satisfies Shape;

/** Durations are texts such as `30s`, percentages 0 to 100. */
export type OutlierDetection = TypeOf<typeof outlierDetection>;

const connectionPool = {
  tcp: { maxConnections: 'number', connectTimeout: 'text' },
  http: {
    http1MaxPendingRequests: 'number',
    http2MaxRequests: 'number',
    maxRetries: 'number',
    maxRequestsPerConnection: 'number',
  },
} as const satisfies Shape;

export type ConnectionPool = TypeOf<typeof connectionPool>;

const loadBalancer = {
  simple: 'text',
  consistentHash: {
    httpHeaderName: 'text',
    httpCookie: { name: 'text', path: 'text', ttl: 'text' },
    useSourceIp: 'boolean',
    httpQueryParameterName: 'text',
    ringHash: { minimumRingSize: 'number' },
    maglev: { tableSize: 'number' },
    minimumRingSize: 'number',
  },
  localityLbSetting,
  zoneAwareLbSetting,
  warmup: { duration: 'text', minimumPercent: 'number', aggression: 'number' },
  warmupDurationSecs: 'text',
} as const satisfies Shape;

export type LoadBalancer = TypeOf<typeof loadBalancer>;

/** The fields that a port level can set too. */
export const portPolicy = {
  connectionPool,
  loadBalancer,
  outlierDetection,
  tls: { mode: 'text', credentialName: 'text' },
} as const satisfies Shape;

export type PortPolicy = TypeOf<typeof portPolicy>;

const retryBudget = { percent: 'number', minRetryConcurrency: 'number' } as const satisfies Shape;

/** `percent` is 0 to 100. */
export type RetryBudgetSpec = TypeOf<typeof retryBudget>;

export const trafficPolicy = {
  ...portPolicy,
  portLevelSettings: [{ ...portPolicy, port: { number: 'number' } }],
  tunnel: { protocol: 'text', targetHost: 'text', targetPort: 'number' },
  proxyProtocol: { version: 'text' },
  retryBudget,
} as const satisfies Shape;

export type TrafficPolicy = TypeOf<typeof trafficPolicy>;
