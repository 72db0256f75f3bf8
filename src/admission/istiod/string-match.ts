import { byteLength } from '../../foundation/byte-length.js';
import type { Field, ReportProblem } from '../field.js';
import { regularExpressionProblem } from './regular-expression.js';

const longest = 1024;

/** Source: istio.io/istio pkg/config/validation/validation.go validateStringMatch. */
export function validateStringMatch(match: Field, report: ReportProblem): void {
  const prefix = match.get('prefix');
  if (prefix.isSet && prefix.text === '') {
    report({
      at: prefix,
      topic: 'http-match',
      message: 'prefix is empty; name one, or use regex: ".*"',
    });
  }
  validateRegularExpression(match.get('regex'), report);
}

/** Source: validateStringMatchRegexp and validateStringRegexp. */
export function validateRegularExpression(at: Field, report: ReportProblem): void {
  if (!at.isSet) return;
  const problem = problemOf(at.text);
  if (problem === undefined) return;
  report({ at, topic: 'regular-expression', message: `${at.path.at(-1)}: ${problem}` });
}

function problemOf(text: string): string | undefined {
  if (text === '') return 'the expression is empty';
  const length = byteLength(text);
  if (length > longest)
    return `the expression is ${length} characters long; ${longest} is the most`;
  const problem = regularExpressionProblem(text);
  return problem === undefined ? undefined : `${problem} (Istio uses the syntax of RE2)`;
}
