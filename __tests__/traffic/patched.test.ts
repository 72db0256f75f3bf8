import { expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';
import { layouts } from '../field/layouts/index.mjs';

test('only the clients of a lost cluster lose their entry, although a patch makes every other result undetermined', () => {
  const { files } = layouts.find(({ name }) => name === 'kustomize-patched-rule') ?? { files: {} };
  const rows = Project.of({ files })
    .check()
    .rows.filter(({ prediction }) => prediction.publicHost === 'shop.example.com')
    .map(({ prediction: { clientLocality, scenario, determined, errors } }) => ({
      lost: scenario === `cluster-lost:${clientLocality}`,
      determined,
      errors: determined ? errors : undefined,
    }));
  expect(rows.filter(({ lost }) => lost).map(({ errors }) => errors)).toEqual([1, 1]);
  expect(rows.filter(({ lost }) => !lost).every(({ determined }) => !determined)).toBe(true);
});
