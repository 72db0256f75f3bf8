import { describe, expect, test } from '@jest/globals';
import type {
  CausingChange,
  ExplainedChange,
  ExplainedChanges,
} from '../../src/lint/behaviour-causes.js';
import { behaviourMarkdown } from '../../src/report/behaviour-markdown.js';
import { behaviourText } from '../../src/report/behaviour-text.js';
import { causeWords } from '../../src/report/cause-words.js';
import { linkedTo, unlinked } from '../../src/report/markdown-place.js';
import { paint } from '../../src/report/paint.js';
import type { Prediction } from '../../src/traffic/result.js';
import { predictedRow } from '../traffic/predicted-row.js';
import { finding, hostileTexts, prediction } from './hostile.js';

const plain = paint(false);
const commit = 'a'.repeat(40);

const row = (more: Partial<Prediction> = {}): Prediction =>
  predictedRow({
    client: 'eu',
    clientLocality: 'eu',
    scenario: 'failing:eu',
    split: [
      { locality: 'eu', share: 0 },
      { locality: 'us/a', share: 1 },
    ],
    ...more,
  });

const half = [
  { locality: 'eu', share: 0.5 },
  { locality: 'us/a', share: 0.5 },
];

const worse: ExplainedChange = {
  kind: 'worse',
  before: row(),
  after: row({ split: half, errors: 0.5 }),
  cause: finding('x', { file: 'mesh/rule.yaml', message: 'It is 10.', related: [] }),
};

test('the case, what it was, what it becomes, and why', () => {
  const behaviour = { changes: [worse], unchanged: 11 };
  expect(behaviourMarkdown(behaviour, 10_000, linkedTo('https://ghe.example', 'a/b', commit)))
    .toBe(`\
**Behaviour**: of 12 predicted cases, 1 gets worse

**hello.default:80 for \\***

|  | clients | outage | before | after |
| --- | --- | --- | --- | --- |
| ❌ | clients entering in eu | eu failing | 100 % us | **50 % eu, 50 % us; 50 % errors** |

Cause: **max-ejection-percent-100** <a href="https://ghe.example/a/b/blob/${commit}/mesh/rule.yaml#L3"><code>mesh/rule.yaml:3:5</code></a> It is 10.

`);
  expect(behaviourText(behaviour, plain).join('\n')).toBe(`\
hello.default:80 for *
clients entering in eu
  eu failing
    before  100 % us
    after   50 % eu, 50 % us; 50 % errors
    cause   max-ejection-percent-100 mesh/rule.yaml:3:5
behaviour: of 12 predicted cases, 1 gets worse`);
});

describe('the causes of a changed case', () => {
  const causing = (more: Partial<CausingChange> = {}): CausingChange => ({
    kind: 'changed',
    resource: { kind: 'DestinationRule', namespace: 'x', name: 'a' },
    field: 'spec.percent',
    before: '100',
    after: '10',
    file: 'mesh/rule.yaml',
    line: 3,
    column: 5,
    ...more,
  });
  const place = linkedTo('https://ghe.example', 'a/b', commit);
  const textOf = (...changes: ExplainedChange[]) => {
    const behaviour = { changes, unchanged: 0 };
    return {
      text: behaviourText(behaviour, plain).join('\n'),
      markdown: behaviourMarkdown(behaviour, 10_000, place),
    };
  };

  test('come with the finding, whose place is not said twice', () => {
    const { text, markdown } = textOf({ ...worse, causes: [causing()] });
    expect(text).toContain(`
    cause   mesh/rule.yaml:3:5 DestinationRule x/a: spec.percent was 100, is 10
    finding max-ejection-percent-100 mesh/rule.yaml:3:5
`);
    expect(markdown).toContain(
      'mesh/rule.yaml:3:5</code></a> DestinationRule x/a: spec.percent was 100, is 10. **max-ejection-percent-100** It is 10.\n',
    );
  });

  test('are listed where there are several', () => {
    const causes = [causing(), causing({ field: 'spec.other', file: 'b.yaml' })];
    const each = textOf({ ...worse, causes });
    expect(each.text).toContain(`
    cause   each of these changes
            mesh/rule.yaml:3:5 DestinationRule x/a: spec.percent was 100, is 10
            b.yaml:3:5 DestinationRule x/a: spec.other was 100, is 10
`);
    expect(each.markdown).toMatch(/^Causes: each of these changes:\n\n- <a .*\n- <a .*b\.yaml/m);
    const { text, markdown } = textOf({ ...worse, causes, together: true });
    expect(text).toContain('cause   several changes together\n');
    expect(markdown).toContain('\nCause: several changes together:\n\n- ');
  });

  test('say of which outage they are, where there are others', () => {
    const second = row({ scenario: 'failing:us', split: half, errors: 0.5 });
    const { text, markdown } = textOf(
      { ...worse, causes: [causing()] },
      { kind: 'worse', before: row({ scenario: 'failing:us' }), after: second },
    );
    expect(markdown).toContain('Cause (eu failing): ');
    expect(text.match(/cause/g)).toHaveLength(1);
    const same = { kind: 'worse' as const, before: row({ scenario: 'failing:us' }), after: second };
    const both = textOf(
      { ...worse, causes: [causing()] },
      { ...same, cause: worse.cause!, causes: [causing()] },
    );
    expect(both.text).toContain('    cause   the same');
    expect(both.markdown.match(/Cause/g)).toHaveLength(1);
  });

  test('are said of a destination that is gone, without a link to a line that is gone', () => {
    const gone = {
      kind: 'removed' as const,
      before: row({ scenario: 'healthy' }),
      after: undefined,
    };
    const cause = causing({ kind: 'removed', field: null, isGone: true });
    const { text, markdown } = textOf({ ...gone, causes: [cause] });
    expect(text).toContain(`  no longer there
  cause   mesh/rule.yaml:3:5 DestinationRule x/a was removed`);
    expect(markdown).toContain(
      'Cause: <code>mesh/rule.yaml:3:5</code> DestinationRule x/a was removed\n',
    );
    expect(markdown).not.toContain('<a ');
  });

  test('of other kinds have words of their own', () => {
    const words = (more: Partial<CausingChange>) =>
      causeWords({ causes: [causing(more)] })?.changes[0]?.text;
    const { before: _, ...without } = causing({ kind: 'added', after: '"b"' });
    expect(causeWords({ causes: [without] })?.changes[0]?.text).toBe(
      'DestinationRule x/a: spec.percent is new: "b"',
    );
    expect(words({ kind: 'moved', field: null })).toBe(
      'DestinationRule x/a was moved to this file',
    );
    expect(words({ resource: null, field: null })).toBe('the file was changed');
    expect(words({ resource: null, field: 'clusters[1].locality' })).toBe(
      'clusters[1].locality was 100, is 10',
    );
    expect(words({ resource: { kind: 'Gateway', namespace: null, name: 'g' }, field: null })).toBe(
      'Gateway g was changed',
    );
  });

  test('that were not determined are said to be so', () => {
    const behaviour = { changes: [worse], unchanged: 0, undetermined: 'Not every cause <b>.' };
    expect(behaviourText(behaviour, plain)).toContain('Not every cause <b>.');
    expect(behaviourMarkdown(behaviour, 10_000)).toContain('Not every cause &lt;b&gt;.');
  });
});

