import type { PlanResult } from '../deploy/plan-result.js';
import { deploymentMarkdown } from './deployment-markdown.js';
import { describePlan } from './describe-plan.js';

/** A plan for a pull request, never longer than `maxBytes` of UTF-8. */
export function planMarkdown(result: PlanResult, maxBytes: number): string {
  return deploymentMarkdown(describePlan(result), maxBytes);
}
