/** SECURITY.md and the tests say the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { sentences } from './sentences.js';

const folder = new URL('.', import.meta.url);

/** The titles of the calls of `holds` in a file. */
function titlesIn(file: string): string[] {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'holds') {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return titles;
}

const tested = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap(titlesIn);

test('each numbered sentence of SECURITY.md has its test, and each test its sentence', () => {
  const byNumber = (titles: readonly string[]) =>
    titles.toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b));
  expect(byNumber(tested)).toEqual(sentences);
});

test('the sentences are numbered from 1 on, are short and end with a full stop', () => {
  expect(sentences.length).toBeGreaterThan(20);
  for (const [index, sentence] of sentences.entries()) {
    expect(sentence).toMatch(new RegExp(`^${index + 1}\\. [A-Z].*\\.$`));
    expect(sentence.split(' ').length).toBeLessThanOrEqual(26);
  }
});
