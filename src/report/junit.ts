import type { Finding, LintResult } from '../foundation/finding.js';
import { rule as notModelled } from '../rules/not-modelled.js';
import { rule as notRendered } from '../rules/not-rendered.js';
import { rule as nothingPredicted } from '../rules/nothing-predicted.js';
import { rules } from '../rules/index.js';
import type { Outcome, PredictedTarget, RowSubject } from '../traffic/result.js';
import { junitDocument, junitSuite, type JunitCase } from './junit-suite.js';
import { notEvaluated } from './not-evaluated.js';
import type { Formatter } from './report.js';
import { keptByArray } from './table-groups.js';

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

/** A case for each row. */
function* predictionCases(predictions: Iterable<PredictedTarget>): Generator<JunitCase> {
  const outputsOf = keptByArray((outcomes: readonly Outcome[]) => outcomes.map(outputOf));
  for (const { subject, outcomes } of predictions) {
    const group = groupOf(subject);
    for (const some of outcomes()) {
      const outputs = outputsOf(some);
      for (const [index, { scenario, errors, reason = 'no number' }] of some.entries()) {
        const name = `${scenario}, clients in ${subject.client}`;
        yield errors === null
          ? { group, name, skipped: reason }
          : { group, name, output: outputs[index] ?? '' };
      }
    }
  }
}

/** Findings that say what was not evaluated. */
const unevaluated = new Set([notModelled, notRendered, nothingPredicted].map(({ name }) => name));

function lintCases({ findings, summary }: LintResult, hasTable: boolean): JunitCase[] {
  const found = new Set(findings.map(({ rule }) => rule));
  const silent = rules.filter(({ name }) => !found.has(name));
  const passed = silent.map(({ name: group, summary: name, needs }): JunitCase => {
    const isOpen = summary.predicted === 0 && needs === 'prediction';
    return { group, name, ...(isOpen ? { skipped: 'no case was predicted' } : {}) };
  });
  const open = notEvaluated(summary, hasTable).map((skipped): JunitCase => {
    return { group: 'not evaluated', name: skipped, skipped };
  });
  return [...findings.map(findingCase), ...passed, ...open];
}

function findingCase(finding: Finding): JunitCase {
  const { rule, severity, message, file, line, column, related } = finding;
  const place = placeOf({ file, line, column });
  const details = [
    `${place} ${severity}: ${message}`,
    ...related.map((other) => `${placeOf(other)} ${other.message}`),
  ].join('\n');
  const outcome: Pick<JunitCase, 'failure' | 'output' | 'skipped'> =
    severity === 'error'
      ? { failure: [message.replaceAll('\n', ' '), details] }
      : unevaluated.has(rule)
        ? { skipped: message }
        : { output: details };
  return { group: rule, name: place, file, line, ...outcome };
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file}:${line}:${column}`;
}

function groupOf({ host, port, subset, publicHost }: RowSubject): string {
  const destination = `${host}:${String(port)}${subset === null ? '' : ` ${subset}`}`;
  return `${destination}${publicHost === null ? '' : ` for ${publicHost}`}`;
}

function outputOf({ split, errors }: Outcome): string {
  const shares = split.map(({ locality, share }) => `${locality} ${percent(share)}`);
  const failing = errors === null ? 'undefined' : percent(errors);
  return `${shares.join(', ')}${shares.length ? '; ' : ''}errors ${failing}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
