import { describe, expect, test } from '@jest/globals';
import { hostMeant } from '../../src/mesh/host-meant.js';
import {
  intersectHosts,
  isSubsetOf,
  namespaceOfHost,
  qualifyHost,
  shortHost,
} from '../../src/mesh/host-name.js';

test.each([
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['reviews.shop', 'reviews.shop'],
  ['reviews.prod.svc.cluster.local', 'reviews.prod.svc.cluster.local'],
  ['*', '*'],
  ['*.example.com', '*.example.com'],
  ['', ''],
])('%j in the namespace shop is %j', (host, expected) => {
  expect(qualifyHost(host, 'shop')).toBe(expected);
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

describe('what two hosts share', () => {
  test.each([
    ['a.example.com', 'a.example.com', 'a.example.com'],
    ['a.example.com', 'b.example.com', undefined],
    ['*', 'a.example.com', 'a.example.com'],
    ['*', '*', '*'],
    ['*.example.com', 'a.example.com', 'a.example.com'],
    ['*.example.com', 'a.b.example.com', 'a.b.example.com'],
    ['*.example.com', 'example.com', undefined],
    ['*.example.com', '*.com', '*.example.com'],
    ['*.a.com', '*.b.com', undefined],
  ])('%s and %s: %s', (a, b, shared) => {
    expect(intersectHosts(a, b)).toBe(shared);
    expect(intersectHosts(b, a)).toBe(shared);
  });

  test('only the wider one covers the other', () => {
    expect(isSubsetOf('*.example.com', '*.com')).toBe(true);
    expect(isSubsetOf('*.com', '*.example.com')).toBe(false);
    expect(isSubsetOf('*.com', 'a.com')).toBe(false);
  });
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
