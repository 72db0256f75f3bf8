import type { Finding } from '../foundation/finding.js';
import { rules } from '../rules/index.js';
import type { Outcome, PredictedTarget, Subject } from '../traffic/result.js';
import { junitDocument, junitSuite, type JunitCase } from './junit-suite.js';
import type { Formatter } from './report.js';
import { keptByArray } from './table-groups.js';

/**
 * JUnit's XML, as test reports of CI systems read it. A rule that finds nothing is a test that passes, an error is one
 * that fails; warnings and notices pass, with what they say as their output. Each predicted case passes as well.
 */
export const junit: Formatter = ({ lint, predictions }) =>
  junitDocument([
    ...(lint ? [junitSuite('rules', lintCases(lint.findings))] : []),
    ...(predictions ? [predictionSuite(predictions)] : []),
  ]);

function* predictionSuite(predictions: Iterable<PredictedTarget>): Generator<string> {
  let tests = 0;
  for (const { outcomes } of predictions) for (const some of outcomes()) tests += some.length;
  yield* junitSuite('outages', predictionCases(predictions), { tests, failures: 0 });
}

/** A case for each row. */
function* predictionCases(predictions: Iterable<PredictedTarget>): Generator<JunitCase> {
  const outputsOf = keptByArray((outcomes: readonly Outcome[]) => outcomes.map(outputOf));
  for (const { subject, outcomes } of predictions) {
    const group = groupOf(subject);
    for (const some of outcomes()) {
      const outputs = outputsOf(some);
      for (const [index, { scenario }] of some.entries()) {
        const output = outputs[index] ?? '';
        yield { group, name: `${scenario}, clients in ${subject.client}`, output };
      }
    }
  }
}

function lintCases(findings: readonly Finding[]): JunitCase[] {
  const silent = rules.filter(({ name }) => !findings.some(({ rule }) => rule === name));
  const passed = silent.map(({ name, summary }) => ({ group: name, name: summary }));
  return [...findings.map(findingCase), ...passed];
}

function findingCase(finding: Finding): JunitCase {
  const { rule, severity, message, file, line, column, related } = finding;
  const place = placeOf({ file, line, column });
  const details = [
    `${place} ${severity}: ${message}`,
    ...related.map((other) => `${placeOf(other)} ${other.message}`),
  ].join('\n');
  const outcome: Pick<JunitCase, 'failure' | 'output'> =
    severity === 'error'
      ? { failure: [message.replaceAll('\n', ' '), details] }
      : { output: details };
  return { group: rule, name: place, file, line, ...outcome };
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file}:${String(line)}:${String(column)}`;
}

function groupOf({ host, port, subset, publicHost }: Subject): string {
  const destination = `${host}:${String(port)}${subset === null ? '' : ` ${subset}`}`;
  return `${destination}${publicHost === null ? '' : ` for ${publicHost}`}`;
}

function outputOf({ split, errors }: Outcome): string {
  const shares = split.map(({ locality, share }) => `${locality} ${percent(share)}`);
  const failing = errors === null ? 'undefined' : percent(errors);
  return `${shares.join(', ')}${shares.length ? '; ' : ''}errors ${failing}`;
}

function percent(share: number): string {
  return `${String(Number((share * 100).toFixed(1)))} %`;
}
