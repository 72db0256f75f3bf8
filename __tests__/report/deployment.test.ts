import { describe, expect, test } from '@jest/globals';
import type { ApplyResult } from '../../src/deploy/apply-result.js';
import type { PlanResult } from '../../src/deploy/plan-result.js';
import type { RollbackResult } from '../../src/deploy/rollback-result.js';
import { applyMarkdown } from '../../src/report/apply-markdown.js';
import { applyText } from '../../src/report/apply-text.js';
import { githubLimits, pages } from '../../src/report/budget.js';
import { deploymentMarkdown } from '../../src/report/deployment-markdown.js';
import { describeRollback } from '../../src/report/describe-rollback.js';
import { planMarkdown } from '../../src/report/plan-markdown.js';
import { planText } from '../../src/report/plan-text.js';
import { rollbackText } from '../../src/report/rollback-text.js';

const summary = { create: 1, change: 1, adopt: 0, unchanged: 1, prune: 0 };
const rule = { kind: 'DestinationRule', namespace: 'shop', name: 'hello' };

const plan: PlanResult = {
  version: 1,
  environment: 'production',
  refusals: ['Cluster b cannot be reached.\nIs it running?'],
  notSent: [],
  warnings: ['Istio is 1.29'],
  debts: [{ cluster: 'c', since: '2026-11-01', by: 'ann@host', run: 'r0', reason: 'down' }],
  clusters: [
    {
      cluster: 'a',
      reachable: true,
      server: 'https://a:6443',
      serverVersion: 'v1.36.0',
      istioVersion: '1.31.0',
      applied: { run: 'r1', by: 'bob@host', at: '2026-11-02' },
      objects: [
        {
          ...{ ...rule, file: 'mesh/rule.yaml', line: 3, column: 5, action: 'change' },
          fields: [
            {
              path: 'spec.trafficPolicy.outlierDetection.maxEjectionPercent',
              before: 100,
              after: 10,
              writers: [{ manager: 'night-shift', time: '2026-11-03' }, { manager: 'kubectl' }],
            },
          ],
          owner: 'Argo CD (label)',
          warnings: ['old version'],
        },
        {
          ...{ ...rule, name: 'other', action: 'conflict', fields: [] },
          problem: 'conflict',
          message: 'the field manager "x" owns spec.host',
          conflicts: [{ manager: 'x', field: 'spec.host' }],
        },
        { ...rule, name: 'third', action: 'refused', fields: [], message: 'a webhook\nsays no' },
        { ...rule, name: 'same', action: 'unchanged', fields: [] },
      ],
    },
    { cluster: 'b', reachable: false, server: 'https://b', message: 'no route', objects: [] },
  ],
  summary: { ...summary, unstated: 0, conflict: 1, refused: 1 },
};

const applied: ApplyResult = {
  version: 1,
  dryRun: true,
  outcome: 'refused',
  message: 'Nothing was changed.\nIn any cluster.',
  notSent: [],
  warnings: ['a\nb'],
  debts: [],
  clusters: [
    {
      cluster: 'a',
      reachable: true,
      server: 'https://a:6443',
      message: 'it is full',
      objects: [
        {
          ...{ ...rule, file: 'mesh/rule.yaml', line: 3, column: 5, result: 'failed' },
          message: 'no such host',
          warnings: ['old'],
          rolledBack: { outcome: 'left', message: 'changed\nby x' },
        },
        { ...rule, name: 'pruned', result: 'pruned', rolledBack: { outcome: 'recreated' } },
        { ...rule, name: 'same', result: 'unchanged' },
      ],
    },
  ],
  summary: {
    created: 0,
    configured: 0,
    unchanged: 0,
    unstated: 0,
    pruned: 1,
    terminating: 0,
    failed: 1,
    skipped: 0,
  },
};

const undone: RollbackResult = {
  version: 1,
  outcome: 'incomplete',
  message: 'Not everything is back.',
  clusters: [
    {
      ...{ cluster: 'a', reachable: true, server: 'https://a', run: 'r1' },
      ...{ startedAt: '2026-11-02', by: 'ann@host', message: 'half of it' },
      objects: [{ ...rule, result: 'left', message: 'changed by x' }],
    },
    { cluster: 'b', reachable: true, server: 'https://b', objects: [] },
  ],
  summary: {
    restored: 0,
    recreated: 0,
    deleted: 0,
    untouched: 0,
    terminating: 0,
    left: 1,
    failed: 0,
  },
};

