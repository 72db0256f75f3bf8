import { describe, expect, test } from '@jest/globals';
import { hostMeant } from '../../src/mesh/host-meant.js';
import { isSubsetOf, namespaceOfHost, qualifyHost, shortHost } from '../../src/mesh/host-name.js';

test.each([
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['reviews.shop', 'reviews.shop'],
  ['reviews.prod.svc.cluster.local', 'reviews.prod.svc.cluster.local'],
  ['*', '*'],
  ['*.example.com', '*.example.com'],
  ['', ''],
])('%j in the namespace shop is %j', (host, expected) => {
  expect(qualifyHost(host, { namespace: 'shop', clusterDomain: 'cluster.local' })).toBe(expected);
});

test.each([
  ['reviews.prod.svc.cluster.local', 'prod', 'reviews.prod'],
  ['reviews.prod', undefined, 'reviews.prod'],
  ['api.example.com', undefined, 'api.example.com'],
  ['*.prod.svc.cluster.local', 'prod', '*.prod'],
  ['a.b.prod.svc.cluster.local', undefined, 'a.b.prod.svc.cluster.local'],
])('%s is of the namespace %s and %s in short', (host, namespace, short) => {
  expect(namespaceOfHost(host)).toBe(namespace);
  expect(shortHost(host)).toBe(short);
});

test.each([
  ['a.example.com', 'a.example.com', true],
  ['a.example.com', 'b.example.com', false],
  ['a.example.com', '*', true],
  ['*', '*', true],
  ['a.b.example.com', '*.example.com', true],
  ['example.com', '*.example.com', false],
  ['*.example.com', '*.com', true],
  ['*.com', '*.example.com', false],
  ['*.com', 'a.com', false],
  ['*.a.com', '*.b.com', false],
])('%s is a subset of %s: %s', (host, pattern, covered) => {
  expect(isSubsetOf(host, pattern)).toBe(covered);
});

describe('the host that is meant', () => {
  const known = ['cart.shop.svc.cluster.local', 'checkout.shop.svc.cluster.local'];
  test.each([
    ['chekout.shop.svc.cluster.local', 'checkout.shop.svc.cluster.local'],
    ['checkout.shopp.svc.cluster.lokal', 'checkout.shop.svc.cluster.local'],
    ['checkout.istio-system.svc.cluster.local', 'checkout.shop.svc.cluster.local'],
    ['checkout.shop', 'checkout.shop.svc.cluster.local'],
    // What all hosts end with makes no two of them alike.
    ['search.shop.svc.cluster.local', undefined],
    ['', undefined],
  ])('by %s: %s', (host, expected) => {
    expect(hostMeant(host, known)).toBe(expected);
  });
});
