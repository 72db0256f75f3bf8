import type { Finding, LintResult } from '../foundation/finding.js';
import { rule as notModelled } from '../rules/not-modelled.js';
import { rule as notRendered } from '../rules/not-rendered.js';
import { rule as nothingPredicted } from '../rules/nothing-predicted.js';
import { rules } from '../rules/index.js';
import type { Outcome, PredictedTarget, RowSubject } from '../traffic/result.js';
import { notEvaluated } from './not-evaluated.js';
import { keptByArray } from './table-groups.js';

/** One test of a test report. */
export interface TestCase {
  /** What it is about. */
  group: string;
  name: string;
  file?: string;
  line?: number;
  /** What is wrong, on one line, and all of it. */
  failure?: [title: string, details: string];
  /** Why it was not evaluated: then it has neither passed nor failed. */
  skipped?: string;
  output?: string;
}

/** A test for each predicted case: it passes, whatever is predicted, and is skipped without a number. */
export function* predictionCases(predictions: Iterable<PredictedTarget>): Generator<TestCase> {
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

/**
 * A test for each finding, each rule that finds nothing, and each thing that was not evaluated. An error fails; warnings and notices
 * pass, with what they say as their output.
 */
export function lintCases({ findings, summary }: LintResult, hasTable: boolean): TestCase[] {
  const found = new Set(findings.map(({ rule }) => rule));
  const silent = rules.filter(({ name }) => !found.has(name));
  const passed = silent.map(({ name: group, summary: name, needs }): TestCase => {
    const isOpen = summary.predicted === 0 && needs === 'prediction';
    return { group, name, ...(isOpen ? { skipped: 'no case was predicted' } : {}) };
  });
  const open = notEvaluated(summary, hasTable).map((skipped): TestCase => {
    return { group: 'not evaluated', name: skipped, skipped };
  });
  return [...findings.map(findingCase), ...passed, ...open];
}

function findingCase(finding: Finding): TestCase {
  const { rule, severity, message, file, line, column, related } = finding;
  const place = placeOf({ file, line, column });
  const details = [
    `${place} ${severity}: ${message}`,
    ...related.map((other) => `${placeOf(other)} ${other.message}`),
  ].join('\n');
  const outcome: Pick<TestCase, 'failure' | 'output' | 'skipped'> =
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
