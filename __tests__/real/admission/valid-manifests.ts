/** Manifests that a cluster accepts, with most of the fields that there are: what the mutations start from. */
import type { ValidatedKind } from '../../../src/admission/validate.js';

const destination = { host: 'reviews', subset: 'v1', port: { number: 80 } };

const outlierDetection = {
  consecutive5xxErrors: 5,
  consecutiveGatewayErrors: 3,
  interval: '10s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 100,
  minHealthPercent: 0,
};

const distribute = {
  enabled: true,
  distribute: [
    { from: 'us-east/a', to: { 'us-east': 80, 'us-west': 20 } },
    { from: 'us-east/*', to: { 'us-east/a': 50, 'us-east/b/*': 50 } },
    { from: '*', to: { 'eu/b': 100 } },
  ],
};

const failover = {
  failover: [
    { from: 'us-east', to: 'us-west' },
    { from: 'us-west', to: 'us-east' },
  ],
  failoverPriority: ['topology.istio.io/network', 'version'],
};

const connectionPool = {
  http: {
    http1MaxPendingRequests: 10,
    http2MaxRequests: 100,
    maxRequestsPerConnection: 1,
    maxRetries: 3,
    idleTimeout: '1m',
    h2UpgradePolicy: 'UPGRADE',
    maxConcurrentStreams: 5,
    http2KeepAlive: { interval: '10s', timeout: '1s' },
  },
  tcp: {
    maxConnections: 10,
    connectTimeout: '1s',
    idleTimeout: '0s',
    maxConnectionDuration: '1h',
    tcpKeepalive: { time: '1m', interval: '10s', probes: 3 },
  },
};

const server = (port: object, more: object = {}) => ({ port, hosts: ['*.example.com'], ...more });
const https = { number: 443, name: 'https', protocol: 'HTTPS' };
const http = { number: 80, name: 'http', protocol: 'HTTP' };

