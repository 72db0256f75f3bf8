import type { Finding } from '../lint/finding.js';
import { rules } from '../rules/index.js';
import type { PredictedTarget, Prediction } from '../traffic/result.js';
import { junitDocument, junitSuite, type JunitCase } from './junit-suite.js';
import type { Formatter } from './report.js';

/**
 * JUnit's XML, as test reports of CI systems read it. A rule that finds nothing is a test that passes, an error is one
 * that fails; warnings and notices pass, with what they say as their output. Each predicted case passes as well.
 */
export const junit: Formatter = ({ lint, predictions }) =>
  junitDocument([
    ...(lint ? [junitSuite('rules', lintCases(lint.findings))] : []),
    ...(predictions ? [junitSuite('outages', new PredictionCases(predictions))] : []),
  ]);

/** A case for each row. */
class PredictionCases implements Iterable<JunitCase> {
  constructor(private readonly predictions: Iterable<PredictedTarget>) {}

  *[Symbol.iterator]() {
    for (const { subject, outcomes } of this.predictions) {
      for (const some of outcomes()) {
        for (const row of some) yield predictionCase({ ...subject, ...row });
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

function predictionCase(row: Prediction): JunitCase {
  const { host, port, subset, publicHost, client, scenario, split, errors } = row;
  const shares = split.map(({ locality, share }) => `${locality} ${percent(share)}`);
  const failing = errors === null ? 'undefined' : percent(errors);
  const destination = `${host}:${String(port)}${subset === null ? '' : ` ${subset}`}`;
  return {
    group: `${destination}${publicHost === null ? '' : ` for ${publicHost}`}`,
    name: `${scenario}, clients in ${client}`,
    output: `${shares.join(', ')}${shares.length ? '; ' : ''}errors ${failing}`,
  };
}

function percent(share: number): string {
  return `${String(Number((share * 100).toFixed(1)))} %`;
}
