import { describe, expect, test } from '@jest/globals';
import { meshFrom, objects } from './mesh-from.js';

type Objects = Parameters<typeof objects>;

const gateway = (key: string): Objects[number] => [
  'Gateway',
  key,
  { selector: { istio: 'edge' }, servers: [] },
];
const pods = (key: string, labels: object): Objects[number] => [
  'Deployment',
  key,
  { template: { metadata: { labels } } },
];

function placeOf(...list: Objects) {
  const { clients } = meshFrom(objects(...list), {
    clusters: [{ name: 'a', locality: 'r1' }],
  }).topology;
  return clients.map(({ namespace, isNamespaceKnown }) => [namespace, isNamespaceKnown]);
}

describe('ingress gateways that nobody declares run', () => {
  test('where the pods are that a Gateway selects', () => {
    const own = pods('ingress/edge', { istio: 'edge', app: 'gateway' });
    expect(placeOf(gateway('shop/public'), own)).toEqual([['ingress', true]]);
  });

  test('where the Service is that selects such pods', () => {
    const own: Objects[number] = ['Service', 'ingress/edge', { selector: { istio: 'edge' } }];
    expect(placeOf(gateway('shop/public'), own)).toEqual([['ingress', true]]);
  });

  test('beside the Gateways, if nothing else is there', () => {
    const others = pods('shop/web', { app: 'web' });
    expect(placeOf(gateway('ingress/public'), others)).toEqual([['ingress', false]]);
  });

  test.each<[string, Objects]>([
    ['nothing says it', []],
    ['the Gateway is among the applications', [gateway('shop/a'), pods('shop/web', { a: 'b' })]],
    ['Gateways are in several namespaces', [gateway('shop/a'), gateway('edge/b')]],
  ])('in the namespace of Istio where %s', (_, list) => {
    expect(placeOf(...list)).toEqual([['istio-system', false]]);
  });
});
