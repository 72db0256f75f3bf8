import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import * as library from '../../src/index.js';

const page = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```(js|text)\n([^]*?)^```$/gm)];
const texts = (language: string) =>
  blocks.filter(([, own]) => own === language).map(([, , body = '']) => body);

test('the examples of docs/library.md print what the page says', () => {
  const mark = 'console.log("--- next ---");\n';
  const code = texts('js')
    .join(mark)
    .replace(/^import (\{.*\}) from 'mesh-failover';$/gm, 'const $1 = library;');
  const printed: string[] = [];
  const log = (line: string) => printed.push(`${line}\n`);
  runInNewContext(code, { library, console: { log } });
  const parts = printed.join('').split('--- next ---\n');
  expect(parts).toHaveLength(6);
  expect(texts('text')).toEqual(parts);
});
