import { describe, expect, test } from '@jest/globals';
import { fixtureCases, fixtureRules, type Expectation } from '../../scripts/rule-fixtures.mjs';
import { rules } from '../../src/rules/index.js';
import { checkFiles, underlined, type Files } from './check-files.js';

describe.each(fixtureRules())('%s', (rule) => {
  test.each(fixtureCases(rule).map((one) => [`${one.verdict}/${one.name}`, one] as const))(
    '%s',
    async (_, { verdict, files: list, expectations }) => {
      const files = Object.fromEntries(list.map(({ file, text }) => [file, text]));
      const { findings } = checkFiles(files);
      const found = findings.map(
        (finding) =>
          `${finding.file}:${finding.line}:${finding.column} ` +
          `${finding.rule}=${finding.severity} @ ${JSON.stringify(underlined(finding, files))}`,
      );
      // Missing findings and unexpected ones fail alike, whichever rule's they are.
      expect(found.sort()).toEqual(expectations.map((one) => describeExpected(one, files)).sort());
      expect(findings.some((finding) => finding.rule === rule)).toBe(verdict === 'bad');
    },
  );
});

function describeExpected(expected: Expectation, files: Files): string {
  const { file, line, rule, text, occurrence } = expected;
  const severity = expected.severity ?? rules.find(({ name }) => name === rule)?.severity ?? '';
  const whole = files[file]?.split('\n')[line - 1] ?? '';
  const column = columnOf(text.replace(/…$/, ''), whole, occurrence);
  return `${file}:${line}:${column} ${rule}=${severity} @ ${JSON.stringify(text)}`;
}

/** Nothing underlined is the end of the line. */
function columnOf(text: string, line: string, occurrence: number): number {
  if (text === '') return line.length + 1;
  let column = 0;
  for (let count = 0; count < occurrence; count++) column = line.indexOf(text, column) + 1;
  return column;
}
