/** Pages for GitHub, of results with thousands of rows and names of a kilobyte: never too long, and always complete Markdown. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { jobSummary } from '../../src/action/summary.js';
import type { CheckedWorkspace } from '../../src/action/check.js';
import type { PlanResult } from '../../src/deploy/plan-result.js';
import type { RestoredCluster } from '../../src/drill/restore-drill.js';
import type { ExplainedChange } from '../../src/lint/behaviour-causes.js';
import { applyMarkdown } from '../../src/report/apply-markdown.js';
import { behaviourMarkdown } from '../../src/report/behaviour-markdown.js';
import { githubLimits, pages, room } from '../../src/report/budget.js';
import { commentMarkdown, maxCommentBytes } from '../../src/report/comment-markdown.js';
import { drillMarkdown } from '../../src/report/drill-markdown.js';
import { drillMermaid } from '../../src/report/drill-mermaid.js';
import { markdownTables } from '../../src/report/markdown-table.js';
import { noteLines } from '../../src/report/markdown-text.js';
import { planMarkdown } from '../../src/report/plan-markdown.js';
import { restoredMarkdown } from '../../src/report/restored-text.js';
import { drillResult, drillScenario } from './drill-result.js';
import { heldTable } from './held-table.js';
import { applyResult, finding, lintResult, prediction } from './hostile.js';

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A kilobyte of what grows the most when it is made harmless. */
const wide = (mark: string | number) => `${String(mark)}${'$<|&é'.repeat(200)}`;

const names = many(40, wide);
const name = (index: number) => `${index}${names[index % names.length] ?? ''}`;

const object = (index: number) => ({
  ...{ kind: 'VirtualService', namespace: name(index), name: name(index) },
  ...{ file: name(index), line: 1, column: 1 },
});

const plan: PlanResult = {
  version: 1,
  environment: name(0),
  refusals: many(2_000, name),
  warnings: many(2_000, name),
  notSent: [],
  debts: many(500, (index) => ({
    ...{ cluster: name(index), since: name(index), by: name(index), run: name(index) },
    reason: name(index),
  })),
  clusters: many(10, (cluster) => ({
    cluster: name(cluster),
    reachable: true,
    server: name(cluster),
    objects: many(200, (index) => ({
      ...object(index),
      action: 'change' as const,
      fields: many(5, (field) => ({
        ...{ path: name(field), before: name(index), after: name(field) },
        writers: [{ manager: name(index), time: name(index) }],
      })),
    })),
  })),
  summary: {
    ...{ create: 0, change: 4_000, adopt: 0, unchanged: 0 },
    ...{ prune: 0, unstated: 0, conflict: 0, refused: 0 },
  },
};

const applied = (() => {
  const small = applyResult(wide('x'));
  const objects = small.clusters[0]?.objects ?? [];
  return {
    ...small,
    warnings: many(2_000, name),
    message: name(1).repeat(10),
    clusters: small.clusters.flatMap((cluster) =>
      many(10, (index) => ({
        ...{ ...cluster, cluster: name(index) },
        objects: many(200, () => objects).flat(),
      })),
    ),
  };
})();

const changes = many(2_000, (index): ExplainedChange => {
  const row = prediction(name(index), { host: name(index % 700) });
  return { kind: 'worse', before: row, after: row, cause: finding(name(index)) };
});
const behaviour = { changes, unchanged: 7 };

const table = heldTable(
  many(2_000, (index) =>
    prediction(name(index), { host: name(index % 3), notes: many(30, name), reason: name(index) }),
  ),
);

const drilled = drillResult(
  many(40, (index) => {
    const one = drillScenario({
      ...{ locality: name(index), clients: many(4, name), places: many(8, name) },
      ...{ lengths: [2, 1, 2, 1, 2], rate: 2, stays: true },
    });
    return { ...one, causes: many(50, () => one.causes).flat() };
  }),
  {
    ...{ host: name(1), publicHost: name(2), environment: name(3), warnings: many(3_000, name) },
    reasons: many(3_000, name),
    clusters: many(200, (index) => ({
      ...{ cluster: name(index), locality: name(index), server: '', endpoints: 1 },
    })),
  },
);

const restored = many(3_000, (index): RestoredCluster => {
  return { cluster: name(index), record: undefined, undone: [], problem: name(index) };
});

