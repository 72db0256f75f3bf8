import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/cluster/cluster.js';
import { isForeign } from '../../src/deploy/foreign-objects.js';
import { asMember } from '../../src/deploy/apply-set.js';
import {
  ownerOf,
  ownerText,
  withOwner,
  withOwnerFrom,
  withoutOwner,
} from '../../src/deploy/object-owner.js';

const object: KubernetesObject = {
  ...{ apiVersion: 'networking.istio.io/v1', kind: 'Gateway' },
  metadata: { name: 'public', namespace: 'shop' },
};
const owner = {
  ...{ environment: 'prod', namespace: 'mesh-failover', owner: 'github.com/o/r' },
  ...{ run: 'run-1', by: 'x@y', at: '2026-11-30T12:00:00Z' },
};

describe('the owner of an object', () => {
  test('is read as it was written, and taken off without a trace', () => {
    const written = withOwner(object, owner);
    expect(ownerOf(written)).toEqual(owner);
    expect(withoutOwner(written)).toEqual(object);
    expect(withOwnerFrom(object, written)).toEqual(written);
    expect(withOwnerFrom(object, object)).toBe(object);
  });

  test.each([
    ['no JSON', '{'],
    ['another shape', '{"environment":"prod"}'],
    ['a text', '"prod"'],
    ['too much', JSON.stringify({ ...owner, by: 'x'.repeat(5000) })],
  ])('is not known from %s', (_, text) => {
    const annotations = { 'mesh-failover/owner': text };
    expect(ownerOf({ ...object, metadata: { ...object.metadata, annotations } })).toBeUndefined();
  });

  test('is named with what is known', () => {
    expect(ownerText(owner)).toBe(
      'the environment prod of github.com/o/r (run run-1, started 2026-11-30T12:00:00Z by x@y)',
    );
    expect(ownerText({ environment: 'prod' })).toBe('the environment prod');
    expect(ownerText({})).toBe('another set of objects');
  });
});

describe('whether an object belongs to another environment', () => {
  const own = { name: 'prod', namespace: 'mesh-failover' };
  const other = { name: 'test', namespace: 'mesh-failover' };

  test('is what its set says, whatever the annotation', () => {
    expect(isForeign(withOwner(asMember(object, own), owner), own)).toBe(false);
    expect(isForeign(withOwner(asMember(object, other), owner), own)).toBe(true);
    expect(isForeign(asMember(object, own), { ...other, previous: 'prod' })).toBe(false);
  });

  test('is what the annotation says where there is no set', () => {
    expect(isForeign(object, own)).toBe(false);
    expect(isForeign(withOwner(object, owner), own)).toBe(false);
    expect(isForeign(withOwner(object, owner), other)).toBe(true);
    expect(isForeign(withOwner(object, owner), { ...other, previous: 'prod' })).toBe(false);
    expect(isForeign(withOwner(object, owner), { ...own, namespace: 'elsewhere' })).toBe(true);
  });
});
