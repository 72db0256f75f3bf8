import { expect, test } from '@jest/globals';
import { clusters, meshFrom, objects } from './mesh-from.js';

test('a host that the folder of every cluster declares is asked for once by each client', () => {
  const service = { ports: [{ name: 'http', port: 80 }] };
  const declared = objects(
    ['Service', 'shop/cart', service],
    ['Service', 'shop/cart', service],
    ['ServiceEntry', 'shop/api', { hosts: ['api.example'], ports: [{ number: 80 }] }],
    ['ServiceEntry', 'shop/api-b', { hosts: ['api.example'], ports: [{ number: 443 }] }],
  );
  const targets = meshFrom(declared, { clusters }).targets();
  expect(targets.map(({ client, host, port }) => `${client.name} ${host} ${port}`)).toEqual([
    'a cart.shop.svc.cluster.local 80',
    'a api.example 80',
    'a api.example 443',
    'b cart.shop.svc.cluster.local 80',
    'b api.example 80',
    'b api.example 443',
  ]);
});
