import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { minify } from 'terser';
import { namedStack } from '../../src/files/named-stack.js';
import { marks, moduleTable, withMarks, withoutMarks } from '../../scripts/module-marks.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mesh-failover-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the bundler writes it: modules in functions of their own, and modules that were put together. */
const bundled = `
const first = 'a text of\\nseveral lines, as they are: \`';
export var __webpack_modules__ = ({

/***/ 12:
/***/ ((module, exports) => {

exports.inner = function inner() { return null.of; };

/***/ }),

/***/ 77:
/***/ ((module, exports) => {

exports.foreign = function foreign() { return null.of; };

/***/ })
});
;// ./build/src/report/text.js
const lines = \`one
two\`;
export function outer() { return lines + null.of; }
;// ../node_modules/other/index.js
export function other() { return null.of; }
;// ./build/src/cli/main.js
export function last() { return null.of; }
`;
const names = new Map([
  ['12', './build/src/mesh/mesh.js'],
  ['77', './node_modules/other/foreign.js'],
]);

type Bundle = Record<string, (() => unknown) | undefined> & {
  __webpack_modules__: Record<string, (module: object, exports: object) => void>;
};

async function bundle(name: string): Promise<{ all: Bundle; file: string }> {
  const { code = '' } = await minify(withMarks(bundled, names), {
    ...{ module: true, compress: false, keep_fnames: true, format: { comments: marks } },
  });
  const { code: plain, parts } = withoutMarks(`#!/usr/bin/env node\n${code}`);
  expect(plain).not.toContain('!module');
  const file = join(folder, name);
  writeFileSync(file, plain);
  writeFileSync(join(folder, 'modules.json'), moduleTable(new Map([[name, parts]])));
  return { all: (await import(pathToFileURL(file).href)) as Bundle, file };
}

describe('the stack of an error in a bundle', () => {
  test('names the module of each place that is ours, and no other', async () => {
    const { all } = await bundle('index.mjs');
    const own: Record<string, () => unknown> = {};
    for (const number of ['12', '77']) all.__webpack_modules__[number]?.({}, own);
    const modules = ['inner', 'foreign', 'outer', 'other', 'last'].map((name) => {
      try {
        (own[name] ?? all[name])?.();
        return 'no error';
      } catch (error) {
        return / = ([^\s)]+)/.exec(namedStack(error).split('\n')[1] ?? '')?.[1];
      }
    });
    expect(modules).toEqual([
      'src/mesh/mesh.ts',
      undefined,
      'src/report/text.ts',
      undefined,
      'src/cli/main.ts',
    ]);
  });

  test('stays as it is where nothing is known of the file, and where the table is damaged', () => {
    const error = new Error('x');
    error.stack = `Error: x\n    at f (file://${folder}/elsewhere.js:1:2)\n    at /nowhere/index.js:3:4`;
    expect(namedStack(error)).toBe(error.stack);
    writeFileSync(join(folder, 'modules.json'), '{"files": {"elsewhere.js": [0, 0]}}');
    expect(namedStack(error)).toBe(error.stack);
    writeFileSync(join(folder, 'modules.json'), '[');
    expect(namedStack(error)).toBe(error.stack);
    expect(namedStack('a text')).toBe('a text');
  });
});