export const validManifests: readonly { kind: ValidatedKind; spec: Record<string, unknown> }[] = [
  {
    kind: 'DestinationRule',
    spec: {
      host: 'reviews.prod.svc.cluster.local',
      exportTo: ['.', 'prod'],
      trafficPolicy: {
        outlierDetection,
        connectionPool,
        loadBalancer: {
          simple: 'ROUND_ROBIN',
          localityLbSetting: distribute,
          warmup: { duration: '10s', minimumPercent: 10, aggression: 1 },
        },
        tls: { mode: 'ISTIO_MUTUAL' },
        portLevelSettings: [
          { port: { number: 80 }, outlierDetection, loadBalancer: { localityLbSetting: failover } },
          { port: { number: 443 }, connectionPool, tls: { mode: 'SIMPLE', sni: 'a.com' } },
        ],
      },
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        {
          name: 'v2',
          labels: { version: 'v2' },
          trafficPolicy: {
            loadBalancer: { simple: 'RANDOM', localityLbSetting: failover },
            outlierDetection,
          },
        },
      ],
    },
  },
  {
    kind: 'DestinationRule',
    spec: {
      host: '*.example.com',
      trafficPolicy: {
        loadBalancer: {
          consistentHash: {
            httpCookie: {
              name: 'user',
              ttl: '0s',
              path: '/',
              attributes: [{ name: 'SameSite', value: 'Strict' }],
            },
            maglev: { tableSize: 65537 },
          },
          zoneAwareLbSetting: {
            enabled: true,
            failover: [{ from: 'us-east', to: 'us-west' }],
            failoverPriority: ['version'],
            minClusterSize: 3,
          },
        },
        tunnel: { protocol: 'CONNECT', targetHost: 'example.com', targetPort: 443 },
        retryBudget: { percent: 20, minRetryConcurrency: 3, budgetInterval: '10s' },
        tls: {
          mode: 'MUTUAL',
          clientCertificate: '/a',
          privateKey: '/b',
          caCertificates: '/c',
          subjectAltNames: ['x'],
        },
      },
    },
  },
  {
    kind: 'DestinationRule',
    spec: {
      host: 'reviews',
      workloadSelector: { matchLabels: { app: 'ratings' } },
      exportTo: ['.'],
      trafficPolicy: {
        proxyProtocol: { version: 'V2' },
        outlierDetection: {
          splitExternalLocalOriginErrors: true,
          consecutiveLocalOriginFailures: 3,
        },
        loadBalancer: { localityLbSetting: failover },
        tls: { mode: 'SIMPLE', credentialName: 'configmap://default/ca' },
      },
    },
  },
  {
    kind: 'Gateway',
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [
        server(http, { tls: { httpsRedirect: true } }),
        server(https, {
          tls: {
            mode: 'SIMPLE',
            credentialName: 'cert',
            minProtocolVersion: 'TLSV1_2',
            cipherSuites: ['ECDHE-RSA-AES128-SHA'],
          },
        }),
        server(
          { number: 8443, name: 'https-files', protocol: 'HTTPS' },
          {
            bind: '127.0.0.1',
            tls: {
              mode: 'MUTUAL',
              serverCertificate: '/a',
              privateKey: '/b',
              caCertificates: '/c',
            },
          },
        ),
      ],
    },
  },
  {
    kind: 'Gateway',
    spec: {
      servers: [
        {
          port: { number: 15443, name: 'tls', protocol: 'TLS' },
          hosts: ['*.local', 'prod/*.example.com', './a.example.com'],
          tls: { mode: 'AUTO_PASSTHROUGH' },
        },
        {
          port: { number: 0, name: 'unix', protocol: 'HTTP' },
          hosts: ['*'],
          bind: 'unix:///var/run/x.sock',
        },
        { port: { number: 3306, name: 'mysql', protocol: 'MySQL' }, hosts: ['*'] },
        {
          port: { number: 9443, name: 'mutual', protocol: 'HTTPS' },
          hosts: ['a.example.com'],
          tls: { mode: 'ISTIO_MUTUAL' },
        },
      ],
    },
  },
  {
    kind: 'Gateway',
    spec: {
      servers: [
        server(https, {
          name: 'several',
          tls: {
            mode: 'SIMPLE',
            tlsCertificates: [
              { serverCertificate: '/a', privateKey: '/b' },
              { serverCertificate: '/c', privateKey: '/d' },
            ],
          },
        }),
        server(
          { number: 444, name: 'named', protocol: 'https' },
          { tls: { mode: 'OPTIONAL_MUTUAL', credentialNames: ['a', 'b'], subjectAltNames: ['x'] } },
        ),
      ],
    },
  },
  {
    kind: 'VirtualService',
    spec: {
      hosts: ['a.example.com', 'b.example.com'],
      gateways: ['gw', 'prod/gw'],
      exportTo: ['*'],
      http: [
        {
          name: 'first',
          match: [
            {
              uri: { prefix: '/api' },
              method: { exact: 'GET' },
              scheme: { exact: 'https' },
              authority: { regex: '.*' },
              headers: { 'x-user': { exact: 'a' }, '@request.auth.claims.group': { exact: 'b' } },
              withoutHeaders: { 'x-no': { regex: '*' } },
              queryParams: { q: { regex: '^a+$' } },
              port: 443,
              sourceLabels: { app: 'a' },
              sourceNamespace: 'prod',
              gateways: ['gw'],
              ignoreUriCase: true,
            },
            { uri: { regex: '/v[0-9]+' } },
          ],
          route: [
            {
              destination,
              weight: 80,
              headers: { request: { set: { 'x-a': '%HOSTNAME%' }, remove: ['x-b'] } },
            },
            { destination: { host: 'ratings' }, weight: 20 },
          ],
          headers: {
            request: { add: { 'x-c': 'd' }, set: { ':authority': 'z.com' } },
            response: { remove: ['x-e'], set: { f: 'g' } },
          },
          retries: {
            attempts: 3,
            perTryTimeout: '2s',
            retryOn: '5xx,connect-failure,503',
            retryRemoteLocalities: true,
            backoff: '25ms',
          },
          timeout: '10s',
          mirrors: [{ destination: { host: 'mirror' }, percentage: { value: 10 } }],
          corsPolicy: {
            allowOrigins: [{ exact: 'https://a.com' }, { regex: '.*' }],
            allowMethods: ['GET'],
            allowHeaders: ['x-a'],
            exposeHeaders: ['*'],
            maxAge: '24h',
            allowCredentials: true,
          },
          fault: {
            delay: { fixedDelay: '1s', percentage: { value: 0.1 } },
            abort: { httpStatus: 503, percentage: { value: 1 } },
          },
          rewrite: { uriRegexRewrite: { match: '/(.*)', rewrite: '/x/\\1' } },
        },
        {
          match: [{ uri: { prefix: '/old' } }],
          redirect: {
            prefixRewrite: '/new',
            authority: 'x.com',
            redirectCode: 302,
            scheme: 'https',
            port: 443,
          },
        },
        {
          match: [{ uri: { exact: '/health' } }],
          directResponse: { status: 200, body: { string: 'ok' } },
        },
        { match: [{ uri: { prefix: '/team' } }], delegate: { name: 'team', namespace: 'prod' } },
        {
          route: [{ destination }],
          mirror: { host: 'mirror' },
          mirrorPercentage: { value: 50 },
          rewrite: { uri: '/', authority: 'y.com' },
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    spec: {
      hosts: ['a.example.com', '*.other.com'],
      gateways: ['mesh', 'gw'],
      tls: [
        {
          match: [
            {
              sniHosts: ['a.example.com', 'x.other.com'],
              port: 443,
              destinationSubnets: ['10.0.0.0/8'],
              sourceLabels: { app: 'a' },
              gateways: ['mesh'],
            },
          ],
          route: [
            { destination, weight: 1 },
            { destination: { host: 'b' }, weight: 0 },
          ],
        },
      ],
      tcp: [
        {
          match: [{ port: 3306, destinationSubnets: ['::/0'], sourceLabels: { app: 'b' } }],
          route: [{ destination: { host: 'db' } }],
        },
      ],
    },
  },
  {
    kind: 'VirtualService',
    spec: {
      http: [
        {
          name: 'delegated',
          route: [{ destination }],
          fault: { abort: { grpcStatus: 'UNAVAILABLE' } },
        },
      ],
      exportTo: ['.'],
    },
  },
  {
    kind: 'VirtualService',
    spec: {
      hosts: ['outbound_.80_._.a.example.com', '1.2.3.4', 'x.org'],
      gateways: ['gw'],
      tls: [
        {
          match: [{ sniHosts: ['outbound_.80_._.a.example.com'] }],
          route: [{ destination: { host: 'a.example.com' } }],
        },
      ],
    },
  },
];
