import { describe, expect, test } from '@jest/globals';
import { Markup, markup } from '../../src/report/markup.js';
import { hostileTexts } from './hostile.js';

test('text and numbers are written, lists put together, nothing left of what is undefined or false', () => {
  const item = (text: string) => markup`<li>${text}</li>`;
  const values = [1 / 3, Number.NaN, -2];
  expect(String(markup`<ul>${['a', 'b'].map(item)}</ul>${undefined}${false}${values}`)).toBe(
    '<ul><li>a</li><li>b</li></ul>0.330-2',
  );
});

test('what is our own stays as it is', () => {
  expect(String(markup`<style>${Markup.own('a>b{}')}</style>`)).toBe('<style>a>b{}</style>');
});

test.each([
  ['<b>"a" & b</b>', '&lt;b&gt;&quot;a&quot; &amp; b&lt;/b&gt;'],
  ['half \ud83d a character', 'half \ufffd a character'],
  ['\u202eturned', '\\u202eturned'],
])('%j becomes %j', (text, expected) => {
  expect(String(markup`${text}`)).toBe(expected);
});

test('long text is cut', () => {
  expect(String(markup`${'x'.repeat(10_000)}`)).toHaveLength(601);
});

describe.each(hostileTexts)('%j', (hostile) => {
  test('makes no tag and leaves no attribute', () => {
    const text = String(markup`<p title="${hostile}">${hostile}</p>`);
    expect(text).toMatch(/^<p title="[^"<>]*">[^"<>]*<\/p>$/);
  });
});
