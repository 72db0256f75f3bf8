import type { ApplyResult } from '../deploy/apply-result.js';
import type { PlanCluster } from '../deploy/plan-result.js';
import { deploymentMarkdown } from './deployment-markdown.js';
import { describeApply } from './describe-apply.js';

/** An apply for a page, field by field where the plan is given; never longer than `maxBytes` of UTF-8. */
export function applyMarkdown(
  result: ApplyResult,
  maxBytes: number,
  planned?: readonly PlanCluster[],
): string {
  return deploymentMarkdown(describeApply(result, planned), maxBytes);
}
