import type { ReadProblem } from '../manifest/document.js';
import type { Finding } from '../foundation/finding.js';
import type { Range } from '../foundation/range.js';
import { rule as notRendered } from '../rules/not-rendered.js';
import type { Rule } from '../rules/rule.js';
import { findingAt } from './finding-at.js';

/** What exists only after rendering becomes a notice for each unit. */
export function notRenderedFindings(
  units: readonly { file: string; range: Range; message: string }[],
): Finding[] {
  return units.map(({ file, range, message }) => findingAt(notRendered, { file, range, message }));
}

/** What could not be read becomes a finding of the rule for its kind. */
export function readFindings(
  problems: readonly ReadProblem[],
  rules: Record<ReadProblem['kind'], Rule>,
): Finding[] {
  return problems.map((problem) => {
    // A file that was found by chance and has nothing of Istio may well be none of our business.
    const severity = problem.named || problem.istio ? 'error' : 'notice';
    return findingAt(rules[problem.kind], {
      severity,
      message: problem.message,
      file: problem.file,
      range: problem.range,
    });
  });
}
