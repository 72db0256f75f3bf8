import { escapeXml } from './escape-xml.js';
import { safeLines, safeText } from '../foundation/safe-text.js';
import type { TestCase } from './test-cases.js';

/** JUnit's XML, of its suites, in pieces. */
export function* junitDocument(suites: Iterable<Iterable<string>>): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mesh-failover">\n';
  for (const suite of suites) yield* suite;
  yield '</testsuites>\n';
}

/** How many tests there are, how many of them fail, and how many were not evaluated. */
interface Count {
  tests: number;
  failures: number;
  skipped: number;
}

/** Tests that belong together; unless they are counted already, they are gone through twice. */
export function* junitSuite(
  name: string,
  cases: Iterable<TestCase>,
  { tests, failures, skipped }: Count = countOf(cases),
): Generator<string> {
  yield `  <testsuite${attributes({ name, tests, failures, errors: 0, skipped })}>\n`;
  for (const one of cases) yield testCase(one);
  yield '  </testsuite>\n';
}

function countOf(cases: Iterable<TestCase>): Count {
  const all = [...cases];
  return {
    tests: all.length,
    failures: all.filter(({ failure }) => failure).length,
    skipped: all.filter(({ skipped }) => skipped !== undefined).length,
  };
}

function testCase({ group, name, file, line, failure, skipped, output }: TestCase): string {
  const head = `    <testcase${attributes({ classname: group, name, file, line, time: 0 })}`;
  if (failure) {
    const [title, details] = failure;
    const mark = attributes({ type: 'error', message: title });
    return `${head}>\n      <failure${mark}>${escapeXml(safeLines(details))}</failure>\n    </testcase>\n`;
  }
  if (skipped !== undefined) {
    const mark = attributes({ message: skipped.replaceAll('\n', ' ') });
    return `${head}>\n      <skipped${mark}/>\n    </testcase>\n`;
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
