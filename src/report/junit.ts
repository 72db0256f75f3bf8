import type { Finding } from '../lint/finding.js';
import { rules } from '../rules/index.js';
import type { Prediction } from '../traffic/result.js';
import { escapeXml } from './escape-xml.js';
import type { Formatter } from './report.js';
import { safeLines, safeText } from './safe-text.js';

/**
 * JUnit's XML, as test reports of CI systems read it. A rule that finds nothing is a test that passes, an error is one
 * that fails; warnings and notices pass, with what they say as their output. Each predicted case passes as well.
 */
export const junit: Formatter = ({ lint, predictions }) => {
  const suites = [
    ...(lint ? [suite('rules', lintCases(lint.findings))] : []),
    ...(predictions ? [suite('outages', predictions.map(predictionCase))] : []),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mesh-failover">\n${suites.join('')}</testsuites>\n`;
};

interface Case {
  group: string;
  name: string;
  file?: string;
  line?: number;
  /** What is wrong, on one line, and all of it. */
  failure?: [title: string, details: string];
  output?: string;
}

function lintCases(findings: readonly Finding[]): Case[] {
  const silent = rules.filter(({ name }) => !findings.some(({ rule }) => rule === name));
  const passed = silent.map(({ name, summary }) => ({ group: name, name: summary }));
  return [...findings.map(findingCase), ...passed];
}

function findingCase(finding: Finding): Case {
  const { rule, severity, message, file, line, column, related } = finding;
  const place = placeOf({ file, line, column });
  const details = [
    `${place} ${severity}: ${message}`,
    ...related.map((other) => `${placeOf(other)} ${other.message}`),
  ].join('\n');
  const outcome: Pick<Case, 'failure' | 'output'> =
    severity === 'error'
      ? { failure: [message.replaceAll('\n', ' '), details] }
      : { output: details };
  return { group: rule, name: place, file, line, ...outcome };
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file}:${String(line)}:${String(column)}`;
}

function predictionCase(row: Prediction): Case {
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

function suite(name: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure).length;
  const head = attributes({ name, tests: cases.length, failures, errors: 0, skipped: 0 });
  return `  <testsuite${head}>\n${cases.map(testCase).join('')}  </testsuite>\n`;
}

function testCase({ group, name, file, line, failure, output }: Case): string {
  const head = `    <testcase${attributes({ classname: group, name, file, line, time: 0 })}`;
  if (failure) {
    const [title, details] = failure;
    const mark = attributes({ type: 'error', message: title });
    return `${head}>\n      <failure${mark}>${escapeXml(safeLines(details))}</failure>\n    </testcase>\n`;
  }
  if (output === undefined) return `${head}/>\n`;
  return `${head}>\n      <system-out>${escapeXml(safeLines(output))}</system-out>\n    </testcase>\n`;
}

function attributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(safeText(String(value)))}"`)
    .join('');
}
