import type { RetrySettings } from '../traffic/proxy/retry.js';
import { countIn, isSetIn, itemsIn, member, textIn } from './json-members.js';

/** What a route retries, or why that is not modelled. */
export type HeldRetries = { settings: RetrySettings } | { doubt: string };

/** Nothing is retried. */
export const noRetries: RetrySettings = {
  retries: 0,
  on503: false,
  on500: false,
  onConnectFailure: false,
  onReset: false,
  onTimeout: false,
  avoidsTriedHosts: false,
  avoidsTriedPriorities: false,
};

const previousHosts = 'envoy.retry_host_predicates.previous_hosts';
const previousPriorities = 'envoy.retry_priorities.previous_priorities';
/** What istiod sends, and the model counts with. */
const modelledDraws = 5;
const modelledFrequency = 2;

const connectConditions = [
  '5xx',
  'gateway-error',
  'connect-failure',
  'reset',
  'reset-before-request',
];

/**
 * The retries of a route; those of its virtual host where it has none of its own.
 * Source: envoyproxy/envoy source/common/router/retry_policy_impl.cc, retry_state_impl.cc.
 */
export function heldRetries(action: unknown, virtualHost: unknown): HeldRetries {
  if (isSetIn(action, 'retry_policy_typed_config')) {
    return { doubt: 'retries by an extension (retry_policy_typed_config)' };
  }
  const own = isSetIn(action, 'retry_policy') ? action : virtualHost;
  if (!isSetIn(own, 'retry_policy')) return { settings: noRetries };
  const policy = member(own, 'retry_policy');
  const retries = countIn(policy, 'num_retries') ?? 1;
  const conditions = textIn(policy, 'retry_on')
    .split(',')
    .map((condition) => condition.trim());
  if (retries === 0 || conditions.every((condition) => condition === ''))
    return { settings: noRetries };
  const doubt = doubtOf(policy, conditions);
  if (doubt !== undefined) return { doubt };
  const codes = conditions.includes('retriable-status-codes')
    ? itemsIn(policy, 'retriable_status_codes').map((code) => String(code))
    : [];
  const has = (...names: string[]) =>
    names.some((name) => conditions.includes(name) || codes.includes(name));
  return {
    settings: {
      retries,
      on503: has('5xx', 'gateway-error', '503'),
      on500: has('5xx', '500'),
      onConnectFailure: has(...connectConditions),
      onReset: has('5xx', 'gateway-error', 'reset'),
      onTimeout: has('5xx', 'gateway-error', 'reset'),
      avoidsTriedHosts: itemsIn(policy, 'retry_host_predicate').length > 0,
      avoidsTriedPriorities: isSetIn(policy, 'retry_priority'),
    },
  };
}

function doubtOf(policy: unknown, conditions: readonly string[]): string | undefined {
  const predicates = itemsIn(policy, 'retry_host_predicate').map((own) => textIn(own, 'name'));
  const unknown = predicates.find((name) => name !== previousHosts);
  if (unknown !== undefined) return `the retry host predicate ${unknown || 'without a name'}`;
  const draws = countIn(policy, 'host_selection_retry_max_attempts') ?? 1;
  if (predicates.length > 0 && draws !== modelledDraws) {
    return `retries that draw ${draws} times for another host (host_selection_retry_max_attempts)`;
  }
  if (isSetIn(policy, 'retry_priority')) {
    const name = textIn(policy, 'retry_priority', 'name');
    if (name !== previousPriorities) return `the retry priority ${name || 'without a name'}`;
    const frequency = countIn(policy, 'retry_priority', 'typed_config', 'update_frequency');
    if (frequency !== modelledFrequency) {
      return `retries that change the priority every ${frequency ?? 'unknown'} attempts (update_frequency)`;
    }
  }
  if (itemsIn(policy, 'retry_options_predicates').length > 0) {
    return 'retries with options (retry_options_predicates)';
  }
  if (itemsIn(policy, 'retriable_request_headers').length > 0) {
    return 'retries for requests with certain headers (retriable_request_headers)';
  }
  const byHeader = conditions.find((name) => name === 'retriable-headers');
  return byHeader === undefined
    ? undefined
    : 'retries by headers of the answer (retriable-headers)';
}
