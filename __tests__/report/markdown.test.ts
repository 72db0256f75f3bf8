import { describe, expect, test } from '@jest/globals';
import type { ApplyResult } from '../../src/deploy/apply-result.js';
import { applyMarkdown } from '../../src/report/apply-markdown.js';
import { markdown, markdownReport } from '../../src/report/markdown.js';
import { markdownText } from '../../src/report/markdown-text.js';
import { heldTable, whole } from './held-table.js';
import { applyResult, finding, hostileTexts, lintResult, prediction, results } from './hostile.js';

const plain = { color: false, quiet: false };
const bytes = (text: string) => Buffer.byteLength(text);

const rows = heldTable(
  ['europe-west1', 'us-central1'].flatMap((client) =>
    ['healthy', 'recovered', 'failing:europe-west1'].map((scenario) => ({
      host: 'hello-world.default.svc.cluster.local',
      port: 80,
      subset: null,
      publicHost: '*',
      route: 'default/hello-world#0',
      match: null,
      weight: 1,
      client,
      clientKind: 'gateway' as const,
      clientLocality: client,
      scenario,
      split: [
        { locality: 'europe-west1', share: 0.5 },
        { locality: 'us-central1', share: 0.5 },
      ],
      unanswered: 0,
      errors: scenario.startsWith('failing') ? 0.5 : 0,
      determined: true,
    })),
  ),
);

test('the verdict, the table, the findings, and what they rest on', () => {
  const lint = lintResult([
    finding('x', { severity: 'notice', rule: 'later', related: [] }),
    finding('x', { message: 'It is 10.\nSet it to 100.', file: 'mesh/rule.yaml', related: [] }),
  ]);
  const all = { lint, predictions: rows, basis: ['2 regions', 'profile istio-1.31'] };
  expect(whole(markdown({ ...all, text: () => undefined }, plain))).toBe(`\
### ❌ mesh-failover: 1 error, 1 notice; requests fail in 2 of 6 predicted cases

**hello-world.default:80 for \\***

|  | europe-west1 | us-central1 | errors |
| --- | --: | --: | --: |
| **clients entering in europe-west1** |  |  |  |
| healthy | 50 % | 50 % | 0 % |
| europe-west1 failing | 50 % | 50 % | **50 %** |
| recovered | 50 % | 50 % | 0 % |
| **clients entering in us-central1** |  |  |  |
| healthy | 50 % | 50 % | 0 % |
| europe-west1 failing | 50 % | 50 % | **50 %** |
| recovered | 50 % | 50 % | 0 % |

<details><summary>Topology</summary>

\`\`\`mermaid
flowchart LR
  region0["europe-west1"]
  region1["us-central1"]
  client0(["clients in europe-west1"]) --> gateway0{{"gateway of europe-west1"}}
  gateway0 -->|"50 %"| region0
  gateway0 -->|"50 %"| region1
  client1(["clients in us-central1"]) --> gateway1{{"gateway of us-central1"}}
  gateway1 -->|"50 %"| region0
  gateway1 -->|"50 %"| region1
\`\`\`

</details>

**Findings**

- ❌ error **max-ejection-percent-100** <code>mesh/rule.yaml:3:5</code><br>It is 10.<br>Set it to 100.
- ℹ️ notice **later** <code>mesh/x.yaml:3:5</code><br>Said of x.

Rests on: 2 regions, profile istio-1.31.
`);
});

test('nothing found, nothing simulated, only findings', () => {
  const none = { predictions: undefined, basis: [], text: () => undefined };
  expect(whole(markdown({ ...none, lint: lintResult([]) }, plain))).toBe(
    '### ✅ mesh-failover: no findings\n',
  );
  expect(whole(markdown({ ...none, lint: undefined, predictions: rows }, plain))).toMatch(
    /^### mesh-failover: requests fail in 2 of 6 predicted cases\n\n\*\*hello/,
  );
  const quiet = whole(markdown({ ...results('x'), predictions: rows }, { ...plain, quiet: true }));
  expect(quiet).not.toContain('europe-west1');
  expect(quiet).not.toContain('Rests on');
});

test('an undetermined row has a range, and its reason once below the table', () => {
  const same = { reason: 'not known', host: 'a.example', split: [], errors: null };
  const text = whole(
    markdown(
      {
        ...results('x'),
        predictions: heldTable([
          prediction('a', same),
          prediction('a', { ...same, scenario: 'b' }),
          prediction('a', {
            host: 'a.example',
            split: [{ locality: 'r', share: 0.5, min: 0, max: 1 }],
            errors: 0.2,
            errorsMin: 0,
            errorsMax: 0.4,
          }),
        ]),
      },
      plain,
    ),
  );
  expect(text).toContain('| a <sup>1</sup> | undefined | undefined |');
  expect(text).toContain('| b <sup>1</sup> | undefined | undefined |');
  expect(text).toContain('| a <sup>2</sup> | 0-100 % | **0-40 %** |');
  expect(text.match(/^<sup>1<\/sup> not known$/gm)).toHaveLength(1);
});

