import type { LintSummary } from '../foundation/finding.js';
import { plural } from '../foundation/plural.js';

/** The counts of a summary that say what has no verdict. */
export type Unevaluated = Pick<
  LintSummary,
  'predicted' | 'notModelled' | 'unitsNotRendered' | 'unread'
>;

/**
 * What was not evaluated, in a few words each; where there is any of it, nothing may be called fine.
 *
 * @param hasTable Whether cases were to be predicted.
 */
export function notEvaluated(
  { predicted, notModelled, unitsNotRendered, unread }: Unevaluated,
  hasTable: boolean,
): string[] {
  return [
    ...(hasTable && predicted === 0 ? ['nothing was predicted'] : []),
    ...(notModelled ? [`${plural(notModelled, 'case')} without a number`] : []),
    ...(unitsNotRendered ? [`${plural(unitsNotRendered, 'unit')} not rendered`] : []),
    ...(unread ? [`${plural(unread, 'file')} not checked`] : []),
  ];
}
