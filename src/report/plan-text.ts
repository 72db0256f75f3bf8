import type { PlanResult } from '../deploy/plan-result.js';
import { deploymentText } from './deployment-text.js';
import { describePlan } from './describe-plan.js';

/** A plan for people: what callers will notice first, then per cluster what would be written. */
export function planText(result: PlanResult, color: boolean): string {
  return deploymentText(describePlan(result), color);
}
