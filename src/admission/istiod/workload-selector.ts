import type { Field, ReportProblem } from '../field.js';

const topic = 'workload-selector';

/**
 * Source: istio.io/istio pkg/config/validation/validation.go validateWorkloadSelector. The CRD's own rules ask for the
 * same, but of labels that are not null only: those the API server has dropped by then.
 */
export function validateWorkloadSelector(selector: Field, report: ReportProblem): void {
  if (!selector.isSet) return;
  const labels = selector.get('matchLabels').entries;
  for (const [key, at] of labels) {
    if (key !== '' && !key.includes('*') && !at.text.includes('*')) continue;
    const message = `${key || 'an empty key'}: a label is matched whole, by its name and value, without *`;
    report({ at, topic, message });
  }
  if (labels.length > 0) return;
  const message = 'workloadSelector selects every workload of the namespace; name labels in it';
  report({ at: selector, topic, severity: 'warning', part: 'key', message });
}
