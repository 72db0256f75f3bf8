import { millisecond, parseDuration } from '../mesh/duration.js';
import type { Field, ReportProblem } from './field.js';
import type { Topic } from './problem.js';

/**
 * A duration that istiod's decoder can read; says nothing where the schema has said it already (`checked`).
 * Source: istio.io/istio pkg/config/validation/agent/validation.go ValidateDuration.
 */
export function validateDuration(field: Field, topic: Topic, report: ReportProblem): void {
  if (!field.isSet) return;
  const duration = parseDuration(field.text);
  // Unreadable and too short are what the schema's own rule finds.
  if (duration === undefined || duration < millisecond) return;
  if (duration % millisecond === 0n) return;
  const message = `${field.path.at(-1)} is "${field.text}", but istiod takes whole milliseconds only`;
  report({ at: field, topic, message });
}

/**
 * Those few durations for which the CRD has no rule: istiod's decoder must be able to read them.
 * Source: github.com/golang/protobuf jsonpb, google.protobuf.Duration.
 */
export function validateDurationText(field: Field, report: ReportProblem): void {
  if (!field.isSet || parseDuration(field.text) !== undefined) return;
  const message = `${field.path.at(-1)} must be a duration such as "10s", but is "${field.text}"`;
  report({ at: field, topic: 'duration', message });
}
