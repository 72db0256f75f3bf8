/** What a test of a pure layer must not need: a folder of its own, or a clock. */
import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose tests are about files, programs or processes. */
const withFiles = new Set([
  'action',
  'cli',
  'cluster',
  'deploy',
  'files',
  'lsp',
  'programs',
  'render',
  'security',
  'sources',
  'work',
]);

/** Tests that a schedule or a person starts: they measure, or need real parts. */
const measured = new Set(['bench', 'field', 'fuzz', 'long', 'mutants', 'real']);

/** It names what it refuses. */
const own = '__tests__/names/pure-tests.test.ts';

const texts = readdirSync('__tests__', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
  .filter((file) => !measured.has(file.split('/')[1] ?? '') && !file.includes('/fixtures/'))
  .filter((file) => file !== own)
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const filesWith = (pattern: RegExp) =>
  texts.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

test('tests of rules, model, simulator, configuration and report make no folders', () => {
  const makesFolder = /\b(?:mkdtemp(?:Sync)?|tmpdir)\(/;
  const folders = filesWith(makesFolder).map((file) => file.split('/')[1]);
  expect(folders.filter((folder) => !withFiles.has(folder ?? ''))).toEqual([]);
  // A folder that needs none any more is not to be listed.
  expect([...withFiles].filter((folder) => !folders.includes(folder))).toEqual([]);
});

test('no test reads a clock', () => {
  const readsClock = /\b(?:performance\.now|Date\.now|process\.(?:hrtime|cpuUsage))\b/;
  expect(filesWith(readsClock)).toEqual([]);
});
