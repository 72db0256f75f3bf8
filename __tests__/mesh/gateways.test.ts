import { describe, expect, test } from '@jest/globals';
import { publicHosts, resolveGatewayName, serverHostsFor } from '../../src/mesh/gateways.js';
import { meshFrom, objects } from './mesh-from.js';

test.each([
  ['public', 'shop/public'],
  ['edge/public', 'edge/public'],
  ['./public', 'shop/public'],
  ['public.edge', 'edge/public'],
  ['public.edge.svc.cluster.local', 'edge/public'],
  ['mesh', 'mesh'],
])('%s in the namespace shop is %s', (reference, expected) => {
  expect(resolveGatewayName(reference, 'shop')).toBe(expected);
});

describe('the hosts that a server in edge opens to shop', () => {
  test.each([
    [['*'], ['*']],
    [['a.example.com'], ['a.example.com']],
    [['shop/a.example.com'], ['a.example.com']],
    [['*/a.example.com'], ['a.example.com']],
    [['./a.example.com'], []],
    [['edge/a.example.com'], []],
    [['other/*', 'shop/*.example.com'], ['*.example.com']],
    [['*/*', 'a.example.com'], ['*']],
    [['edge/*', '*/*'], ['*']],
  ])('%j: %j', (hosts, expected) => {
    expect(serverHostsFor({ hosts }, 'edge', 'shop')).toEqual(expected);
  });

  test('./host is for its own namespace', () => {
    expect(serverHostsFor({ hosts: ['./*'] }, 'edge', 'edge')).toEqual(['*']);
  });
});

test.each([
  [['*.example.com'], ['a.example.com', 'b.example.org'], ['a.example.com']],
  [['a.example.com', 'b.example.com'], ['*.example.com'], ['a.example.com', 'b.example.com']],
  [['*'], ['*'], ['*']],
  [['a.example.com'], ['b.example.com'], []],
])('a server for %j and a VirtualService for %j share %j', (hosts, routed, expected) => {
  const { resources, memory } = meshFrom(
    objects(
      ['Gateway', 'edge/public', { servers: [{ hosts }] }],
      ['VirtualService', 'shop/a', { hosts: routed }],
    ),
  );
  const [gateway] = resources.Gateway;
  const [virtualService] = resources.VirtualService;
  if (!gateway || !virtualService) throw new Error('both are there');
  expect(publicHosts(memory, { hosts }, gateway, virtualService)).toEqual(expected);
});
