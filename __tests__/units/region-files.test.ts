import { expect, test } from '@jest/globals';
import { repository, rule } from './repository.js';

test.each([
  ['shop-east', 'shop-west'],
  ['web-us-east1', 'web-europe-west1'],
  ['a_b_us', 'a_b_eu'],
])('%s.yaml and %s.yaml with the same objects are alternatives', (one, other) => {
  const { environments } = repository({
    [`export/${one}.yaml`]: rule('web', 'shop'),
    [`export/${other}.yaml`]: rule('web', 'shop'),
  });
  for (const { documents } of environments) {
    const files = documents.map(({ document, cluster }) => `${document.file}@${cluster ?? ''}`);
    // One copy for each environment or cluster.
    expect(new Set(documents.map(({ cluster }) => cluster)).size).toBe(files.length);
  }
});

test('other copies in one folder are duplicates', () => {
  const { environments } = repository({
    'export/shop-a.yaml': rule('web', 'shop'),
    'export/shop-b.yaml': rule('web', 'shop'),
  });
  expect(environments).toHaveLength(1);
  expect(environments[0]?.documents).toHaveLength(2);
});
