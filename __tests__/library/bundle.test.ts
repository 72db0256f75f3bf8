import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, SourceTextModule } from 'node:vm';
import { parse } from 'acorn';
import { expect, test } from '@jest/globals';
import { Project } from '../../src/index.js';
import { built } from '../built.js';

const code = readFileSync(join(built, 'browser.js'), 'utf8');
const folder = 'examples/hello-world';
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);

test('the bundle for browsers imports nothing', () => {
  const { body } = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const from = body.flatMap((node) => ('source' in node && node.source ? [node.source.value] : []));
  expect([...from, ...body.filter(({ type }) => type === 'ImportDeclaration')]).toEqual([]);
  expect(code).not.toMatch(/\bimport\(|["']node:/);
});

test('it needs nothing of Node, and gives the same results', async () => {
  // The language alone, and what every browser has.
  const context = createContext({ TextEncoder, files });
  const module = new SourceTextModule(code, { context });
  await module.link(() => {
    throw new Error('it imports something');
  });
  await module.evaluate();
  const { Project: Bundled } = module.namespace as { Project: typeof Project };
  const [own, bundled] = [Project, Bundled].map((one) => {
    const project = one.of({ files });
    return JSON.stringify([project.lint(), project.predict(), project.discover()]);
  });
  expect(bundled).toBe(own);
});
