import type { PredictedTarget } from '../traffic/result.js';
import { junitDocument, junitSuite } from './junit-suite.js';
import type { Formatter } from './report.js';
import { lintCases, predictionCases } from './test-cases.js';

/**
 * JUnit's XML, as test reports of CI systems read it. A rule that finds nothing is a test that passes, an error is one
 * that fails; warnings and notices pass, with what they say as their output. Each predicted case passes as well. What was not
 * evaluated is skipped: cases without a number, units that were not rendered, and rules that need a prediction where there is none.
 */
export const junit: Formatter = ({ lint, predictions }) =>
  junitDocument([
    ...(lint ? [junitSuite('rules', lintCases(lint, predictions !== undefined))] : []),
    ...(predictions ? [predictionSuite(predictions)] : []),
  ]);

function* predictionSuite(predictions: Iterable<PredictedTarget>): Generator<string> {
  let [tests, skipped] = [0, 0];
  for (const { outcomes } of predictions) {
    for (const some of outcomes()) {
      tests += some.length;
      skipped += some.filter(({ errors }) => errors === null).length;
    }
  }
  yield* junitSuite('outages', predictionCases(predictions), { tests, failures: 0, skipped });
}
