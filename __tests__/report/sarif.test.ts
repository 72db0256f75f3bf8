import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { fixtureCases, fixtureRules } from '../../scripts/rule-fixtures.mjs';
import type { Finding } from '../../src/foundation/finding.js';
import { formats } from '../../src/report/formats.js';
import { rules } from '../../src/rules/index.js';
import { inspectFiles } from '../rules/check-files.js';
import { whole } from './held-table.js';
import { finding, hostileTexts, lintResult, results } from './hostile.js';

interface Result {
  partialFingerprints: Record<string, string>;
  locations: { logicalLocations: { name: string }[] }[];
}

interface Run {
  results: Result[];
  invocations?: unknown;
}

const plain = { color: false, quiet: false };
const path = new URL('../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url);
// The draft that the schema is written in is the same for all the keywords that it uses.
const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
  schema,
);

function valid(text: string) {
  const log = JSON.parse(text);
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log.runs[0];
}

const place = { line: 3, column: 5, endLine: 4, endColumn: 2 };
const edit = { file: 'a b/ä.yaml', range: { ...place, endLine: 3, endColumn: 5 }, text: ': 1\n' };

test('the schema is in force', () => {
  expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
});

test('a result has its place, what is related, and its fix', () => {
  const one = finding('x', {
    file: 'a b/ä.yaml',
    severity: 'notice',
    ...place,
    message: 'See [this](https://evil.example), and [0].',
    fix: { description: 'Set it.', edits: [edit, { ...edit, file: 'other.yaml' }] },
  });
  const run = valid(whole(formats.sarif({ ...results('x'), lint: lintResult([one]) }, plain)));
  expect(run.columnKind).toBe('utf16CodeUnits');
  const [result] = run.results;
  expect(result).toMatchObject({
    ruleId: 'max-ejection-percent-100',
    level: 'note',
    message: { text: 'See [this] (https://evil.example), and [0].' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%20b/%C3%A4.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, startColumn: 5, endLine: 4, endColumn: 2 },
        },
        logicalLocations: [{ fullyQualifiedName: 'DestinationRule x/x' }],
      },
    ],
    relatedLocations: [{ id: 0, message: { text: 'because of x' } }],
    fixes: [
      {
        artifactChanges: [
          {
            replacements: [
              {
                deletedRegion: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 5 },
                insertedContent: { text: ': 1\n' },
              },
            ],
          },
          { artifactLocation: { uri: 'other.yaml' } },
        ],
      },
    ],
  });
  expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
});

test('every rule has its help', () => {
  const run = valid(whole(formats.sarif({ ...results('x'), lint: lintResult([]) }, plain)));
  expect(run.results).toEqual([]);
  expect((run.tool.driver.rules as { id: string }[]).map(({ id }) => id)).toEqual(
    rules.map(({ name }) => name),
  );
  for (const rule of run.tool.driver.rules) {
    expect(rule.help.markdown).toContain(rule.shortDescription.text);
    expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1_000);
    expect(rule.name).toMatch(/^([A-Z][a-z0-9]*)+$/);
  }
});

test('a run without findings of its own, such as that of simulate, is valid', () => {
  expect(valid(whole(formats.sarif({ ...results('x'), lint: undefined }, plain))).results).toEqual(
    [],
  );
});

describe('as many results as code scanning takes', () => {
  const many = (severity: Finding['severity'], count: number) =>
    Array.from({ length: count }, (_, index) => finding(`${severity}-${index}`, { severity }));
  // One result of each kind is held to the schema elsewhere: for thousands of them that takes seconds.
  const runOf = (findings: Finding[]) => {
    const text = whole(formats.sarif({ ...results('x'), lint: lintResult(findings) }, plain));
    const { runs, ...log } = JSON.parse(text) as { runs: [Run] };
    const [run] = runs;
    valid(JSON.stringify({ ...log, runs: [{ ...run, results: run.results.slice(0, 100) }] }));
    return run;
  };
  const namesOf = (found: Result[]) =>
    found.map(({ locations: [place] }) => place!.logicalLocations[0]!.name);

  test('all of them, in their order', () => {
    const run = runOf([...many('notice', 24_999), ...many('error', 1)]);
    expect(run.results).toHaveLength(25_000);
    expect(namesOf(run.results.slice(-2))).toEqual(['notice-24998', 'error-0']);
    expect(run).not.toHaveProperty('invocations');
  });

  test('the most severe first, and how many are left out', () => {
    const all = [...many('notice', 20), ...many('warning', 20_000), ...many('error', 10_000)];
    const run = runOf(all);
    expect(run.results).toHaveLength(25_000);
    const names = namesOf(run.results);
    expect(names.slice(0, 10_000)).toEqual(
      many('error', 10_000).map(({ resource }) => resource!.name),
    );
    expect(names.slice(10_000)).toEqual(
      many('warning', 15_000).map(({ resource }) => resource!.name),
    );
    expect(run.invocations).toEqual([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            level: 'warning',
            message: {
              text:
                '5000 warnings and 20 notices left out: there are 30020 findings, and code scanning takes 25000 ' +
                'results. The most severe ones are here; --format json has all of them.',
            },
          },
        ],
      },
    ]);
  });

  test('what is left out changes no fingerprint', () => {
    const twins = Array.from({ length: 2 }, () => finding('x', { severity: 'warning' }));
    const prints = (found: Result[]) =>
      found.map(({ partialFingerprints }) => partialFingerprints['meshFailover/v1']);
    const alone = prints(runOf([...many('notice', 1), ...twins]).results.slice(1));
    const among = runOf([...many('notice', 1), ...twins, ...many('error', 24_998)]);
    expect(prints(among.results.slice(-2))).toEqual(alone);
  });
});

test.each(hostileTexts)('%j stays text', (hostile) => {
  const text = whole(formats.sarif(results(hostile), plain));
  const [result] = valid(text).results;
  expect(text).not.toMatch(/::|##\[/);
  expect(result.message.text).not.toMatch(/\]\(/);
  const { uri } = result.locations[0].physicalLocation.artifactLocation;
  expect(uri).toMatch(/^[\w%!'()*.~/-]+$/);
});

test('half a character in a file name does no harm', () => {
  expect(() => valid(whole(formats.sarif(results('\ud83d'), plain)))).not.toThrow();
});

describe('the findings of the fixtures', () => {
  test.each(fixtureRules())('%s make a valid log', async (rule) => {
    const bad = fixtureCases(rule).find(({ verdict }) => verdict === 'bad');
    const files = Object.fromEntries((bad?.files ?? []).map(({ file, text }) => [file, text]));
    const inspection = inspectFiles(files);
    const lint = inspection.check().lint;
    const all = { lint, predictions: undefined, basis: [] };
    const text = (file: string) => inspection.manifests.text(file);
    const { results: found } = valid(whole(formats.sarif({ ...all, text }, plain)));
    expect(found).toHaveLength(lint.findings.length);
    const prints = (found as Result[]).map(
      ({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'],
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});
