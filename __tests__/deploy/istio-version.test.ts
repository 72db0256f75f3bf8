import { expect, test } from '@jest/globals';
import { versionWarnings } from '../../src/deploy/istio-version.js';
import { MemoryCluster } from './memory-cluster.js';

const set = { id: 'x', kinds: [], namespaces: [], notes: {} };

function warnings(versions: Record<string, string | undefined>, deployed: string[] = []): string[] {
  const checked = Object.keys(versions).map((name) => ({
    cluster: new MemoryCluster(name),
    set: deployed.includes(name) ? set : undefined,
  }));
  return versionWarnings({ profile: 'istio-1.31' }, new Map(Object.entries(versions)), checked);
}

test('no control plane anywhere is said before the first deployment, and never again', () => {
  const none = { a: undefined, b: undefined };
  expect(warnings(none)).toEqual([expect.stringContaining('is not known in a, b')]);
  expect(warnings(none, ['a'])).toEqual([expect.stringContaining('is not known in b')]);
  expect(warnings(none, ['a', 'b'])).toEqual([]);
});

test('a cluster whose control plane is in another one is nothing to warn about', () => {
  expect(warnings({ a: '1.31.2', b: undefined })).toEqual([]);
  expect(warnings({ a: '1.30.1', b: undefined }, ['a', 'b'])).toEqual([
    'Istio is another version than the profile istio-1.31 says: a has 1.30.1',
  ]);
});
