import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { UserError } from '../../src/foundation/errors.js';
import { defaultConfig } from '../../src/config/parse-config.js';
import type { Manifests } from '../../src/manifest/document.js';
import { Project } from '../../src/project/project.js';
import { readSources, type SourceOptions } from '../../src/sources/read-sources.js';

async function readManifests(paths: string[], options: SourceOptions): Promise<Manifests> {
  const sources = await readSources(paths, options);
  return Project.from({ config: defaultConfig, ...sources, now: new Date() }).manifests;
}

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'manifests-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const gateway = 'apiVersion: networking.istio.io/v1\nkind: Gateway\n';

test('puts the files together, whatever the order of the paths', async () => {
  mkdirSync(join(cwd, 'k8s'));
  for (let index = 0; index < 40; index += 1) {
    writeFileSync(join(cwd, `k8s/${String(index).padStart(2, '0')}.yaml`), gateway);
  }
  writeFileSync(join(cwd, 'k8s/bad.yaml'), `${gateway}---\na: [\n`);
  writeFileSync(join(cwd, 'k8s/latin.yaml'), new Uint8Array([0x61, 0xff]));
  writeFileSync(join(cwd, 'k8s/other.yaml'), 'a: 1\n---\nb: 1\n');
  const read = await readManifests(['k8s/*.yaml', 'k8s', 'k8s/other.yaml'], { cwd });
  expect(read.documents.map(({ file }) => file)).toEqual([
    ...Array.from({ length: 40 }, (_, index) => `k8s/${String(index).padStart(2, '0')}.yaml`),
    'k8s/bad.yaml',
  ]);
  expect(read).toMatchObject({ files: 43, count: 44, skipped: 2 });
  expect(read.problems.map(({ file, istio, named }) => [file, istio, named])).toEqual([
    ['k8s/bad.yaml', true, false],
    ['k8s/latin.yaml', false, false],
  ]);
  expect(read.text('k8s/00.yaml')).toBe(gateway);
  expect(read.text('k8s/other.yaml')).toBeUndefined();
});

test('reads standard input', async () => {
  const read = await readManifests(['-'], { cwd, stdin: Readable.from([gateway]) });
  expect(read.documents.map(({ file }) => file)).toEqual(['<stdin>']);
  expect(read.text('<stdin>')).toBe(gateway);
  await expect(readManifests(['-'], { cwd })).rejects.toThrow(UserError);
});

test('drops a byte order mark, so that the first column is 1', async () => {
  writeFileSync(join(cwd, 'a.yaml'), `\uFEFF${gateway}`);
  const { documents } = await readManifests(['a.yaml'], { cwd });
  expect(documents[0]?.locate(['apiVersion'], 'key')).toMatchObject({ line: 1, column: 1 });
});