describe('the text of others', () => {
  test.each(hostileTexts)('%j makes no HTML, link or structure', (hostile) => {
    const all = markdownReport(results(hostile), { quiet: false });
    const applied = applyMarkdown(applyResult(hostile), 100_000);
    for (const text of [all, applied]) {
      const tags = [...text.matchAll(/<\/?([a-z!]+)[^>]*>/gi)].map(([tag]) => tag);
      const known = /^<(?:br|\/?(?:code|sup|span))>$/;
      expect(tags.filter((tag) => !known.test(tag))).toEqual([]);
      const shown = text.replaceAll('&#8203;', '\u200b').replaceAll('&#124;', '|');
      expect(shown).not.toMatch(/:\/\/|www\.|@[a-z]|#\d|mailto:/i);
      expect(shown).not.toMatch(/(?<!\\)[[\]`~]/);
      // Every line is one that we begin.
      const begins = /^(?:### |\*\*|\| |- [❌⚠ℹ]|Rests on: |<sup>|⚠️|$)/u;
      expect(text.split('\n').filter((line) => !begins.test(line))).toEqual([]);
    }
  });

  test.each(hostileTexts)('%j stays in its cell', (hostile) => {
    const text = markdownReport(results(hostile), { quiet: false });
    const table = text.split('\n').filter((line) => line.startsWith('|'));
    expect(table).toHaveLength(4);
    // Each row of this table has three cells; a cell ends at a "|" without a backslash.
    for (const line of table) expect(line.match(/(?<!\\)\|/g)).toHaveLength(4);
  });

  test.each([
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['2) item', '2\\) item'],
    ['===', '\\==='],
    ['# head', '#&#8203; head'],
    ['a_b*c', 'a\\_b\\*c'],
    ['50 %', '50 %'],
    ['https://x.example', 'https:&#8203;//x.example'],
    ['WWW.x.example', 'WWW&#8203;.x.example'],
    ['a | b\\', 'a &#124; b\\\\'],
  ])('%j becomes %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  test('is cut where it is too long, between characters', () => {
    expect(markdownText('x'.repeat(11), 10)).toBe(`${'x'.repeat(10)}…`);
    expect(markdownText('123456789💥', 10)).toBe('123456789…');
  });
});

describe('the limit', () => {
  const limit = 1_000_000;
  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  const wide = (text: string) => text.repeat(500);

  test('10,000 findings: the gravest are shown, the others counted', () => {
    const findings = many(10_000, (index) =>
      finding(`f${index}`, { severity: index < 9_990 ? 'warning' : 'error' }),
    );
    const all = { lint: lintResult(findings), predictions: rows, basis: ['all'] };
    const text = markdownReport(all, { quiet: false, maxBytes: limit });
    expect(bytes(text)).toBeLessThan(limit);
    expect(text).toContain('10 errors, 9990 warnings');
    expect(text).toContain('hello-world.default:80');
    expect(text.match(/^- ❌/gm)).toHaveLength(10);
    const shown = text.match(/^- /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(1_000);
    expect(text).toContain(
      `*${10_000 - shown} more findings omitted: the page is limited in size.*`,
    );
    expect(text).toContain('Rests on: all.');
  });

  test('without one everything is shown', () => {
    const lint = lintResult(many(10_000, () => finding('x')));
    const text = markdownReport({ lint, predictions: [], basis: [] }, { quiet: false });
    expect(text.match(/^- ❌/gm)).toHaveLength(10_000);
  });

  test.each([
    ['a value that is too long', [finding(wide('$<&|🔥'))], [prediction(wide('$<&|🔥'))]],
    [
      'many destinations',
      many(2_000, (index) => finding(wide(String(index)))),
      many(5_000, (index) => prediction(wide('$'), { host: `${index}${wide('$')}` })),
    ],
    ['many rows', [], many(20_000, (index) => prediction(`<${index}`, { host: 'one' }))],
    [
      'many regions',
      [],
      [
        prediction('x', {
          split: many(2_000, (index) => ({ locality: `${wide('r')}${index}`, share: 0 })),
        }),
      ],
    ],
  ])('%s', (_, findings, cases) => {
    const predictions = heldTable(cases);
    const all = { lint: lintResult(findings), predictions, basis: many(9, () => wide('$')) };
    const applied = manyObjects(applyResult(wide('$')), 5_000);
    const between = applyMarkdown(applied, limit / 4);
    expect(bytes(between)).toBeLessThan(limit / 4);
    const text = markdownReport(all, { quiet: false, maxBytes: limit, between });
    expect(bytes(text)).toBeLessThan(limit);
    expect(text).toMatch(/omitted|value/);
  });
});

function manyObjects(result: ApplyResult, count: number): ApplyResult {
  const clusters = result.clusters.map((cluster) => ({
    ...cluster,
    objects: Array.from({ length: count }, () => cluster.objects).flat(),
  }));
  return { ...result, clusters };
}
