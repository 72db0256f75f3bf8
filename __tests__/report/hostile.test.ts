import { describe, expect, test } from '@jest/globals';
import { applyMarkdown } from '../../src/report/apply-markdown.js';
import { applyText } from '../../src/report/apply-text.js';
import { formats } from '../../src/report/formats.js';
import { toJson } from '../../src/report/json.js';
import { whole } from './held-table.js';
import { applyResult, hostileTexts, prediction, results } from './hostile.js';
import { assertJsonOutput } from '../json-outputs.mjs';

const plain = { color: false, quiet: false };

/** What a runner takes for a command: `::…` at the start of a line, `##[` anywhere. */
function commandsIn(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

// eslint-disable-next-line no-control-regex -- these are what it is about
const invisible = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/;

describe.each(hostileTexts)('%j', (hostile) => {
  const all = results(hostile);
  const applied = applyResult(hostile);

  test.each([
    ['text', whole(formats.text(all, plain))],
    ['json', whole(formats.json(all))],
    ['sarif', whole(formats.sarif(all, plain))],
    ['junit', whole(formats.junit(all, plain))],
    ['checkstyle', whole(formats.checkstyle(all, plain))],
    ['tap', whole(formats.tap(all, plain))],
    ['gitlab', whole(formats.gitlab(all, plain))],
    ['markdown', whole(formats.markdown(all, plain))],
    ['apply as text', applyText(applied, false)],
    ['apply as json', toJson(applied)],
    ['apply as markdown', applyMarkdown(applied, 100_000)],
  ])('brings no command and no control character into %s', (_, text) => {
    expect(commandsIn(text)).toEqual([]);
    expect(text).not.toMatch(invisible);
  });

  test('stays what it is in json', () => {
    const value = JSON.parse(whole(formats.json(all))) as { findings: unknown; results: unknown };
    assertJsonOutput('check', value);
    assertJsonOutput('apply', JSON.parse(toJson(applied)));
    const { findings, results: rows } = value;
    expect(findings).toEqual(all.lint.findings);
    expect(rows).toEqual([prediction(hostile)]);
    expect(JSON.parse(toJson(applied))).toEqual(applied);
  });

  test('stays inside its own command in github', () => {
    const text = whole(formats.github(all, plain));
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(commandsIn(text)).toHaveLength(1);
    expect(text).not.toMatch(invisible);
    const [, properties = '', message = ''] = /^::error ([^]*?)::([^]*)\n$/.exec(text) ?? [];
    expect(properties.split(',').map((property) => property.split('=')[0])).toEqual([
      'file',
      'line',
      'endLine',
      'col',
      'endColumn',
      'title',
    ]);
    expect(properties).not.toMatch(/[\r\n]/);
    expect(message).toMatch(/^Said of /);
  });
});
