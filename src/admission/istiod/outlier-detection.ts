import { validateDuration } from '../duration.js';
import type { Field, ReportProblem } from '../field.js';

const topic = 'outlier-detection';

/** Source: istio.io/istio pkg/config/validation/validation.go validateOutlierDetection. */
export function validateOutlierDetection(outlier: Field, report: ReportProblem): void {
  if (!outlier.isSet) return;
  validateDuration(outlier.get('baseEjectionTime'), topic, report);
  validateDuration(outlier.get('interval'), topic, report);
  validateLocalOriginFailures(outlier, report);
  for (const key of ['maxEjectionPercent', 'minHealthPercent']) {
    const at = outlier.get(key);
    if (at.number >= 0 && at.number <= 100) continue;
    report({ at, topic, message: `${key} must be between 0 and 100, but is ${at.number}` });
  }
  const deprecated = outlier.get('consecutiveErrors');
  if (deprecated.number === 0) return;
  const message =
    'consecutiveErrors is ignored by Envoy; use consecutive5xxErrors or consecutiveGatewayErrors';
  report({ at: deprecated, topic: 'deprecated-field', severity: 'warning', part: 'key', message });
}

function validateLocalOriginFailures(outlier: Field, report: ReportProblem): void {
  const at = outlier.get('consecutiveLocalOriginFailures');
  if (at.number === 0 || outlier.get('splitExternalLocalOriginErrors').flag) return;
  const message =
    'consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true beside it';
  report({ at, topic, part: 'key', message });
}
