import { describe, expect, test } from '@jest/globals';
import { validateTypeMeta } from '../../src/admission/validate.js';
import { gateway, manifest, said } from './manifests.js';

describe('apiVersion and kind', () => {
  test.each([
    ['v1', 'Gateway'],
    ['v1beta1', 'VirtualService'],
    ['v1alpha3', 'DestinationRule'],
    ['v1alpha3', 'EnvoyFilter'],
    ['v1beta1', 'ProxyConfig'],
    ['v1', 'WorkloadGroup'],
  ])('%s of %s is served', (version, kind) => {
    expect(validateTypeMeta({ apiVersion: `networking.istio.io/${version}`, kind })).toEqual([]);
  });

  test.each([
    ['networking.istio.io/v2', 'Gateway', 'api-version apiVersion'],
    ['networking.istio.io/v1', 'EnvoyFilter', 'api-version apiVersion'],
    ['networking.istio.io', 'Gateway', 'api-version apiVersion'],
    ['networking.istio.io/v1/x', 'Gateway', 'api-version apiVersion'],
    ['networking.istio.io/v1', 'DestinationRules', 'kind kind'],
    ['networking.istio.io/v1', 'constructor', 'kind kind'],
    ['networking.istio.io/v1', undefined, 'kind kind'],
  ])('%s of %s is not', (apiVersion, kind, expected) => {
    const problems = validateTypeMeta({ apiVersion, kind });
    expect(problems.map(({ topic, path }) => `${topic} ${path.join('.')}`)).toEqual([expected]);
  });

  test('a kind that was misspelt is named', () => {
    const [problem] = validateTypeMeta({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualServices',
    });
    expect(problem?.message).toContain('did you mean VirtualService?');
  });

  test.each([
    [{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' }],
    [{ apiVersion: 'v1', kind: 'Service' }],
    [{ kind: 'Gateway' }],
    [{ apiVersion: 5 }],
  ])('%j is not our concern', (object) => {
    expect(validateTypeMeta(object)).toEqual([]);
  });
});

describe('metadata', () => {
  const withMetadata = (metadata: unknown) => ({
    ...manifest('DestinationRule', { host: 'a' }),
    metadata,
  });

  test.each([
    [undefined, 'error metadata metadata.name'],
    [{}, 'error metadata metadata.name'],
    ['x', 'error metadata metadata'],
    [{ name: 'A' }, 'error metadata metadata.name'],
    [{ name: 5 }, 'error metadata metadata.name'],
    [{ name: 'a'.repeat(254) }, 'error metadata metadata.name'],
    [{ generateName: 'A-' }, 'error metadata metadata.generateName'],
    [{ name: 'a', namespace: 'a.b' }, 'error metadata metadata.namespace'],
    [{ name: 'a', nmespace: 'a' }, 'error unknown-field metadata.nmespace'],
    [{ name: 'a', labels: { a: 1 } }, 'error metadata metadata.labels.a'],
    [{ name: 'a', labels: { 'a b': 'c' } }, 'error metadata metadata.labels.a b'],
    [{ name: 'a', labels: { a: 'b c' } }, 'error metadata metadata.labels.a'],
    [{ name: 'a', labels: [] }, 'error metadata metadata.labels'],
    [{ name: 'a', annotations: { 'a/b/c': '' } }, 'error metadata metadata.annotations.a/b/c'],
    [{ name: 'a', annotations: { a: true } }, 'error metadata metadata.annotations.a'],
    [{ name: 'a', annotations: { a: 'x'.repeat(263_000) } }, 'error metadata metadata.annotations'],
    [
      { name: 'a', annotations: { 'istio.io/dry-run': 'true' } },
      'error annotation metadata.annotations.istio.io/dry-run',
    ],
    [
      { name: 'a', annotations: { 'internal.istio.io/parents': '' } },
      'error annotation metadata.annotations.internal.istio.io/parents',
    ],
    [{ name: 'a', finalizers: ['a b'] }, 'error metadata metadata.finalizers.0'],
    [{ name: 'a', creationTimestamp: 'now' }, 'error metadata metadata.creationTimestamp'],
    [{ name: 'a', generation: 'x' }, 'error metadata metadata.generation'],
  ])('%j is refused', (metadata, expected) => {
    expect(said(withMetadata(metadata))).toEqual([expected]);
  });

  test.each([
    [{ name: 'a.b' }],
    [{ generateName: 'a-' }],
    [
      {
        name: 'a',
        namespace: '',
        labels: { 'x.com/a': '', b: null },
        annotations: { 'X.com/A': 'any thing' },
      },
    ],
    [
      {
        name: 'a',
        creationTimestamp: null,
        uid: 'x',
        resourceVersion: '5',
        generation: 1,
        managedFields: [],
      },
    ],
    [{ name: 'a', creationTimestamp: '2026-01-31T12:00:00Z', finalizers: ['example.com/x'] }],
  ])('%j is taken', (metadata) => {
    expect(said(withMetadata(metadata))).toEqual([]);
  });

  test("a Gateway's name has no dots, unless Istio made it", () => {
    expect(said({ ...gateway({}), metadata: { name: 'a.b' } })).toEqual([
      'error metadata metadata.name',
    ]);
    const annotations = { 'internal.istio.io/gateway-semantics': 'gateway' };
    expect(said({ ...gateway({}), metadata: { name: 'a.b', annotations } })).toEqual([]);
  });
});
