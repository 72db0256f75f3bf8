import { describe, expect, test } from '@jest/globals';
import { fixtureCases, fixtureRules } from '../../scripts/rule-fixtures.mjs';
import type { Expectation, FixtureCase } from '../../scripts/rule-fixtures.mjs';
import type { Finding } from '../../src/lint/finding.js';
import { rules } from '../../src/rules/index.js';
import { lintFiles } from './lint-files.js';

describe.each(fixtureRules())('%s', (rule) => {
  test.each(fixtureCases(rule).map((one) => [`${one.verdict}/${one.name}`, one] as const))(
    '%s',
    async (_, one) => {
      const { findings } = await lintFiles(filesOf(one));
      const found = findings.map((finding) => describeFinding(finding, one));
      // Missing findings and unexpected ones fail alike, whichever rule's they are.
      expect(found.sort()).toEqual(one.expectations.map((each) => describeExpected(each, one)).sort());
      expect(findings.some((finding) => finding.rule === rule)).toBe(one.verdict === 'bad');
    },
  );
});

function filesOf({ files }: FixtureCase): Record<string, string> {
  return Object.fromEntries(files.map(({ file, text }) => [file, text]));
}

/** The finding as an expectation with a column; and the text, so that a failure can be read. */
function describeFinding(finding: Finding, one: FixtureCase): string {
  const { file, line, column, endLine, endColumn, rule, severity } = finding;
  const text = lineOf(one, file, line);
  const marked = endLine === line ? text.slice(column - 1, endColumn - 1) : `${text.slice(column - 1)}…`;
  return `${file}:${String(line)}:${String(column)} ${rule}=${severity} @ ${JSON.stringify(marked)}`;
}

function describeExpected(expected: Expectation, one: FixtureCase): string {
  const { file, line, rule, text, occurrence } = expected;
  const severity = expected.severity ?? rules.find(({ name }) => name === rule)?.severity ?? '?';
  const marked = text.replace(/…$/, '');
  let column = 0;
  for (let count = 0; count < occurrence; count++) {
    column = lineOf(one, file, line).indexOf(marked, column) + 1;
  }
  return `${file}:${String(line)}:${String(column)} ${rule}=${severity} @ ${JSON.stringify(text)}`;
}

function lineOf({ files }: FixtureCase, file: string, line: number): string {
  const text = files.find((each) => each.file === file)?.text ?? '';
  return text.split('\n')[line - 1] ?? '';
}