const checked = {
  lint: lintResult(many(2_500, (index) => finding(name(index)))),
  predictions: table,
  behaviour,
  basis: many(300, name),
} as unknown as CheckedWorkspace;

const pagesOfResults: [string, number[], (maxBytes: number) => string][] = [
  ['plan', [13_000, 200_000], (bytes) => planMarkdown(plan, bytes)],
  ['apply', [13_000, 200_000], (bytes) => applyMarkdown(applied, bytes, plan.clusters)],
  ['drill', [60_000, 90_000], (bytes) => drillMarkdown(drilled, bytes)],
  ['charts of a drill', [10_000, 90_000], (bytes) => drillMermaid(drilled, bytes)],
  ['restored drill', [20_000, 900_000], (bytes) => restoredMarkdown(restored, bytes)],
  ['behaviour', [13_000, 190_000], (bytes) => behaviourMarkdown(behaviour, bytes)],
  ['table', [7_000, 240_000], (bytes) => [...markdownTables(table, bytes)].join('')],
  ['notes', [3_000, 30_000], (bytes) => noteLines(many(3_000, name), bytes)],
];

describe.each(pagesOfResults)('the page of a huge %s', (_, sizes, page) => {
  test.each(sizes)('is complete in %i bytes, and says that something is missing', (maxBytes) => {
    const text = page(maxBytes);
    expectComplete(text);
    // What counts the omitted parts is in the share of what is around it.
    expect(Buffer.byteLength(text)).toBeLessThan(maxBytes * 1.01 + 300);
    expect(text).toMatch(/omitted: the page is limited in size|in the log/);
  });
});

test('a huge summary is complete, within the limit of GitHub', () => {
  const work = { planned: plan, applied, appliedPlan: plan.clusters, drilled };
  const text = jobSummary(checked, work, { place: () => 'x', notes: many(3_000, name) });
  expectComplete(text);
  expect(Buffer.byteLength(text)).toBeLessThan(githubLimits.summary);
  for (const part of ['Behaviour', 'Plan', 'Drill', 'Findings', 'Rests on']) {
    expect(text).toContain(part);
  }
});

test('so is a huge comment, and it has a part of everything', () => {
  const fresh = new Set(checked.lint.findings.slice(0, 1_200));
  const text = commentMarkdown(checked, {
    newFindings: fresh,
    notes: many(3_000, name),
    sections: [
      { title: 'Plan', text: planMarkdown(plan, room('comment', 'plan', maxCommentBytes)) },
    ],
    foot: 'the end',
  });
  expectComplete(text);
  expect(text.length).toBeLessThan(githubLimits.comment);
  for (const part of ['Behaviour', 'New findings', 'Predicted traffic', 'Plan', 'from before']) {
    expect(text).toContain(part);
  }
  expect(text).toContain('the end');
});

test('every share of a page is taken by something', () => {
  const sources = ['report', 'action']
    .flatMap((folder) => readdirSync(`src/${folder}`).map((file) => `src/${folder}/${file}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('/budget.ts'))
    .map((file) => readFileSync(file, 'utf8'));
  const source = sources.join('\n');
  const isTaken = (page: string, part: string) =>
    source.includes(`room('${page}', '${part}'`) ||
    // Two pages have a function of their own for their shares.
    (['comment', 'summary'].includes(page) && source.includes(`bytes('${part}')`));
  const unused = Object.entries(pages).flatMap(([page, shares]) =>
    Object.keys(shares)
      // Headings and what counts the omitted parts, whose size is limited by what they are.
      .filter((part) => part !== 'frame' && !isTaken(page, part))
      .map((part) => `${page}.${part}`),
  );
  expect(unused).toEqual([]);
});

/** Whole lines, tables whose rows have one length, folds and code that end. */
function expectComplete(text: string): void {
  expect(text).toMatch(/\n$/);
  const count = (part: RegExp) => [...text.matchAll(part)].length;
  expect(count(/<details>/g)).toBe(count(/<\/details>/g));
  expect(count(/^```/gm) % 2).toBe(0);
  let columns = 0;
  for (const line of text.split('\n')) {
    const cells = line.startsWith('| ') ? line.split(' | ').length : 0;
    if (cells > 0 && columns > 0) expect(cells).toBe(columns);
    columns = cells;
  }
}
