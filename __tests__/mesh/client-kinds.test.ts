import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { clientKindNames } from '../../src/config/config.js';
import { clientKinds } from '../../src/mesh/clients/client-kinds.js';
import { clusters, meshFrom } from './mesh-from.js';

test('the configuration accepts the kinds that there are, and no others', () => {
  const schema = JSON.parse(readFileSync('schemas/mesh-failover.schema.json', 'utf8')) as {
    $defs: { client: { properties: { kind: { enum: string[] } } } };
  };
  expect(schema.$defs.client.properties.kind.enum).toEqual(Object.keys(clientKinds));
  expect(clientKindNames).toEqual(Object.keys(clientKinds));
});

test.each(Object.entries(clientKinds))('%s has words for every place', (_kind, { words }) => {
  for (const say of [words.clients, words.requests, words.thatEnter]) {
    expect(say('europe-west1')).toContain('europe-west1');
    expect(say('')).toContain('no region');
  }
});

test('without clients in the configuration, each cluster has the default client of each kind', () => {
  const { topology } = meshFrom('', { clusters });
  const withDefault = Object.entries(clientKinds).filter(([, kind]) => kind.defaultClient);
  expect(topology.clients).toHaveLength(withDefault.length * clusters.length);
  expect(topology.clients[0]?.kind).toBe('gateway');
});

test('a client is a gateway unless the configuration says otherwise', () => {
  const client = { name: 'edge', locality: 'europe-west1' };
  const { topology } = meshFrom('', {
    clusters,
    clients: [client, { ...client, name: 'other', kind: 'gateway' }],
  });
  expect(topology.clients.map(({ kind }) => kind)).toEqual(['gateway', 'gateway']);
});
