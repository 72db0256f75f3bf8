/** A route's retries, as in HTTPRetry; undefined is Istio's default. */
export interface RetryPolicy {
  attempts?: number | undefined;
  retryOn?: string | undefined;
  retryRemoteLocalities?: boolean | undefined;
  retryIgnorePreviousHosts?: boolean | undefined;
  perTryTimeout?: string | undefined;
}

/** What Envoy does after a failed attempt. */
export interface RetrySettings {
  /** Attempts after the first. */
  retries: number;
  on503: boolean;
  on500: boolean;
  onConnectFailure: boolean;
  /** A connection that was accepted is closed before an answer. */
  onReset: boolean;
  /** Of attempts that `perTryTimeout` ends. */
  onTimeout: boolean;
  /** Hosts that were tried are drawn again only after several draws. */
  avoidsTriedHosts: boolean;
  /** Every second retry avoids the priorities that were tried. */
  avoidsTriedPriorities: boolean;
}

const defaultRetries = 2;
const defaultRetryOn =
  'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';

/** Conditions of Envoy that cover a failed connection. */
const connectConditions = [
  '5xx',
  'gateway-error',
  'connect-failure',
  'reset',
  'reset-before-request',
];

/**
 * Source: istio/istio pilot/pkg/networking/core/route/retry/retry.go ConvertPolicy;
 * envoyproxy/envoy source/common/router/retry_state_impl.cc.
 */
export function retrySettings(policy: RetryPolicy | undefined, hashed: boolean): RetrySettings {
  const conditions = ((policy && policy.retryOn) || defaultRetryOn)
    .split(',')
    .map((condition) => condition.trim());
  const has = (...names: string[]) => names.some((name) => conditions.includes(name));
  return {
    retries: policy ? Math.max(0, policy.attempts ?? 0) : defaultRetries,
    // Numbers among the conditions are retriable status codes.
    on503: has('5xx', 'gateway-error', '503'),
    on500: has('5xx', '500'),
    onConnectFailure: has(...connectConditions),
    onReset: has('5xx', 'gateway-error', 'reset'),
    onTimeout: has('5xx', 'gateway-error', 'reset'),
    // A hash leads to the same host again, and istiod does not ask for another.
    avoidsTriedHosts: policy?.retryIgnorePreviousHosts ?? !hashed,
    avoidsTriedPriorities: policy?.retryRemoteLocalities === true,
  };
}
