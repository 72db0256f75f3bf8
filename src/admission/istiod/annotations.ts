import type { Field, ReportProblem } from '../field.js';

/** Annotations that only Istio's own objects may have. */
const internal = [
  'internal.istio.io/webhook-always-reject',
  'internal.istio.io/parent-namespace',
  'internal.istio.io/parents',
];

/** Source: istio.io/istio pkg/config/validation/validation.go validateMetadata. */
export function validateAnnotations(annotations: Field, report: ReportProblem): void {
  for (const [name, at] of annotations.entries) {
    const refuse = (message: string) =>
      report({ at, topic: 'annotation', part: 'key', message: `${name} ${message}` });
    if (name === 'istio.io/dry-run') refuse('is for AuthorizationPolicy only');
    if (internal.includes(name)) refuse('is internal to Istio and refused');
  }
}