test('where it gets worse comes first; a destination that comes or goes is one line', () => {
  const of = (kind: 'added' | 'removed', host: string): ExplainedChange[] =>
    ['healthy', 'failing:eu'].map((scenario) => {
      const own = row({ host, scenario, errors: scenario === 'healthy' ? 0 : 1 });
      return kind === 'added'
        ? { kind, before: undefined, after: own }
        : { kind, before: own, after: undefined };
    });
  const other: ExplainedChange = {
    kind: 'other',
    before: row({ host: 'b', split: half }),
    after: row({ host: 'b', errors: null, split: [] }),
  };
  const changes = [...of('removed', 'gone'), ...of('added', 'new'), other, worse];
  const text = behaviourText({ changes, unchanged: 0 }, plain).join('\n');
  expect(text.match(/^\S.*:80 .*$/gm)).toEqual([
    'hello.default:80 for *',
    'new:80 for *',
    'gone:80 for *',
    'b:80 for *',
  ]);
  expect(text).toContain('new; requests fail in 1 of 2 predicted cases');
  expect(text).toContain('no longer there');
  expect(text).toContain('    before  50 % eu, 50 % us\n    after   undefined');
  expect(text).toMatch(
    /behaviour: of 6 predicted cases, 1 gets worse, 1 changes, 2 new, 2 no longer there$/,
  );
});

test('nothing to say is said in a line', () => {
  expect(behaviourText({ changes: [], unchanged: 12 }, plain)).toEqual([
    'behaviour: none of 12 predicted cases changes',
  ]);
});

test('stays below its limit, and counts what it leaves out', () => {
  const changes = Array.from({ length: 500 }, (_, index) =>
    Array.from({ length: 20 }, (_, number): ExplainedChange => {
      const host = `h${index}`;
      const scenario = `s${number}`;
      return { ...worse, before: row({ host, scenario }), after: row({ host, scenario }) };
    }),
  ).flat();
  const all: ExplainedChanges = { changes, unchanged: 0 };
  const text = behaviourMarkdown(all, 20_000);
  expect(Buffer.byteLength(text)).toBeLessThan(20_000);
  expect(text).toMatch(/\*\d+ more destinations omitted/);
});

describe.each(hostileTexts)('%j', (hostile) => {
  const change: ExplainedChange = {
    kind: 'worse',
    before: prediction(hostile),
    after: prediction(hostile, { errors: 1 }),
    cause: finding(hostile),
    causes: [
      {
        kind: 'changed',
        resource: { kind: hostile, namespace: hostile, name: hostile },
        field: hostile,
        before: hostile,
        after: hostile,
        ...{ file: hostile, line: 1, column: 1 },
      },
    ],
  };
  const place = linkedTo('https://github.com', 'a/b', commit);
  const text = behaviourMarkdown({ changes: [change], unchanged: 0 }, 100_000, place);

  test('stays text in a table of changes', () => {
    const own = text
      .replaceAll(/<a href="https:\/\/github\.com\/a\/b\/blob\/a{40}\/[\w%./-]+#L\d">/g, '')
      .replaceAll(/<\/?(?:a|code|span)>/g, '');
    expect(own).not.toMatch(/<|:\/\/[a-z]|(?<!\\)\[[^\]]*(?<!\\)\]\(/);
    for (const line of text.split('\n').filter((other) => other.startsWith('| ❌'))) {
      expect(line.match(/\|/g)).toHaveLength(6);
    }
  });
});

test.each([
  ['a script', 'javascript:alert(1)', 'a/b', commit],
  ['a branch', 'https://github.com', 'a/b', 'main'],
  ['no repository', 'https://github.com', 'a', commit],
])('%s is no address for links', (_, server, repository, ref) => {
  expect(linkedTo(server, repository, ref)).toBe(unlinked);
});