describe('text', () => {
  test('of a plan', () => {
    expect(planText(plan, false)).toBe(`a https://a:6443 v1.36.0, Istio 1.31.0
  last applied 2026-11-02 by bob@host
  change    DestinationRule shop/hello mesh/rule.yaml:3:5
    kept by Argo CD (label)
    spec.trafficPolicy.outlierDetection.maxEjectionPercent: 100 → 10 (night-shift 2026-11-03, kubectl)
    warning old version
  conflict  DestinationRule shop/other
    conflict spec.host is owned by x
  refused   DestinationRule shop/third
    a webhook
says no
  1 unchanged

b https://b
  no route

c was left out since 2026-11-01 by ann@host (down) and is not up to date.

warning Istio is 1.29

refused Cluster b cannot be reached.
Is it running?

2 clusters: 1 to create, 1 to change, 1 in conflict, 1 refused, 1 unchanged
`);
  });

  test('of an apply', () => {
    expect(applyText(applied, false)).toBe(`a https://a:6443
  it is full
  failed      DestinationRule shop/hello (dry run)
    mesh/rule.yaml:3:5 no such host
    warning old
    rollback: left: changed
by x
  pruned      DestinationRule shop/pruned (dry run)
    rollback: recreated
  1 unchanged

warning a\\u000ab

Nothing was changed.
In any cluster.
`);
  });

  test('of an apply of very many objects of which few change', () => {
    const many = Array.from({ length: 2000 }, (_, index) => {
      return { ...rule, name: `rule-${index}`, result: 'unchanged' as const };
    });
    const clusters = applied.clusters.map((each) => ({
      ...each,
      objects: [...each.objects, ...many],
    }));
    const text = applyText({ ...applied, clusters }, false);
    expect(text).toContain('  2001 unchanged\n');
    expect(text.split('\n').length).toBe(applyText(applied, false).split('\n').length);
  });

  test('of a rollback', () => {
    expect(rollbackText(undone, false)).toBe(`a https://a
  before r1, started 2026-11-02 by ann@host
  half of it
  left       DestinationRule shop/hello
    changed by x

Not everything is back.
`);
  });
});

/** Every word that a person reads in a text. */
function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}.-]+/u).filter((word) => /[\p{L}\p{N}]{2}/u.test(word));
}

/** Markdown as it is read. */
function shown(markdown: string): string {
  return markdown
    .replace(/&#8203;/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\\(.)/g, '$1');
}

describe('Markdown says all that the text says', () => {
  test.each([
    ['a plan', planText(plan, false), planMarkdown(plan, 100_000)],
    ['an apply', applyText(applied, false), applyMarkdown(applied, 100_000)],
    [
      'a rollback',
      rollbackText(undone, false),
      deploymentMarkdown(describeRollback(undone), 100_000),
    ],
  ])('of %s', (_, text, markdown) => {
    const found = new Set(words(shown(markdown)));
    // Where the servers are and who ran it is left to the log where objects are in one table.
    const inLog = /^(?:a|https|6443|before|r1|started|2026-11-02|by|ann|host|u000ab|dry|run)$/;
    const missing = words(text).filter((word) => !found.has(word) && !inLog.test(word));
    expect(missing).toEqual([]);
  });

  test('conflicts and writers of a plan', () => {
    const markdown = planMarkdown(plan, 100_000);
    expect(markdown).toContain('conflict: spec.host is owned by x');
    expect(markdown).toContain(
      '| <code>100</code> | <code>10</code> | night-shift 2026-11-03, kubectl |',
    );
  });

  test('an apply field by field, where the plan is known', () => {
    const markdown = applyMarkdown(applied, 100_000, plan.clusters);
    expect(markdown).toContain('| <code>100</code> | <code>10</code> |');
    expect(applyMarkdown(applied, 100_000)).not.toContain('<details>');
  });
});

describe('the budget', () => {
  test.each(Object.entries(pages))('the parts of %s are the whole', (_, shares) => {
    expect(Object.values<number>(shares).reduce((a, b) => a + b)).toBe(1000);
  });

  const texts = ['x', '|', '&', '$', '\u0000', '😀', '\n', '@'].map((text) => text.repeat(2_000));

  test.each(texts)('no deployment exceeds its page: %#', (text) => {
    const many = <T>(make: (index: number) => T) => Array.from({ length: 30 }, (_, at) => make(at));
    const objects = many((index) => ({
      ...{ kind: text, namespace: text, name: `${index}${text}`, file: text, line: 1 },
      ...{ column: 1, action: 'conflict' as const, message: text, owner: text, warnings: [text] },
      fields: many((at) => ({ path: text, before: text, after: at, writers: [{ manager: text }] })),
      conflicts: [{ manager: text, field: text }],
    }));
    const cluster = { cluster: text, reachable: true, server: text, message: text, objects };
    const large: PlanResult = {
      ...plan,
      refusals: many(() => text),
      warnings: many(() => text),
      clusters: [cluster, ...many(() => ({ ...cluster, objects: objects.slice(0, 2) }))],
    };
    for (const limit of [15_000, githubLimits.comment, githubLimits.summary]) {
      expect(Buffer.byteLength(planMarkdown(large, limit))).toBeLessThan(limit);
    }
  });
});
