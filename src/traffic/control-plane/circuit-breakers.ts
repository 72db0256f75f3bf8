import type { ConnectionPool, RetryBudgetSpec } from '../../api/traffic-policy.js';

/** Limits of one Envoy process towards one cluster; undefined is unlimited. */
export interface CircuitBreakers {
  maxConnections: number | undefined;
  maxPendingRequests: number | undefined;
  maxRequests: number | undefined;
  maxRetries: number | undefined;
  /** In place of `maxRetries`: a share of the requests, and how many there may be in any case; undefined: there is none. */
  retryBudget: { percent: number; least: number } | undefined;
}

const defaultBudgetPercent = 20;
const defaultLeastRetries = 3;

/**
 * A limit of 0 counts as unset.
 * Source: istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go applyConnectionPool.
 */
export function circuitBreakers(
  pool: ConnectionPool | undefined,
  budget?: RetryBudgetSpec,
): CircuitBreakers {
  return {
    maxConnections: limit(pool?.tcp?.maxConnections),
    maxPendingRequests: limit(pool?.http?.http1MaxPendingRequests),
    maxRequests: limit(pool?.http?.http2MaxRequests),
    maxRetries: limit(pool?.http?.maxRetries),
    retryBudget: budget && {
      percent: budget.percent ?? defaultBudgetPercent,
      least: budget.minRetryConcurrency ?? defaultLeastRetries,
    },
  };
}

function limit(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
