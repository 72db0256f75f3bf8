import { describe, expect, test } from '@jest/globals';
import { checkFiles, lintFiles } from '../rules/check-files.js';
import { change, DESTINATION_RULE, manifests } from '../rules/hello-world.js';

const PERCENT = '      maxEjectionPercent: 100\n';
const IGNORE = '# mesh-failover-ignore:';

/** The rules that still say something of the rule, and how many findings were ignored. */
async function lintRule(to: string, from = PERCENT) {
  const { findings, summary } = lintFiles(change(manifests, DESTINATION_RULE, from, to));
  return {
    said: findings.map(({ rule, message }) => (rule === 'valid-ignore' ? message : rule)),
    ignored: summary.ignored,
  };
}

const silent = { said: [], ignored: 1 };

describe('an ignore covers', () => {
  test.each([
    [
      'its line, behind a value',
      `      maxEjectionPercent: 50 ${IGNORE} max-ejection-percent-100 why\n`,
    ],
    [
      'the next line',
      `      ${IGNORE} max-ejection-percent-100 why\n      maxEjectionPercent: 50\n`,
    ],
    [
      'the next line with a value',
      `      ${IGNORE} max-ejection-percent-100 why\n\n      # more\n      maxEjectionPercent: 50\n`,
    ],
    [
      'without a colon',
      `      # mesh-failover-ignore max-ejection-percent-100 why\n      maxEjectionPercent: 50\n`,
    ],
  ])('%s', async (_, text) => {
    expect(await lintRule(text)).toEqual(silent);
  });

  test('the block below it', async () => {
    expect(
      await lintRule(
        `    ${IGNORE} max-ejection-percent-100 why\n    outlierDetection:\n      consecutive5xxErrors: 5\n`,
        `    outlierDetection:\n      consecutive5xxErrors: 5\n      interval: 1s\n      baseEjectionTime: 30s\n${PERCENT}`,
      ),
    ).toEqual(silent);
  });

  test('the item of a list below it', async () => {
    const from =
      '          - from: us-central1\n            to:\n              us-central1: 50\n              europe-west1: 50\n';
    const ignore = `          ${IGNORE} distribute-covers-every-region why\n`;
    const pinned =
      '          - from: us-central1\n            to:\n              us-central1: 100\n';
    expect(await lintRule(ignore + pinned, from)).toEqual(silent);
  });

  test('what stands below a key of the document, but not the document', async () => {
    const above = (key: string) => `${IGNORE} max-ejection-percent-100 why\n${key}`;
    const bad = change(manifests, DESTINATION_RULE, PERCENT, '      maxEjectionPercent: 50\n');
    const atSpec = lintFiles(change(bad, DESTINATION_RULE, 'spec:', above('spec:')));
    expect(atSpec.findings).toEqual([]);
    const atTop = lintFiles(change(bad, DESTINATION_RULE, 'apiVersion:', above('apiVersion:')));
    expect(atTop.findings.map(({ rule }) => rule)).toEqual([
      'valid-ignore',
      'max-ejection-percent-100',
    ]);
  });
});

describe('an ignore does not cover', () => {
  test.each([
    [
      'the line after the one behind which it stands',
      `      interval: 2s ${IGNORE} max-ejection-percent-100 why\n      maxEjectionPercent: 50\n`,
      '      interval: 1s\n',
    ],
    [
      'what is on the level of its block',
      `      ${IGNORE} max-ejection-percent-100 why\n      interval: 2s\n`,
      '      interval: 1s\n',
    ],
  ])('%s', async (_, text, from) => {
    const { said } = await lintRule(text.replace('      maxEjectionPercent: 50\n', ''), from);
    expect(said).toEqual(['max-ejection-percent-100 finds nothing here: remove this ignore.']);
  });

  test('another rule', async () => {
    const text = `      maxEjectionPercent: 50 ${IGNORE} outlier-detection-required why\n`;
    expect((await lintRule(text)).said.sort()).toEqual([
      'max-ejection-percent-100',
      'outlier-detection-required finds nothing here: remove this ignore.',
    ]);
  });
});

describe('an ignore that is wrong silences nothing, and says so', () => {
  test.each([
    ['', 'This ignore names no rule.'],
    ['max-ejection-percent-100', 'This ignore gives no reason.'],
    [
      'max-ejection-percent why',
      'There is no rule "max-ejection-percent"; did you mean "max-ejection-percent-100"?',
    ],
    ['everything please', 'There is no rule "everything".'],
  ])('%j: %s', async (text, complaint) => {
    const { said, ignored } = await lintRule(`      maxEjectionPercent: 50 ${IGNORE} ${text}\n`);
    expect(said).toHaveLength(2);
    expect(said).toContain('max-ejection-percent-100');
    expect(said).toContainEqual(expect.stringContaining(complaint));
    expect(ignored).toBe(0);
  });
});

test('a comment that only mentions it is none', async () => {
  expect(await lintRule(`${PERCENT}      # see mesh-failover-ignore: in the manual\n`)).toEqual({
    said: [],
    ignored: 0,
  });
});

test('a hash in a text is none', async () => {
  const text = `      interval: '1s # mesh-failover-ignore: max-ejection-percent-100 x'\n`;
  expect((await lintRule(text, '      interval: 1s\n')).said).toEqual(['valid-fields']);
});

test('what only the table finds is ignored there, and not called in vain before', async () => {
  const disabled = change(manifests, DESTINATION_RULE, 'enabled: true', 'enabled: false');
  const files = change(
    disabled,
    DESTINATION_RULE,
    '  trafficPolicy:',
    `  ${IGNORE} no-errors-in-single-outage why\n  trafficPolicy:`,
  );
  const failing = change(files, DESTINATION_RULE, 'Percent: 100', 'Percent: 10');
  // That it is switched off is a finding of its own.
  const disabledRule = { rule: 'locality-disabled-but-set' };
  expect(lintFiles(failing).findings).toMatchObject([disabledRule]);
  expect(checkFiles(failing).findings).toMatchObject([disabledRule]);
  expect(checkFiles(files).findings).toMatchObject([{ rule: 'valid-ignore' }, disabledRule]);
});

test('an ignored cause explains what the table shows of it', async () => {
  const pinned = change(
    manifests,
    DESTINATION_RULE,
    '            to:\n              us-central1: 50\n              europe-west1: 50\n',
    `            to: ${IGNORE} distribute-covers-every-region residency\n              us-central1: 100\n`,
  );
  expect(checkFiles(pinned).findings).toEqual([]);
});

test('in the configuration an ignore counts for nothing, and says so', async () => {
  const config = `version: 1
${IGNORE} expectation-failed we know
scenarios: []
`;
  const { findings } = lintFiles({ ...manifests, 'mesh-failover.yaml': config });
  expect(findings.map(({ rule, file, line, message }) => [rule, file, line, message])).toEqual([
    [
      'valid-ignore',
      'mesh-failover.yaml',
      2,
      expect.stringMatching(/^An ignore in the configuration counts for nothing\./),
    ],
  ]);
});
