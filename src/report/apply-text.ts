import type { ApplyResult } from '../deploy/apply-result.js';
import { deploymentText } from './deployment-text.js';
import { describeApply } from './describe-apply.js';

/** An apply for people: per cluster what became of each object, then the outcome. */
export function applyText(result: ApplyResult, color: boolean): string {
  return deploymentText(describeApply(result), color);
}
