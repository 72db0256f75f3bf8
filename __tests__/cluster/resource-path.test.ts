import { expect, test } from '@jest/globals';
import { apiResourceOf, resourcePath } from '../../src/cluster/resource-path.js';

test.each([
  ['Gateway', 'gateways'],
  ['DestinationRule', 'destinationrules'],
  ['VirtualService', 'virtualservices'],
  ['ServiceEntry', 'serviceentries'],
  ['WorkloadEntry', 'workloadentries'],
  ['EndpointSlice', 'endpointslices'],
  ['Ingress', 'ingresses'],
  ['Lease', 'leases'],
])('%s is served as %s', (kind, plural) => {
  expect(apiResourceOf(kind)).toBe(plural);
});

test('paths', () => {
  const node = { apiVersion: 'v1', kind: 'Node', name: 'n/1' };
  expect(resourcePath(node)).toBe('/api/v1/nodes/n%2F1');
});
