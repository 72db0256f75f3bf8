import { expect, test } from '@jest/globals';
import { repository, rule, service } from './repository.js';
import type { Repository } from '../../src/units/unit.js';

const hostRule = (name: string, host: string, namespace?: string) =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { host },
  });

const routeTo = (name: string, host: string) =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name },
    spec: { hosts: ['x.example'], http: [{ route: [{ destination: { host } }] }] },
  });

const namespacesOf = ({ environments }: Repository) =>
  environments.flatMap(({ documents }) =>
    documents.map(({ document, namespace, namespaceSource }) => {
      const { metadata } = document.value as { metadata: { name: string } };
      return `${metadata.name}: ${namespace} (${namespaceSource})`;
    }),
  );

test('in this order: the manifest, the unit, the option, the configuration, a host', () => {
  const files = {
    'a.yaml': [rule('own', 'mine'), hostRule('none', 's.told.svc.cluster.local')].join('\n---\n'),
    'k/kustomization.yaml': 'resources: [r.yaml]\nnamespace: k\n',
    'k/r.yaml': rule('unit'),
  };
  expect(namespacesOf(repository(files, { namespace: 'conf' }, 'opt'))).toEqual([
    'own: mine (manifest)',
    'none: opt (option)',
    'unit: k (unit)',
  ]);
  expect(namespacesOf(repository(files, { namespace: 'conf' }))).toContain(
    'none: conf (configuration)',
  );
  expect(namespacesOf(repository(files))).toContain('none: told (host)');
});

test('a destination that names a Service of the unit tells its namespace', () => {
  const found = repository({
    's.yaml': service('web'),
    'vs.yaml': routeTo('vs', 'web.shop.svc.cluster.local'),
  });
  expect(namespacesOf(found)).toEqual(['web: shop (host)', 'vs: shop (host)']);
});

test('a rule with a namespace tells that of the Service that it names, unless the Service is there, too', () => {
  const files = {
    's.yaml': service('web'),
    'dr.yaml': hostRule('dr', 'web.shop.svc.cluster.local', 'policies'),
  };
  expect(namespacesOf(repository(files))).toEqual(['web: shop (host)', 'dr: policies (manifest)']);
  const found = repository({ ...files, 'own.yaml': service('web', 'shop') });
  expect(namespacesOf(found)).toContain('web: default (unknown)');
});

test('a host of something else tells nothing where the unit has Services', () => {
  const found = repository({
    's.yaml': service('web'),
    'dr.yaml': hostRule('dr', 'other.elsewhere.svc.cluster.local'),
  });
  expect(namespacesOf(found)).toEqual(['web: default (unknown)', 'dr: default (unknown)']);
  expect(found.assumptions).toEqual([
    '2 objects without a namespace are taken to be in one unknown namespace, shown as default. Name it with --namespace.',
  ]);
});

test('a short destination, an external host and another domain tell nothing', () => {
  for (const host of [
    'web',
    'web.shop',
    'web.shop.example',
    'web.shop.svc.pasta.local',
    'a.web.shop.svc.cluster.local',
  ]) {
    const found = repository(
      { 's.yaml': service('web'), 'dr.yaml': hostRule('dr', host) },
      { clusterDomain: 'cluster.local' },
    );
    expect(namespacesOf(found)).toEqual(['web: default (unknown)', 'dr: default (unknown)']);
  }
  const files = { 's.yaml': service('web'), 'dr.yaml': hostRule('dr', 'web.shop.svc.pasta.local') };
  expect(namespacesOf(repository(files, { clusterDomain: 'pasta.local' }))).toEqual([
    'web: shop (host)',
    'dr: shop (host)',
  ]);
});

test('where hosts name several namespaces, each folder has its own', () => {
  const found = repository({
    'one/s.yaml': service('one'),
    'one/dr.yaml': hostRule('dr1', 'one.a.svc.cluster.local'),
    'two/s.yaml': service('two'),
    'two/deep/dr.yaml': hostRule('dr2', 'two.b.svc.cluster.local'),
    'two/deep/er/s.yaml': service('three'),
  });
  expect(namespacesOf(found).sort()).toEqual([
    'dr1: a (host)',
    'dr2: b (host)',
    'one: a (host)',
    'three: b (host)',
    'two: default (unknown)',
  ]);
});
