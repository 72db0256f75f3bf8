/** Situations under load, drawn from a seed: every kind of limit, load, outage and policy, small enough for a busy machine. */
import { seededRandom } from '../../../../src/traffic/random.js';
import type { LoadCase } from './load-case.js';

const half = {
  localityLbSetting: { distribute: [{ from: 'near', to: { near: 50, far: 50 } }] },
};
const pooled = { localityLbSetting: { enabled: false } };
const detection = {
  consecutive5xxErrors: 3,
  interval: '1s',
  baseEjectionTime: '120s',
  maxEjectionPercent: 100,
};
const nearGone = [{ kind: 'scaled-to-zero' as const, locality: 'near' }];

type Draw = (from: number, to: number) => number;

/** One kind of situation after the other, each with values of its own. */
const kinds: ((name: string, draw: Draw) => LoadCase)[] = [
  (name, draw) => {
    // In the middle, where the share depends most on the load.
    const latencyMs = draw(100, 400);
    const limit = draw(8, 30);
    const rps = (limit * 1000 * draw(80, 180)) / 100 / latencyMs;
    return {
      name: `${name} open load, http2MaxRequests ${limit}, region gone`,
      policy: { ...max(limit), loadBalancer: half, outlierDetection: detection },
      endpoints: regions(20, latencyMs),
      isPlain: true,
      outages: nearGone,
      rps: Math.min(rps, 300),
    };
  },
  (name, draw) => {
    const limit = draw(6, 20);
    return {
      name: `${name} open load, http2MaxRequests ${limit}, both regions`,
      policy: { ...max(limit), loadBalancer: half },
      endpoints: regions(draw(30, 60), draw(150, 300)),
      isPlain: true,
      outages: [],
      rps: draw(60, 200),
      rttMs: { far: draw(0, 60) },
    };
  },
  (name, draw) => ({
    name: `${name} callers, http2MaxRequests`,
    policy: { ...max(draw(1, 4)), loadBalancer: half },
    endpoints: regions(draw(40, 100), draw(40, 100)),
    outages: draw(0, 1) ? nearGone : [],
    callers: draw(2, 6),
  }),
  (name, draw) => ({
    name: `${name} maxConnections and pending`,
    policy: { ...pool(draw(2, 10), draw(1, 6)), loadBalancer: half },
    endpoints: regions(draw(60, 150), draw(60, 150)),
    outages: draw(0, 1) ? nearGone : [],
    rps: draw(60, 160),
  }),
  (name, draw) => ({
    name: `${name} LEAST_REQUEST, slow hosts in one pool`,
    policy: { loadBalancer: pooled },
    endpoints: regions(draw(20, 60), draw(200, 500)),
    outages: [],
    ...(draw(0, 1) ? { callers: draw(6, 30) } : { rps: draw(40, 150) }),
  }),
  (name, draw) => ({
    name: `${name} LEAST_REQUEST, hosts that fail`,
    policy: { loadBalancer: pooled },
    endpoints: regions(draw(60, 200), draw(60, 200), draw(1, 3)),
    outages: [
      {
        kind: 'failing' as const,
        locality: 'far',
        ...(draw(0, 1) ? { latencyMs: draw(50, 200) } : {}),
      },
    ],
    ...(draw(0, 1) ? { callers: draw(6, 20) } : { rps: draw(60, 160) }),
  }),
  (name, draw) => ({
    name: `${name} slow region, timeout of the route`,
    policy: {
      loadBalancer: draw(0, 2) ? half : pooled,
      ...(draw(0, 1) ? { outlierDetection: detection } : {}),
    },
    endpoints: regions(40, 40),
    outages: [{ kind: 'slow' as const, locality: 'far', latencyMs: draw(300, 1200) }],
    timeout: draw(150, 700),
    retries: { attempts: 0 },
    rps: draw(40, 120),
  }),
  (name, draw) => ({
    name: `${name} slow region, timeout of a try`,
    policy: { loadBalancer: half },
    endpoints: regions(40, 40),
    outages: [{ kind: 'slow' as const, locality: 'far', latencyMs: 900 }],
    // With room for a retry, or without a limit: in between a millisecond decides.
    ...(draw(0, 1) ? { perTryTimeout: 150, timeout: 320 } : { perTryTimeout: draw(150, 300) }),
    retries: {
      attempts: draw(1, 2),
      ...(draw(0, 2) ? { retryOn: 'gateway-error,connect-failure' } : {}),
    },
    rps: draw(40, 100),
  }),
  (name, draw) => {
    const concurrency = draw(1, 4);
    const latencyMs = draw(40, 100);
    // Well below or well above what they can do: in between every run is another.
    const part = draw(0, 1) ? draw(40, 75) : draw(130, 180);
    return {
      name: `${name} endpoints of concurrency ${concurrency}`,
      policy: { loadBalancer: half },
      endpoints: regions(latencyMs, latencyMs).map((own) => ({ ...own, concurrency })),
      outages: nearGone,
      rps: Math.min(250, (2 * concurrency * 1000 * part) / 100 / latencyMs),
      timeout: 1000,
      retries: { attempts: 0 },
      settle: 6,
      seconds: 6,
    };
  },
  (name, draw) => ({
    name: `${name} a limit of retries`,
    policy: {
      ...(draw(0, 1)
        ? { connectionPool: { http: { maxRetries: draw(1, 6) } } }
        : { retryBudget: { percent: draw(5, 40), minRetryConcurrency: draw(1, 4) } }),
      loadBalancer: half,
    },
    endpoints: regions(draw(80, 200), draw(80, 200)),
    outages: [{ kind: 'failing' as const, locality: 'far' }],
    retries: { attempts: draw(1, 2), retryOn: '5xx' },
    rps: draw(60, 140),
  }),
];

/** So many cases; those of a seed are always the same. */
export function generate(count: number, seed: number): LoadCase[] {
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seed * 1000 + index);
    const draw: Draw = (from, to) => from + Math.floor(random() * (to - from + 1));
    const kind = kinds[index % kinds.length]!;
    return kind(`#${index}`, draw);
  });
}

function regions(near: number, far: number, count = 2) {
  return [
    { locality: 'near', count, latencyMs: near },
    { locality: 'far', count, latencyMs: far },
  ];
}

function max(http2MaxRequests: number) {
  return { connectionPool: { http: { http2MaxRequests } } };
}

function pool(maxConnections: number, http1MaxPendingRequests: number) {
  return { connectionPool: { tcp: { maxConnections }, http: { http1MaxPendingRequests } } };
}
