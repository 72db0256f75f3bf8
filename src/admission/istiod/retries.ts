import { validateDuration } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';
import { didYouMean } from '../../foundation/did-you-mean.js';

const topic = 'retries';

/** Conditions of Envoy's x-envoy-retry-on and x-envoy-retry-grpc-on. */
const conditions =
  `5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream
  retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded
  internal resource-exhausted unavailable`.split(/\s+/);

/** The codes that Go's net/http has a text for, as ranges. */
const statusRanges: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/** Source: istio.io/istio pkg/config/validation/validation.go validateHTTPRetry. */
export function validateRetries(retries: Field, report: ReportProblem): void {
  if (!retries.isSet) return;
  const attempts = retries.get('attempts');
  if (attempts.number < 0) {
    const message = `attempts must not be negative, but is ${attempts.number}`;
    report({ at: attempts, topic, message });
  }
  if (attempts.number === 0) refuseSettings(retries, attempts, report);
  validateDuration(retries.get('perTryTimeout'), topic, report);
  validateDuration(retries.get('backoff'), topic, report);
  validateConditions(retries.get('retryOn'), report);
}

function refuseSettings(retries: Field, attempts: Field, report: ReportProblem): void {
  const setting = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities']
    .map((key) => retries.get(key))
    .find((at) => at.isSet && at.value !== '');
  if (!setting) return;
  const message = `attempts 0 switches retries off, so ${setting.path.at(-1)} is refused; set attempts`;
  report({ at: attempts, topic, message });
}

function validateConditions(at: Field, report: ReportProblem): void {
  if (at.text === '') return;
  for (const condition of at.text.split(',')) {
    if (conditions.includes(condition) || isStatus(condition)) continue;
    const guess = didYouMean(condition.trim(), conditions);
    const hint = guess === undefined ? '' : `; did you mean ${guess}, without spaces?`;
    const message = `"${condition}" in retryOn is no condition to retry on${hint}`;
    report({ at, topic, message });
  }
}

function isStatus(text: string): boolean {
  if (!/^[-+]?\d+$/.test(text)) return false;
  const status = Number(text);
  return statusRanges.some(([first, last]) => status >= first && status <= last);
}
