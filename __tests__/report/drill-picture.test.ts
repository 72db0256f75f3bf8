import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { DrillResult } from '../../src/drill/drill-result.js';
import { pageStyle, pageStyleHash } from '../../src/report/drill/page-style.js';
import { drillHtml } from '../../src/report/drill-html.js';
import { drillMermaid } from '../../src/report/drill-mermaid.js';
import { drillSvg } from '../../src/report/drill-svg.js';
import { drillResult, drillScenario, twoOutages } from './drill-result.js';
import { hostileTexts } from './hostile.js';

/** All texts of a result that come from outside, replaced. */
function withTexts(text: string): DrillResult {
  const scenario = drillScenario({
    locality: text,
    places: [text, `other ${text}`],
    clients: [text],
    stays: true,
    lengths: [4, 1, 4, 1, 4],
    rate: 5,
  });
  scenario.name = text;
  scenario.reasons = [text];
  scenario.outage.cluster = text;
  scenario.outage.workloads = [text];
  scenario.causes = [{ rule: text, message: text, file: text, line: 1, column: 1 }];
  for (const { clients } of scenario.phases) {
    for (const client of clients) client.reason = text;
  }
  return drillResult([scenario], {
    ...{ startedAt: text, reasons: [text], warnings: [text], environment: text, host: text },
    ...{ publicHost: text, profile: text, manifests: [{ file: text, sha256: text }] },
    clusters: [{ cluster: text, locality: text, server: text, endpoints: 1 }],
  });
}

