/** The formats that other CI systems read: GitLab's Code Quality, Checkstyle and TAP. */
import { describe, expect, test } from '@jest/globals';
import { formats } from '../../src/report/formats.js';
import { rules } from '../../src/rules/index.js';
import { heldTable, whole } from './held-table.js';
import { finding, hostileTexts, lintResult, prediction, results } from './hostile.js';
import { elementsOf } from './xml-elements.js';

const plain = { color: false, quiet: false };
const found = [
  finding('x', { message: 'It is 10.\nSet it to 100.' }),
  finding('y', { severity: 'warning', rule: 'gateway-exists' }),
  finding('x', { severity: 'notice', rule: 'subset-exists', line: 7, endLine: 8 }),
];
const all = { ...results('x'), lint: lintResult(found), predictions: heldTable([prediction('p')]) };

describe('gitlab', () => {
  interface Issue {
    description: string;
    check_name: string;
    fingerprint: string;
    severity: string;
    location: { path: string; lines: { begin: number; end: number } };
  }
  const issuesOf = (of: typeof all) => JSON.parse(whole(formats.gitlab(of, plain))) as Issue[];

  test('has an entry for each finding, with its place', () => {
    expect(issuesOf(all).map(({ fingerprint: _, ...issue }) => issue)).toEqual([
      {
        description: 'It is 10. Set it to 100.',
        check_name: 'max-ejection-percent-100',
        severity: 'critical',
        location: { path: 'mesh/x.yaml', lines: { begin: 3, end: 3 } },
      },
      {
        description: 'Said of y.',
        check_name: 'gateway-exists',
        severity: 'minor',
        location: { path: 'mesh/y.yaml', lines: { begin: 3, end: 3 } },
      },
      {
        description: 'Said of x.',
        check_name: 'subset-exists',
        severity: 'info',
        location: { path: 'mesh/x.yaml', lines: { begin: 7, end: 8 } },
      },
    ]);
  });

  test('has fingerprints that differ, and stay when lines move', () => {
    const prints = issuesOf(all).map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(3);
    const moved = {
      ...all,
      lint: lintResult(
        found.map((one) => ({ ...one, line: one.line + 1, endLine: one.endLine + 1 })),
      ),
      text: (file: string) => `\n${all.text(file) ?? ''}`,
    };
    expect(issuesOf(moved).map(({ fingerprint }) => fingerprint)).toEqual(prints);
  });

  test('is an empty list where nothing is found', () => {
    expect(issuesOf({ ...all, lint: lintResult([]) })).toEqual([]);
  });
});

describe('checkstyle', () => {
  test('has the findings of a file together', () => {
    const xml = whole(formats.checkstyle(all, plain));
    expect(elementsOf(xml)).toEqual(['checkstyle', 'file', 'error', 'error', 'file', 'error']);
    expect(xml).toContain(`  <file name="mesh/x.yaml">
    <error line="3" column="5" severity="error" message="It is 10. Set it to 100." source="mesh-failover.max-ejection-percent-100"/>
    <error line="7" column="5" severity="info" message="Said of x." source="mesh-failover.subset-exists"/>
  </file>
`);
  });

  test.each(hostileTexts)('stays well-formed with %j', (hostile) => {
    const xml = whole(formats.checkstyle(results(hostile), plain));
    expect(elementsOf(xml)).toEqual(['checkstyle', 'file', 'error']);
  });
});

describe('tap', () => {
  /** The lines of the tests; fails on any line that the protocol does not have. */
  function testsIn(text: string): string[] {
    const lines = text.split('\n');
    expect(lines[0]).toBe('TAP version 14');
    const tests = lines.filter((line) => /^(?:not )?ok /.test(line));
    expect(tests.map((line) => Number(/ok (\d+) - /.exec(line)?.[1]))).toEqual(
      tests.map((_, index) => index + 1),
    );
    expect(lines.slice(-2)).toEqual([`1..${tests.length}`, '']);
    const others = lines.slice(1, -2).filter((line) => !tests.includes(line));
    for (const line of others) expect(line).toMatch(/^ {2}(?:---|\.\.\.|message: ".*")$/);
    return tests;
  }

  test('an error is not ok, everything else is', () => {
    const text = whole(formats.tap(all, plain));
    const tests = testsIn(text);
    // One for each rule, found or not, and one for the case.
    expect(tests).toHaveLength(rules.length + 1);
    expect(tests.filter((line) => line.startsWith('not ok'))).toEqual([
      'not ok 1 - max-ejection-percent-100: mesh/x.yaml:3:5',
    ]);
    expect(text).toContain(
      '\n  message: "mesh/x.yaml:3:5 error: It is 10. Set it to 100. x.yaml:3:5 because of x"\n',
    );
  });

  test('a case without a number is skipped', () => {
    const row = prediction('p', { errors: null, split: [] });
    const text = whole(
      formats.tap({ ...all, lint: undefined, predictions: heldTable([row]) }, plain),
    );
    expect(testsIn(text)).toEqual(['ok 1 - p:80 p for p: p, clients in p # SKIP as p is unknown']);
  });

  test.each(hostileTexts)('%j is no line and no directive of its own', (hostile) => {
    const text = whole(formats.tap(results(hostile), plain));
    const [first = ''] = testsIn(text);
    expect(first).not.toMatch(/(?<!\\)(?:\\\\)*#/);
  });
});
