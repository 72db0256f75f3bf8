import type { RollbackResult } from '../deploy/rollback-result.js';
import { deploymentMarkdown } from './deployment-markdown.js';
import { describeRollback } from './describe-rollback.js';

/** A rollback for a page, never longer than `maxBytes` of UTF-8. */
export function rollbackMarkdown(result: RollbackResult, maxBytes: number): string {
  return deploymentMarkdown(describeRollback(result), maxBytes);
}
