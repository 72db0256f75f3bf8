import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../src/cluster/cluster.js';
import { clusterChangeText } from '../../src/deploy/change-text.js';
import { clusterChanges } from '../../src/deploy/cluster-changes.js';

function rule(spec: object, managedFields: object[] = [], more: object = {}): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'web', namespace: 'shop', managedFields, ...more } as never,
    spec,
  };
}

const owned = (manager: string, fields: object) => ({
  ...{ manager, operation: 'Update', fieldsV1: { 'f:spec': fields } },
});

const changes = (wanted: KubernetesObject, result: KubernetesObject) =>
  clusterChanges(wanted, result, 'mesh-failover');

describe('clusterChanges', () => {
  test('nothing where the cluster has it as the manifest says, null and labels aside', () => {
    const result = rule({ host: 'web' }, [], { labels: { a: 'b' }, uid: '1' });
    expect(changes(rule({ host: 'web', exportTo: null }), result)).toEqual([]);
  });

  test('what admission rewrites, removes and adds', () => {
    const wanted = rule({ host: 'web', subsets: [{ name: 'v1' }], exportTo: ['.'] });
    const fields = [owned('mesh-failover', { 'f:host': {}, 'f:trafficPolicy': {} })];
    const result = rule({ host: 'other', exportTo: ['.'], trafficPolicy: { a: 1 } }, fields);
    expect(changes(wanted, result)).toEqual([
      { path: 'spec.host', manifest: 'web', result: 'other', by: [] },
      { path: 'spec.subsets', manifest: [{ name: 'v1' }], by: [] },
      { path: 'spec.trafficPolicy', result: { a: 1 }, by: [] },
    ]);
    expect(changes(wanted, result).map(clusterChangeText)).toEqual([
      'spec.host is "other", and "web" in the manifest',
      'spec.subsets is missing, and [{"name":"v1"}] in the manifest',
      'spec.trafficPolicy is {"a":1}, set by the cluster on the way in, and is not in the manifest',
    ]);
  });

  test('what others have set beside it is theirs', () => {
    const fields = [owned('kubectl-edit', { 'f:trafficPolicy': { 'f:a': {} } })];
    const result = rule({ host: 'web', trafficPolicy: { a: 1 } }, fields);
    expect(changes(rule({ host: 'web' }), result)).toEqual([
      { path: 'spec.trafficPolicy', result: { a: 1 }, by: ['kubectl-edit'] },
    ]);
  });

  test('of other kinds than those of Istio, defaults are no news', () => {
    const service = (spec: object) => ({ ...rule(spec), apiVersion: 'v1', kind: 'Service' });
    expect(
      changes(
        service({ ports: [{ port: 80 }] }),
        service({ ports: [{ port: 81 }], type: 'ClusterIP' }),
      ),
    ).toEqual([{ path: 'spec.ports[0].port', manifest: 80, result: 81, by: [] }]);
  });
});
