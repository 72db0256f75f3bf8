/** Objects for which a verdict was green though requests fail: what proxies answer by themselves, and hosts that they cannot talk to. */
import type { Manifest, Placed } from '../cases/case.js';
import {
  everywhere,
  failover,
  hostOf,
  istio,
  NAMESPACE,
  pods,
  route,
  rule,
  service,
  type Pod,
} from './objects.js';

const percentage = (value: number) => ({ percentage: { value } });
const noRoute = { route: undefined };

/** HTTP routes to `plain`, or without it, by public host. */
export const answered = {
  'nowhere.example.com': { route: [{ destination: { host: hostOf('nowhere') }, weight: 100 }] },
  'subset.example.com': { route: [{ destination: { host: hostOf('plain'), subset: 'v9' } }] },
  'abort.example.com': { fault: { abort: { httpStatus: 503, ...percentage(100) } } },
  'teapot.example.com': { fault: { abort: { httpStatus: 418, ...percentage(100) } } },
  'fine.example.com': { fault: { abort: { httpStatus: 200, ...percentage(100) } } },
  'grpc.example.com': { fault: { abort: { grpcStatus: 'UNAVAILABLE', ...percentage(100) } } },
  'some.example.com': {
    fault: { abort: { httpStatus: 503, ...percentage(40) } },
    retries: { attempts: 5, retryOn: '5xx' },
  },
  'no-share.example.com': {
    fault: { abort: { httpStatus: 503 }, delay: { fixedDelay: '20s' } },
  },
  'delay.example.com': {
    fault: { delay: { fixedDelay: '600ms', ...percentage(100) } },
    timeout: '200ms',
  },
  'closed-for-now.example.com': { ...noRoute, directResponse: { status: 503 } },
  'moved.example.com': { ...noRoute, redirect: { uri: '/new' } },
  'mesh-only.example.com': { match: [{ gateways: ['mesh'] }] },
} satisfies Record<string, Record<string, unknown>>;

export type Answered = keyof typeof answered;

/** The VirtualService of a public host. */
export function answeredRoute(host: Answered): Manifest {
  const made = route(host.replace('.example.com', ''), host, 'plain', answered[host]);
  if (host !== 'mesh-only.example.com') return made;
  return { ...made, spec: { ...made.spec, gateways: [`${NAMESPACE}/public`, 'mesh'] } };
}

export const selectsNothing = { selector: undefined };

/** Plain HTTP pods, to which a rule has the clients speak TLS. */
export const tlsRule: Manifest = istio('DestinationRule', 'plain-text', {
  host: hostOf('plain-text'),
  trafficPolicy: { tls: { mode: 'SIMPLE', insecureSkipVerify: true } },
});

/** For the port of the pods, in place of the one of the Service. */
export const otherPortRule: Manifest = istio('DestinationRule', 'other-port', {
  host: hostOf('other-port'),
  trafficPolicy: {
    portLevelSettings: [{ port: { number: 8080 }, outlierDetection: { maxEjectionPercent: 100 } }],
  },
});

export const otherDomainRule: Manifest = istio('DestinationRule', 'other-domain', {
  host: `*.${NAMESPACE}.svc.cluser.local`,
  trafficPolicy: { outlierDetection: { maxEjectionPercent: 100 } },
});

export const strict: Manifest = {
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'strict', namespace: NAMESPACE },
  spec: { selector: { matchLabels: { app: 'strict' } }, mtls: { mode: 'STRICT' } },
};

const manualSlice: Manifest = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: 'manual-1',
    namespace: NAMESPACE,
    labels: { 'kubernetes.io/service-name': 'manual' },
  },
  addressType: 'IPv4',
  endpoints: [
    {
      addresses: ['10.77.142.1'],
      conditions: { ready: true },
      zone: 'b',
      nodeName: 'node-europe-west1-b',
    },
  ],
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
};

/** @param at the place of a pod of the n-th Service */
export function verdictObjects(at: (network: number) => Pod): Placed[] {
  const services: [string, number][] = [
    ['plain-text', 141],
    ['other-port', 143],
    ['other-domain', 144],
    ['strict', 145],
  ];
  return [
    ...services.flatMap(([name, network]) => {
      const own = service(name);
      return [...everywhere(own), ...pods(own, [at(network)])];
    }),
    ...everywhere(
      ...Object.keys(answered).map((host) => answeredRoute(host as Answered)),
      service('unlisted', selectsNothing),
      service('manual', selectsNothing),
      rule('unlisted', failover),
      rule('manual', failover),
      route('unlisted', 'unlisted.example.com', 'unlisted'),
      route('plain-text', 'plain-text.example.com', 'plain-text'),
      tlsRule,
      otherPortRule,
      otherDomainRule,
      strict,
      // For the proxies of one namespace alone: the gateway has no certificates.
      istio(
        'DestinationRule',
        'mutual',
        {
          host: hostOf('strict'),
          exportTo: ['.'],
          trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
        },
        'machines',
      ),
    ),
    { manifest: manualSlice, cluster: 'a', wave: 1 },
  ];
}

export const verdictHosts = [
  ...Object.keys(answered),
  'unlisted.example.com',
  'plain-text.example.com',
];
