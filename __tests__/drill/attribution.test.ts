import { describe, expect, test } from '@jest/globals';
import { attributionBy } from '../../src/drill/attribution.js';

const answer = (headers: Record<string, string>, body = '') => ({ headers, body });

describe('who answered', () => {
  test('by a header, whatever its case', () => {
    const by = attributionBy({ header: 'X-Region' });
    expect(by?.(answer({ 'x-region': ' europe-west1 ' }))).toBe('europe-west1');
    expect(by?.(answer({}))).toBeUndefined();
    expect(by?.(answer({ 'x-region': '' }))).toBeUndefined();
    expect(by?.(answer({ 'x-region': 'x'.repeat(101) }))).toBeUndefined();
  });

  test('values stand for localities, the longest prefix first', () => {
    const values = {
      'gke-a': 'europe-west1',
      'hello-*': 'us-central1',
      'hello-eu-*': 'europe-west1',
    };
    const by = attributionBy({ header: 'x', values });
    expect(by?.(answer({ x: 'gke-a' }))).toBe('europe-west1');
    expect(by?.(answer({ x: 'hello-eu-7f9' }))).toBe('europe-west1');
    expect(by?.(answer({ x: 'hello-7f9' }))).toBe('us-central1');
    expect(by?.(answer({ x: 'toString' }))).toBe('toString');
  });

  test('by the body: plain text around the name', () => {
    const by = attributionBy({ body: '"region": "{locality}"' });
    expect(by?.(answer({}, '{"region": "europe-west1", "x": 1}'))).toBe('europe-west1');
    expect(by?.(answer({}, '{"region": '))).toBeUndefined();
    const line = attributionBy({ body: 'Hostname: {locality}' });
    expect(line?.(answer({}, 'Hello\nHostname: hello-7f9\nmore'))).toBe('hello-7f9');
    expect(line?.(answer({}, 'Hostname: (a+)+$'))).toBe('(a+)+$');
  });

  test('by the gateway: not from the answer', () => {
    expect(attributionBy({ gateway: 'admin' })).toBeUndefined();
  });
});
