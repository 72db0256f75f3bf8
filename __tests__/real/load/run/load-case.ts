/** One situation under load: what is declared, and what is measured of it. */
import { defaultFlags } from '../../../../src/traffic/control-plane/flags.js';
import type { PolicyInput } from '../../../../src/traffic/control-plane/policy.js';
import type { Endpoint } from '../../../../src/traffic/control-plane/endpoint.js';
import type { Outage } from '../../../../src/traffic/outage.js';
import { predict, type DefinedResult, type PredictInput } from '../../../../src/traffic/predict.js';
import { parseLocality } from '../../../../src/mesh/locality.js';
import type { RetryPolicy } from '../../../../src/traffic/proxy/retry.js';

export interface LoadCase {
  name: string;
  policy: PolicyInput;
  retries?: RetryPolicy;
  /** Milliseconds. */
  timeout?: number;
  /** Milliseconds. */
  perTryTimeout?: number;
  /** Only `http2MaxRequests` limits the load, so that the mean time of a request decides. */
  isPlain?: true;
  endpoints: { locality: string; count: number; latencyMs?: number; concurrency?: number }[];
  rttMs?: Record<string, number>;
  outages: Outage[];
  /** Requests per second, or callers who wait. */
  rps?: number;
  callers?: number;
  turnaround?: number;
  replicas?: number;
  /** Seconds that are measured, after those in which it settles. */
  seconds?: number;
  settle?: number;
}

export const client = parseLocality('near/a');

export function inputOf(own: LoadCase): PredictInput {
  const endpoints = own.endpoints.flatMap(({ locality, count, latencyMs, concurrency }, group) =>
    Array.from({ length: count }, (_, number): Endpoint => ({
      id: `${locality}#${group}.${number}`,
      cluster: locality,
      network: '',
      locality: parseLocality(locality),
      weight: 1,
      labels: {},
      health: 'ready',
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(concurrency === undefined ? {} : { concurrency }),
    })),
  );
  return {
    profile: 'istio-1.31',
    flags: defaultFlags,
    proxy: {
      cluster: 'near',
      network: '',
      locality: client,
      namespace: 'istio-system',
      labels: {},
    },
    policies: [own.policy],
    mesh: {},
    service: {},
    subsetLabels: {},
    endpoints,
    networkGateways: [],
    outages: own.outages,
    retries: own.retries,
    rps: own.rps,
    load: {
      rps: own.rps ?? 0,
      callers: own.callers,
      turnaround: own.turnaround,
      replicas: own.replicas ?? 1,
      timeout: own.timeout,
      perTryTimeout: own.perTryTimeout,
      links: Object.entries(own.rttMs ?? {}).map(([to, rttMs]) => ({ from: 'near', to, rttMs })),
    },
  };
}

/** The case as it really was: a busy machine sends at another rate, and its timers are late. */
export function asMeasured(
  own: LoadCase,
  {
    rps,
    serviceMs,
    overflowMs,
    upstreamMs,
  }: {
    rps: number;
    serviceMs: Record<string, number>;
    overflowMs: number | undefined;
    upstreamMs: number | undefined;
  },
): LoadCase {
  if (own.isPlain && upstreamMs !== undefined) {
    const { latencyMs, overflow = 0 } = predictCase(own);
    const factor = (upstreamMs * (1 - overflow)) / (latencyMs?.mean ?? upstreamMs);
    return {
      ...own,
      rps,
      endpoints: own.endpoints.map((endpoint) => ({
        ...endpoint,
        latencyMs: factor * (endpoint.latencyMs ?? 0),
      })),
      rttMs: Object.fromEntries(
        Object.entries(own.rttMs ?? {}).map(([to, rtt]) => [to, factor * rtt]),
      ),
    };
  }
  const isDeclared = own.outages.every(({ latencyMs }) => latencyMs === undefined);
  return {
    ...own,
    ...(own.rps === undefined ? {} : { rps }),
    ...(overflowMs === undefined ? {} : { turnaround: overflowMs }),
    endpoints: own.endpoints.map((endpoint) => ({
      ...endpoint,
      latencyMs: (isDeclared ? serviceMs[endpoint.locality] : undefined) ?? endpoint.latencyMs ?? 0,
    })),
  };
}

export function predictCase(own: LoadCase): DefinedResult {
  const result = predict(inputOf(own));
  if (result.undefined) throw new Error(`${own.name}: ${result.reason}`);
  return result;
}
