import { describe, expect, test } from '@jest/globals';
import { commentMarkdown, maxCommentBytes } from '../../src/report/comment-markdown.js';
import { linkedTo } from '../../src/report/markdown-place.js';
import { suggestionOf } from '../../src/report/suggestion-markdown.js';
import { heldTable } from './held-table.js';
import { finding, hostileTexts, lintResult, prediction } from './hostile.js';

const place = linkedTo('https://github.com', 'acme/mesh', 'a'.repeat(40));

/** Markup of our own, taken out; what is left must not be any. */
function withoutOwn(text: string): string {
  return text
    .replaceAll(/<a href="https:\/\/github\.com\/acme\/mesh\/blob\/a{40}\/[\w%./-]+#L\d+">/g, '')
    .replaceAll(/<\/?(?:a|code|span|sup|br|details|summary)>/g, '')
    .replaceAll(/```mermaid\n[^]*?```/g, '');
}

test('stays below its limit with 10,000 findings and as many cases', () => {
  const findings = Array.from({ length: 10_000 }, (_, index) => finding(String(index)));
  const rows = Array.from({ length: 10_000 }, (_, index) => prediction(String(index)));
  const predictions = heldTable(rows);
  const changes = rows.map((row) => {
    return {
      kind: 'worse' as const,
      before: row,
      after: { ...row, errors: 1 },
      cause: findings[0]!,
    };
  });
  const text = commentMarkdown(
    { lint: lintResult(findings), predictions, behaviour: { changes, unchanged: 0 } },
    {
      newFindings: new Set(findings.slice(0, 5_000)),
      place,
      sections: [{ title: 'Plan', text: 'x'.repeat(100_000) }],
      notes: Array.from({ length: 100 }, () => 'y'.repeat(10_000)),
    },
  );
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxCommentBytes);
  expect(text).toContain('limited in size');
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
});

describe.each(hostileTexts)('%j', (hostile) => {
  const row = prediction(hostile);
  const behaviour = {
    changes: [{ kind: 'worse' as const, before: row, after: row, cause: finding(hostile) }],
    unchanged: 1,
  };
  const text = commentMarkdown(
    { lint: lintResult([finding(hostile)]), predictions: heldTable([row]), behaviour },
    { newFindings: undefined, place, notes: [hostile], sections: [{ title: hostile, text: 'x' }] },
  );

  test('stays text in the comment', () => {
    expect(withoutOwn(text)).not.toMatch(/<[a-z!/]|:\/\/[a-z]|(?<!\\)\[[^\]]*(?<!\\)\]\(|@[a-z]/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  test('ends no suggestion early', () => {
    const line = `a: ${hostile.replaceAll(/[\r\n]/g, ' ')}`;
    const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    const fix = { description: hostile, edits: [{ file: 'x.yaml', range, text: 'b' }] };
    const made = suggestionOf(finding(hostile, { file: 'x.yaml', fix }), `${line}\n`);
    // What cannot be seen is not suggested.
    if (!made) {
      expect(line).toMatch(/[^\x20-\x7e]/);
      return;
    }
    const [, fence = '', content = ''] = /\n(`{3,})suggestion\n([^]*)\n\1$/.exec(made.body) ?? [];
    expect(content).toBe(`b${line.slice(1)}`);
    expect(content).not.toContain(fence);
    const before = made.body.slice(0, made.body.indexOf(`${fence}suggestion`));
    expect(withoutOwn(before)).not.toMatch(/<[a-z!/]|:\/\/[a-z]|@[a-z]/);
  });
});

test('a fix of several lines, or that adds one', () => {
  const text = 'a: 1\nb: 2\nc: 3\n';
  const edit = (line: number, column: number, endLine: number, endColumn: number, own: string) => ({
    file: 'x.yaml',
    range: { line, column, endLine, endColumn },
    text: own,
  });
  const suggestion = (...edits: ReturnType<typeof edit>[]) =>
    suggestionOf(finding('x', { file: 'x.yaml', fix: { description: 'd', edits } }), text);
  const added = suggestion(edit(2, 5, 2, 5, '\nd: 4'));
  expect(added).toMatchObject({ first: 2, last: 2 });
  expect(added?.body).toMatch(/```suggestion\nb: 2\nd: 4\n```$/);
  const both = suggestion(edit(1, 4, 1, 5, '7'), edit(3, 1, 3, 2, 'e'));
  expect(both).toMatchObject({ first: 1, last: 3 });
  expect(both?.body).toMatch(/```suggestion\na: 7\nb: 2\ne: 3\n```$/);
  expect(suggestion({ ...edit(1, 1, 1, 2, 'x'), file: 'y.yaml' })).toBeUndefined();
});
