import type { Shape } from './conform.js';
import type { Kind } from './resource.js';

/** The types of the fields in istio.ts, for objects that no schema was checked against. */

const localityLbSetting: Shape = {
  enabled: 'boolean',
  distribute: [{ from: 'text', to: 'numbers' }],
  failover: [{ from: 'text', to: 'text' }],
  failoverPriority: ['text'],
};

const outlierDetection: Shape = {
  consecutiveErrors: 'number',
  consecutive5xxErrors: 'number',
  consecutiveGatewayErrors: 'number',
  consecutiveLocalOriginFailures: 'number',
  splitExternalLocalOriginErrors: 'boolean',
  interval: 'text',
  baseEjectionTime: 'text',
  maxEjectionPercent: 'number',
  minHealthPercent: 'number',
};

const portPolicy = {
  connectionPool: {
    tcp: { maxConnections: 'number', connectTimeout: 'text' },
    http: {
      http1MaxPendingRequests: 'number',
      http2MaxRequests: 'number',
      maxRetries: 'number',
      maxRequestsPerConnection: 'number',
    },
  },
  loadBalancer: {
    simple: 'text',
    consistentHash: {
      httpHeaderName: 'text',
      httpCookie: 'anything',
      useSourceIp: 'boolean',
      httpQueryParameterName: 'text',
    },
    localityLbSetting,
  },
  outlierDetection,
  tls: { mode: 'text' },
} satisfies Shape;

const trafficPolicy: Shape = {
  ...portPolicy,
  portLevelSettings: [{ ...portPolicy, port: { number: 'number' } }],
};

const destination: Shape = { host: 'text', subset: 'text', port: { number: 'number' } };
const route: Shape = [{ destination, weight: 'number' }];
const percentage: Shape = { value: 'number' };
const stringMatch: Shape = { exact: 'text', prefix: 'text', regex: 'text' };

const workload = {
  address: 'text',
  ports: 'numbers',
  labels: 'texts',
  network: 'text',
  locality: 'text',
  weight: 'number',
} satisfies Shape;

const replicated = {
  replicas: 'number',
  template: { metadata: { labels: 'texts' } },
} satisfies Shape;

export const shapes: Record<Kind, Shape> = {
  DestinationRule: {
    host: 'text',
    trafficPolicy,
    subsets: [{ name: 'text', labels: 'texts', trafficPolicy }],
    exportTo: ['text'],
    workloadSelector: { matchLabels: 'texts' },
  },
  Gateway: {
    selector: 'texts',
    servers: [
      {
        port: { number: 'number', name: 'text', protocol: 'text' },
        hosts: ['text'],
        bind: 'text',
        name: 'text',
        tls: { httpsRedirect: 'boolean', mode: 'text', credentialName: 'text' },
      },
    ],
  },
  VirtualService: {
    hosts: ['text'],
    gateways: ['text'],
    exportTo: ['text'],
    http: [
      {
        name: 'text',
        match: [
          {
            name: 'text',
            uri: stringMatch,
            scheme: stringMatch,
            method: stringMatch,
            authority: stringMatch,
            headers: 'anything',
            withoutHeaders: 'anything',
            queryParams: 'anything',
            port: 'number',
            gateways: ['text'],
            sourceLabels: 'texts',
            sourceNamespace: 'text',
            ignoreUriCase: 'boolean',
          },
        ],
        route,
        redirect: { uri: 'text', authority: 'text', scheme: 'text', redirectCode: 'number' },
        directResponse: { status: 'number' },
        delegate: { name: 'text', namespace: 'text' },
        timeout: 'text',
        retries: {
          attempts: 'number',
          perTryTimeout: 'text',
          retryOn: 'text',
          retryRemoteLocalities: 'boolean',
        },
        fault: {
          abort: { httpStatus: 'number', grpcStatus: 'text', percentage },
          delay: { fixedDelay: 'text', percentage },
        },
        mirror: destination,
        mirrorPercentage: percentage,
        mirrors: [{ destination, percentage }],
      },
    ],
    tls: [{ match: [{ sniHosts: ['text'], port: 'number', gateways: ['text'] }], route }],
    tcp: [{ match: [{ port: 'number', gateways: ['text'] }], route }],
  },
  Service: {
    type: 'text',
    clusterIP: 'text',
    selector: 'texts',
    ports: [{ name: 'text', port: 'number' }],
    trafficDistribution: 'text',
    internalTrafficPolicy: 'text',
  },
  ServiceEntry: {
    hosts: ['text'],
    location: 'text',
    resolution: 'text',
    ports: [{ number: 'number', name: 'text', protocol: 'text' }],
    endpoints: [workload],
    workloadSelector: { labels: 'texts' },
    exportTo: ['text'],
  },
  WorkloadEntry: workload,
  Deployment: replicated,
  StatefulSet: replicated,
  HorizontalPodAutoscaler: {
    scaleTargetRef: { kind: 'text', name: 'text' },
    minReplicas: 'number',
    maxReplicas: 'number',
  },
};
