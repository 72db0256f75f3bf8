import type { CircuitBreakers } from '../traffic/control-plane/circuit-breakers.js';
import { countIn, isSetIn, itemsIn, member, textIn } from './json-members.js';

const unlimited = 0xffffffff;

/**
 * The limits for requests of default priority, with Envoy's own defaults.
 * Source: envoyproxy/envoy api/envoy/config/cluster/v3/circuit_breaker.proto.
 */
export function heldLimits(cluster: unknown): CircuitBreakers {
  const own = itemsIn(cluster, 'circuit_breakers', 'thresholds').find((threshold) =>
    ['', 'DEFAULT'].includes(textIn(threshold, 'priority')),
  );
  const limit = (key: string, otherwise: number) => {
    const value = countIn(own, key) ?? otherwise;
    return value === unlimited ? undefined : value;
  };
  const percent = member(own, 'retry_budget', 'budget_percent', 'value');
  return {
    maxConnections: limit('max_connections', 1024),
    maxPendingRequests: limit('max_pending_requests', 1024),
    maxRequests: limit('max_requests', 1024),
    maxRetries: limit('max_retries', 3),
    retryBudget: isSetIn(own, 'retry_budget')
      ? {
          percent: typeof percent === 'number' ? percent : 20,
          least: countIn(own, 'retry_budget', 'min_retry_concurrency') ?? 3,
        }
      : undefined,
  };
}
