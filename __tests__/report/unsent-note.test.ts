import { expect, test } from '@jest/globals';
import type { UnsentObject } from '../../src/deploy/unsent-object.js';
import { unsentNotes } from '../../src/report/unsent-note.js';

const unsent = (kind: string, group: string, namespace: string, name: string): UnsentObject => {
  return { kind, group, namespace, name, file: 'x.yaml', line: 1 };
};

test('what is not sent is one note, by kind, and of many objects the rest is counted', () => {
  const services = ['a', 'b', 'c', 'd', 'e'].map((name) => unsent('Service', '', 'shop', name));
  const all = [...services, unsent('ClusterRole', 'rbac.authorization.k8s.io', '', 'reader')];
  const [note, ...others] = unsentNotes(all);
  expect(others).toEqual([]);
  expect(note?.text).toMatch(
    /^Service shop\/a, shop\/b, shop\/c and 2 more, ClusterRole\.rbac\.authorization\.k8s\.io reader\. /,
  );
  expect(unsentNotes([])).toEqual([]);
});