const TAG = /^<\/?[a-z][a-zA-Z0-9]*(?: [a-zA-Z][a-zA-Z0-9:-]*="[^"<>]*")*\/?>/;
const HARMFUL = /^<\/?(?:script|img|a href="(?!#)|iframe|object|link|foreignObject|use|image)/i;

/** Tags that are not written as we write them, or that we never write. */
function strangeTags(page: string): string[] {
  const body = page.replace(/<style>[^]*?<\/style>/, '').replace('<!doctype html>', '');
  return body
    .split(/(?=<)/)
    .filter((part) => part.startsWith('<'))
    .filter((part) => {
      const [tag] = TAG.exec(part) ?? [];
      if (tag === undefined || HARMFUL.test(tag)) return true;
      return /^(?:<[^ ]+)(?: [^=]+="[^"]*")*? (?:on|style|src|action)[^=]*="/.test(tag);
    });
}

// eslint-disable-next-line no-control-regex -- these are what it is about
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/;

describe('text from outside', () => {
  test.each(hostileTexts)('%j stays text', (hostile) => {
    const result = withTexts(hostile);
    for (const page of [drillHtml(result), drillSvg(result)]) {
      expect(strangeTags(page)).toEqual([]);
      expect(page).not.toMatch(INVISIBLE);
      expect(page).not.toMatch(/^\s*::|##\[/m);
    }
  });

  test('of any kind stays text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const result = withTexts(`${text}<"`);
        for (const page of [drillHtml(result), drillSvg(result)]) {
          expect(strangeTags(page)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(hostileTexts)('%j gets into no chart', (hostile) => {
    const text = drillMermaid(withTexts(hostile), 100_000);
    const charts = [...text.matchAll(/```mermaid\n([^]*?)```/g)].map(([, chart]) => chart ?? '');
    expect(charts).toHaveLength(1);
    for (const chart of charts) {
      const lines = chart.trimEnd().split('\n');
      expect(lines[0]).toMatch(/^%%\{init: \{[\w":{},# .]+\}\}%%$/);
      expect(lines[1]).toBe('xychart-beta');
      for (const line of lines.slice(2)) {
        expect(line).toMatch(
          /^ {2}(?:(?:bar|line) \[[\d., -]+\]|x-axis "seconds" \[[\d., ]+\]|y-axis "0 to [\d.]+ requests per second" 0 --> [\d.]+)$/,
        );
      }
    }
    const around = text.replace(/```mermaid\n[^]*?```/g, '');
    expect(around).not.toMatch(/^\s*(?:::|```|~~~|#|- )|##\[/m);
    expect(around).not.toMatch(/<(?!\/?(?:span|br|sup|code)>)|(?<!\\)\]\(|:\/\//);
  });
});

describe('the page', () => {
  test('says its verdict first, as a heading and in its title', () => {
    for (const [verdict, word] of [
      ['passed', 'Passed'],
      ['failed', 'Failed'],
      ['aborted', 'Aborted'],
    ] as const) {
      const page = drillHtml({ ...twoOutages(), verdict });
      expect(page).toContain(`<h1>${word}</h1>`);
      expect(page).toContain(
        `<title>Failover drill of hello-world.default: ${word.toLowerCase()}</title>`,
      );
      expect(page.indexOf('<h1>')).toBeLessThan(page.indexOf('<h2'));
    }
  });

  test('lets nothing in but its own style', () => {
    const page = drillHtml(twoOutages());
    // After a change of the style: the hash that is expected here.
    expect(pageStyleHash).toBe(createHash('sha256').update(pageStyle).digest('base64'));
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${pageStyleHash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).toContain(`<style>${pageStyle}</style>`);
    expect(page).not.toMatch(/ style=| src=|https?:\/\/(?!10\.0\.0\.)|@import|url\((?!#)/);
  });

  test('has what was measured beside what was predicted and allowed', () => {
    const page = drillHtml(twoOutages()).replaceAll('\u00a0', ' ');
    for (const text of [
      '1 of 2 outages went wrong.',
      'us-central1 still gets 50 % of the requests in the failover; 0 % were predicted',
      'maxEjectionPercent is 10.',
      '<code>mesh/destination-rule.yaml:14:7</code>',
      '<td>100 %<small>predicted 100 %</small></td>',
      '<td>2.4 s</td><td>10 s</td><td>2 s</td>',
      'a1'.repeat(32),
      'Deployment default/hello-world in cluster a',
      'profile istio-1.31',
      '✗ beyond',
    ]) {
      expect(page).toContain(text);
    }
  });

  test('has every number of the picture in a table too', () => {
    const page = drillHtml(drillResult([drillScenario({ clients: ['europe-west1'] })]));
    const [, table = ''] = /<summary>The picture as a table<\/summary>([^]*?)<\/details>/.exec(
      page,
    )!;
    expect(table.match(/<tr>/g)).toHaveLength(78);
    expect(table).toContain('<th scope="row">30 s</th><td>0</td><td>50</td><td>0</td>');
    expect(page.match(/class="target" tabindex="0" role="img" aria-label="Phase/g)).toHaveLength(5);
  });

  test('stays small, however long the drill', () => {
    const long = drillScenario({ lengths: [7_200, 60, 21_600, 60, 7_200], rate: 2 });
    const page = drillHtml(drillResult([long]));
    expect(Buffer.byteLength(page)).toBeLessThan(250_000);
    expect(Buffer.byteLength(drillSvg(drillResult([long])))).toBeLessThan(200_000);
    expect(Buffer.byteLength(drillMermaid(drillResult([long]), 100_000))).toBeLessThan(4_000);
  });

  test('counts the outages that have no room', () => {
    const scenarios = Array.from({ length: 40 }, (_, index) =>
      drillScenario({ lengths: [3, 1, 3, 1, 3], rate: 3, from: index * 11 }),
    );
    const page = drillHtml(drillResult(scenarios), 100_000);
    const shown = page.match(/<section class="card verdict/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(2);
    expect(page).toContain(`${40 - shown} more outages omitted: the page is limited in size`);
    const svg = drillSvg(drillResult(scenarios));
    expect(svg.match(/class="subtitle"/g)).toHaveLength(12);
    expect(svg).toContain('68 pictures more');
    expect(drillMermaid(drillResult(scenarios), 100_000)).toContain('*68 more charts omitted');
    expect(drillMermaid(drillResult(scenarios), 3_000)).toMatch(/\*7\d more charts omitted/);
  });

  test('of a drill that was stopped before it measured anything', () => {
    const nothing = drillResult([], { verdict: 'aborted', reasons: ['No permission to scale.'] });
    expect(drillHtml(nothing)).toContain('<li>No permission to scale.</li>');
    expect(drillSvg(nothing)).toContain('aborted');
    expect(drillMermaid(nothing, 1_000)).toBe('');
  });
});

test('a chart stacks its layers by bars in front of each other', () => {
  const scenario = drillScenario({ clients: ['a'], lengths: [2, 1, 2, 1, 2], stays: true });
  const lines = drillMermaid(drillResult([scenario]), 10_000).split('\n');
  const bars = lines
    .filter((line) => line.startsWith('  bar'))
    .map((line) => JSON.parse(line.slice(6)) as number[]);
  expect(bars).toHaveLength(3);
  const [all, answered, lowest] = bars;
  expect(all).toEqual(Array(8).fill(50));
  expect(lowest?.slice(2, 5)).toEqual([0, 0, 0]);
  answered?.forEach((value, index) => expect(value).toBeGreaterThanOrEqual(lowest?.[index] ?? 0));
  expect(lines.filter((line) => line.startsWith('  line'))).toEqual([
    '  line [25, 25, 25, 0, 0, 0, 25, 25]',
  ]);
  expect(lines[0]).toBe(
    '**europe-west1 scaled to zero**, requests entering in a: 🟦 europe-west1, 🟩 us-central1, 🟥 failed, — predicted',
  );
});
