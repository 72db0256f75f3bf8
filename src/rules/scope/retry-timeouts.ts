import type { HttpRoute } from '../../api/virtual-service.js';
import { parseDuration } from '../../mesh/duration.js';

/** What of `retryOn` covers an attempt that perTryTimeout ends. Source: envoyproxy/envoy source/common/router/retry_state_impl.cc wouldRetryFromReset. */
export const retriedTimeouts: readonly string[] = ['5xx', 'gateway-error', 'reset'];

/** Whether an attempt that perTryTimeout ends is retried; Istio's default covers none. */
export function retriesTimeouts(retryOn: string | undefined): boolean {
  const conditions = (retryOn ?? '').split(',').map((condition) => condition.trim());
  return retriedTimeouts.some((condition) => conditions.includes(condition));
}

/** What a route's timeouts leave for its retries, in nanoseconds. */
export interface RetryBudget {
  /** Retries, after the first attempt. */
  attempts: number;
  /** Of one attempt. */
  each: bigint;
  /** Of the request with all attempts; undefined: no limit. */
  whole: bigint | undefined;
  /** Whether the request ends before the retries can. */
  isShort: boolean;
}

/** Undefined where the route has no retries with a timeout of their own. */
export function retryBudget({
  timeout,
  retries,
}: Pick<HttpRoute, 'timeout' | 'retries'>): RetryBudget | undefined {
  const { attempts = 0, perTryTimeout = '' } = retries ?? {};
  const each = parseDuration(perTryTimeout);
  if (!each || !Number.isInteger(attempts) || attempts < 1) return undefined;
  const whole = parseDuration(timeout ?? '') || undefined;
  return { attempts, each, whole, isShort: whole !== undefined && whole < each * BigInt(attempts) };
}

/** What Istio retries where `retryOn` says nothing. Source: istio/istio pilot/pkg/networking/core/route/retry/retry.go. */
const usual = 'connect-failure,refused-stream,unavailable,cancelled';

/** How to have such an attempt retried, beside what is retried now. */
export function retryOnMend(retryOn: string | undefined): string {
  const own = retryOn?.trim();
  return own ? `Use retryOn: ${own},gateway-error` : `Add retryOn: ${usual},gateway-error`;
}
