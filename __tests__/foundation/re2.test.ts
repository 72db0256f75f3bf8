import { describe, expect, test } from '@jest/globals';
import { compile } from '../../src/foundation/re2/compile.js';
import { matchesFully } from '../../src/foundation/re2/program.js';

function matches(expression: string, text: string): boolean | undefined {
  const program = compile(expression);
  return program && matchesFully(program, text, { left: 1_000_000 });
}

describe('expressions of RE2', () => {
  test.each([
    ['/api', ['/api'], ['/api/', 'x/api', '']],
    ['/api.*', ['/api', '/api/v1'], ['/ap', '/api\nx']],
    ['(?s)/api.*', ['/api\nx'], []],
    ['/(a|bc|)/x', ['/a/x', '/bc/x', '//x'], ['/b/x']],
    ['/v[0-9]+/items/[^/]+', ['/v1/items/7', '/v23/items/a-b'], ['/v/items/7', '/v1/items/7/8']],
    ['/a{2,3}', ['/aa', '/aaa'], ['/a', '/aaaa']],
    ['/a{2}', ['/aa'], ['/a', '/aaa']],
    ['/a{2,}b?', ['/aa', '/aaaaab'], ['/a']],
    ['/a{,3}', ['/a{,3}'], ['/a']],
    ['(?i)/Api', ['/api', '/API'], ['/app']],
    ['/(?i:a)b', ['/Ab', '/ab'], ['/aB']],
    ['/(?i)a(?-i)b', ['/Ab'], ['/AB']],
    [String.raw`/\d+\.html`, ['/12.html'], ['/x.html', '/12xhtml', '/٣.html']],
    [String.raw`[\w.-]+`, ['a_b.c-d', '.'], ['a b', 'é']],
    [String.raw`[\D]`, ['x'], ['1']],
    [String.raw`[^\W_]+`, ['ab1'], ['a_b']],
    ['[[:alpha:]]+', ['abC'], ['a1']],
    ['[[:^digit:]]', ['a'], ['1']],
    ['[]a]+', [']a]'], ['b']],
    ['[a-c-]', ['b', '-'], ['d']],
    [String.raw`\pL+`, ['aé'], ['1']],
    [String.raw`\p{Greek}`, ['α'], ['a']],
    [String.raw`\P{Greek}`, ['a'], ['α']],
    [String.raw`\p{^Greek}`, ['a'], ['α']],
    [String.raw`\Qa.b\E+`, ['a.b', 'a.bb'], ['axb']],
    [String.raw`\x41\x{1F600}`, ['A😀'], ['A']],
    [String.raw`/foo\b.*`, ['/foo/bar', '/foo'], ['/foobar']],
    ['^/a$', ['/a'], ['/ab']],
    ['(?:/[a-z]+)+', ['/a/b/c'], ['/a//b']],
    ['(a*)*', ['', 'aaa'], ['b']],
    ['(?P<name>x)y', ['xy'], ['x']],
    ['/a.*?b', ['/axxb', '/ab'], ['/a']],
    ['', [''], ['x']],
  ])('%s', (expression, yes, no) => {
    for (const text of yes) expect([text, matches(expression, text)]).toEqual([text, true]);
    for (const text of no) expect([text, matches(expression, text)]).toEqual([text, false]);
  });

  test.each(['*', '(', 'a)', '[a', String.raw`(a)\1`, '(?=a)', '(?!a)', String.raw`\p{Nowhere}`])(
    'does not take %s',
    (expression) => expect(compile(expression)).toBeUndefined(),
  );

  test('what JavaScript would take for ever takes no time', () => {
    const text = `${'a'.repeat(5_000)}!`;
    expect(matches('(a|a)*(a|aa)+', text)).toBe(false);
    expect(matches('(.*)*(.*)*(.*)*x', text)).toBe(false);
  });

  test('ends with its budget, and refuses programs that are too large', () => {
    expect(matchesFully(compile('(a*)*b')!, 'a'.repeat(1_000), { left: 500 })).toBeUndefined();
    expect(compile('((a{100}){100}){100}')).toBeUndefined();
    expect(compile('('.repeat(10_000))).toBeUndefined();
    expect(matches('((((){1000}){1000}){1000}){1000}x', 'x')).toBe(true);
    expect(matches('(((()?){1000}){1000}){1000}', 'x')).toBeUndefined();
  });
});
