import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../../src/project/project.js';
import { root } from '../cli/run-dist.js';
import { manifests } from '../rules/hello-world.js';

const fixtures = join(root, '__tests__/fixtures/rules');
const texts = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.ya?ml$/.test(file) && !file.includes('mesh-failover'))
  .sort()
  .map((file) => readFileSync(join(fixtures, file), 'utf8'));

/** Places that mean something to how a tree is read: plain folders, clusters, environments, a kustomization, a chart's values. */
const names = ['', 'team-a/', 'team-b/', 'prod/eu/', 'prod/us/', 'staging/eu/', 'base/'].flatMap(
  (folder) => Array.from({ length: 3 }, (_, index) => `${folder}file-${index}.yaml`),
);
const kustomization = 'resources: [file-0.yaml, file-1.yaml]\nnamespace: shop\n';

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(manifests)) },
  { weight: 1, arbitrary: fc.constantFrom('kind: [', 'a: 1', '', 'apiVersion: v1\nkind: X\n') },
  // Half a file, and one with a field of a wrong type.
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...texts), fc.nat(1000)).map(([own, length]) => {
      return own.slice(0, length);
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(...texts).map((own) => own.replace(/: \d+/, ': [x]')) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const edit = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constantFrom(...names), text) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('base/kustomization.yaml'),
      fc.constantFrom(kustomization, `${kustomization}patches: [{path: x.yaml}]\n`, undefined),
    ),
  },
);

// What is known of one file is kept: nothing of it may depend on another file, or on the configuration.
test('200 edits of a varied tree, one after the other, give finding for finding what the same texts give from scratch', () => {
  const files = new Map(Object.entries(manifests));
  const first = fc.sample(fc.constantFrom(...texts), { numRuns: names.length, seed: 7 });
  for (const [index, name] of names.entries()) files.set(name, first[index] ?? '');
  let project = Project.of({ files });
  let rules = new Set<string>();
  for (const [index, [name, own]] of fc.sample(edit, { numRuns: 200, seed: 11 }).entries()) {
    project = project.withFiles(new Map([[name, own]]));
    if (own === undefined) files.delete(name);
    else files.set(name, own);
    const scratch = Project.of({ files });
    // The predicted table takes longer.
    const [now, expected] =
      index % 50 === 49
        ? [project.check().lint, scratch.check().lint]
        : [project.lint(), scratch.lint()];
    expect(now).toEqual(expected);
    rules = new Set([...rules, ...now.findings.map(({ rule }) => rule)]);
  }
  // It says something only where much is found.
  expect(rules.size).toBeGreaterThan(40);
});
