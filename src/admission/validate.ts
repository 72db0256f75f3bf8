import { Field, type ReportProblem } from './field.js';
import { validateAnnotations } from './istiod/annotations.js';
import { validateDestinationRule } from './istiod/destination-rule.js';
import { validateGateway } from './istiod/gateway.js';
import { validateVirtualService } from './istiod/virtual-service.js';
import { validateObjectMeta } from './object/object-meta.js';
import type { AdmissionProblem } from './problem.js';
import type { ValidatedKind } from './schema/schemas.js';
import { validateSchema } from './schema/validate-schema.js';

export { validateTypeMeta } from './object/type-meta.js';
export { validatedKinds, type ValidatedKind } from './schema/schemas.js';
export { topics, type AdmissionProblem, type Topic } from './problem.js';

/**
 * What a cluster would say when this object is applied: the API server by the CRD and istiod by its webhook. No errors
 * means that both accept it. Its apiVersion and kind are `validateTypeMeta`'s business.
 */
export function validate(kind: ValidatedKind, value: Record<string, unknown>): AdmissionProblem[] {
  const problems: AdmissionProblem[] = [];
  const report: ReportProblem = ({ at, topic, message, severity = 'error', part = 'value' }) =>
    problems.push({ path: [...at.path], part, message, severity, topic });
  const object = new Field(value);
  validateObjectMeta(object.get('metadata'), report);
  const bySchema = validateSchema(kind, value);
  problems.push(...bySchema);
  const semantic: AdmissionProblem[] = [];
  validateByIstiod(kind, object, ({ at, topic, message, severity = 'error', part = 'value' }) =>
    semantic.push({ path: [...at.path], part, message, severity, topic }),
  );
  problems.push(
    ...semantic.filter((problem) => !bySchema.some((other) => explains(other, problem))),
  );
  return problems;
}

/** What istiod makes of a value that the schema refuses is beside the point. */
function explains(bySchema: AdmissionProblem, problem: AdmissionProblem): boolean {
  if (bySchema.topic === 'unknown-field') return false;
  const length = Math.min(bySchema.path.length, problem.path.length);
  return bySchema.path.slice(0, length).every((part, index) => part === problem.path[index]);
}

function validateByIstiod(kind: ValidatedKind, object: Field, report: ReportProblem): void {
  const metadata = object.get('metadata');
  const spec = object.get('spec');
  const namespace = metadata.get('namespace').text || 'default';
  validateAnnotations(metadata.get('annotations'), report);
  if (kind === 'Gateway') validateGateway(spec, metadata, report);
  else if (kind === 'VirtualService') validateVirtualService(spec, metadata, namespace, report);
  else validateDestinationRule(spec, namespace, report);
}
