/**
 * The parts of Istio's API that failover depends on, as they stand in a manifest.
 * Every field may be missing; shapes.ts sees to it that those that are there have their type.
 * Source: istio.io/api 1.31, networking/v1alpha3.
 */

export interface Selector {
  matchLabels?: Record<string, string>;
}

export interface DestinationRuleSpec {
  host?: string;
  trafficPolicy?: TrafficPolicy;
  subsets?: Subset[];
  exportTo?: string[];
  workloadSelector?: Selector;
}

export interface Subset {
  name?: string;
  labels?: Record<string, string>;
  trafficPolicy?: TrafficPolicy;
}

/** The fields that a port level can set too. */
export interface PortPolicy {
  connectionPool?: ConnectionPool;
  loadBalancer?: LoadBalancer;
  outlierDetection?: OutlierDetection;
  tls?: { mode?: string };
}

export interface TrafficPolicy extends PortPolicy {
  portLevelSettings?: PortTrafficPolicy[];
  tunnel?: unknown;
  proxyProtocol?: unknown;
  retryBudget?: unknown;
}

export interface PortTrafficPolicy extends PortPolicy {
  port?: { number?: number };
}

export interface ConnectionPool {
  tcp?: { maxConnections?: number; connectTimeout?: string };
  http?: {
    http1MaxPendingRequests?: number;
    http2MaxRequests?: number;
    maxRetries?: number;
    maxRequestsPerConnection?: number;
  };
}

export interface LoadBalancer {
  simple?: string;
  consistentHash?: {
    httpHeaderName?: string;
    httpCookie?: unknown;
    useSourceIp?: boolean;
    httpQueryParameterName?: string;
    ringHash?: unknown;
    maglev?: unknown;
    minimumRingSize?: number;
  };
  localityLbSetting?: LocalityLbSetting;
  zoneAwareLbSetting?: unknown;
  warmup?: unknown;
  warmupDurationSecs?: string;
}

export interface LocalityLbSetting {
  enabled?: boolean;
  distribute?: { from?: string; to?: Record<string, number> }[];
  failover?: { from?: string; to?: string }[];
  failoverPriority?: string[];
}

export interface OutlierDetection {
  consecutiveErrors?: number;
  consecutive5xxErrors?: number;
  consecutiveGatewayErrors?: number;
  consecutiveLocalOriginFailures?: number;
  splitExternalLocalOriginErrors?: boolean;
  interval?: string;
  baseEjectionTime?: string;
  maxEjectionPercent?: number;
  minHealthPercent?: number;
}

export interface GatewaySpec {
  selector?: Record<string, string>;
  servers?: Server[];
}

export interface Server {
  port?: { number?: number; name?: string; protocol?: string; targetPort?: number };
  hosts?: string[];
  bind?: string;
  name?: string;
  tls?: { httpsRedirect?: boolean; mode?: string; credentialName?: string };
}

export interface VirtualServiceSpec {
  hosts?: string[];
  gateways?: string[];
  http?: HttpRoute[];
  tls?: TlsRoute[];
  tcp?: TcpRoute[];
  exportTo?: string[];
}

export interface HttpRoute {
  name?: string;
  match?: HttpMatch[];
  route?: RouteDestination[];
  redirect?: { uri?: string; authority?: string; scheme?: string; redirectCode?: number };
  directResponse?: { status?: number };
  delegate?: { name?: string; namespace?: string };
  timeout?: string;
  retries?: {
    attempts?: number;
    perTryTimeout?: string;
    retryOn?: string;
    retryRemoteLocalities?: boolean;
  };
  fault?: {
    abort?: { httpStatus?: number; grpcStatus?: string; percentage?: Percentage };
    delay?: { fixedDelay?: string; percentage?: Percentage };
  };
  mirror?: Destination;
  mirrorPercentage?: Percentage;
  mirrors?: { destination?: Destination; percentage?: Percentage }[];
}

/** 0 to 100. */
export interface Percentage {
  value?: number;
}

export interface StringMatch {
  exact?: string;
  prefix?: string;
  regex?: string;
}

export interface HttpMatch {
  name?: string;
  uri?: StringMatch;
  scheme?: StringMatch;
  method?: StringMatch;
  authority?: StringMatch;
  headers?: Record<string, StringMatch>;
  withoutHeaders?: Record<string, StringMatch>;
  queryParams?: Record<string, StringMatch>;
  port?: number;
  gateways?: string[];
  sourceLabels?: Record<string, string>;
  sourceNamespace?: string;
  ignoreUriCase?: boolean;
}

export interface TlsRoute {
  match?: { sniHosts?: string[]; port?: number; gateways?: string[] }[];
  route?: RouteDestination[];
}

export interface TcpRoute {
  match?: { port?: number; gateways?: string[] }[];
  route?: RouteDestination[];
}

export interface RouteDestination {
  destination?: Destination;
  weight?: number;
}

export interface Destination {
  host?: string;
  subset?: string;
  port?: { number?: number };
}

export interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  selector?: Record<string, string>;
  ports?: { name?: string; port?: number; targetPort?: number | string; appProtocol?: string }[];
  trafficDistribution?: string;
  internalTrafficPolicy?: string;
}

export interface ServiceEntrySpec {
  hosts?: string[];
  location?: string;
  resolution?: string;
  ports?: { number?: number; name?: string; protocol?: string; targetPort?: number }[];
  endpoints?: WorkloadEntrySpec[];
  workloadSelector?: { labels?: Record<string, string> };
  exportTo?: string[];
}

/** Of a Deployment or a StatefulSet. */
export interface ReplicatedSpec {
  replicas?: number;
  template?: { metadata?: { labels?: Record<string, string> } };
}

export interface HorizontalPodAutoscalerSpec {
  scaleTargetRef?: { kind?: string; name?: string };
  minReplicas?: number;
  maxReplicas?: number;
}

export interface WorkloadEntrySpec {
  address?: string;
  ports?: Record<string, number>;
  labels?: Record<string, string>;
  network?: string;
  locality?: string;
  weight?: number;
  serviceAccount?: string;
}
