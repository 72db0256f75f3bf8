import type { RollbackResult } from '../deploy/rollback-result.js';
import { deploymentText } from './deployment-text.js';
import { describeRollback } from './describe-rollback.js';

/** A rollback for people: per cluster what became of each object, then the outcome. */
export function rollbackText(result: RollbackResult, color: boolean): string {
  return deploymentText(describeRollback(result), color);
}
