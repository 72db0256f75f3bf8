import { safeText } from '../foundation/safe-text.js';
import type { Formatter } from './report.js';
import { lintCases, predictionCases, type TestCase } from './test-cases.js';

/**
 * The Test Anything Protocol, version 14: the tests of `junit`, one line each. An error is `not ok`, with its place and message as YAML; what
 * was not evaluated is skipped.
 */
export const tap: Formatter = function* ({ lint, predictions }) {
  yield 'TAP version 14\n';
  let number = 0;
  for (const one of lint ? lintCases(lint, predictions !== undefined) : []) {
    yield lineOf(one, ++number);
  }
  for (const one of predictions ? predictionCases(predictions) : []) yield lineOf(one, ++number);
  yield `1..${number}\n`;
};

function lineOf({ group, name, failure, skipped, output }: TestCase, number: number): string {
  const head = `${failure ? 'not ok' : 'ok'} ${number} - ${described(group)}: ${described(name)}`;
  if (skipped !== undefined) return `${head} # SKIP ${described(skipped)}\n`;
  const details = failure?.[1] ?? output;
  if (details === undefined) return `${head}\n`;
  return `${head}\n  ---\n  message: ${JSON.stringify(oneLine(details))}\n  ...\n`;
}

/** On one line; `#` begins a directive. */
function described(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}

function oneLine(text: string): string {
  return safeText(text.replace(/\s*\n\s*/g, ' '));
}
