import { describe, expect, test } from '@jest/globals';
import { fieldCase, linesOf, repository } from './repository.js';

/** Without its configuration: what the folders alone say. */
function read(name: string) {
  const files = fieldCase(name);
  delete files['mesh-failover.yaml'];
  delete files['with-config.yaml'];
  return repository(files);
}

describe('field cases', () => {
  test('kustomize-base-and-overlays: patches are no objects, the overlays are alternatives', () => {
    const found = read('kustomize-base-and-overlays');
    expect(found.environments.map(({ name, documents }) => [name, documents.length])).toEqual([
      ['east', 4],
      ['west', 4],
    ]);
    expect(found.notRendered.map(({ unit, file, message }) => [unit.id, file, message])).toEqual([
      [
        'kustomize:overlays/east',
        'overlays/east/kustomization.yaml',
        expect.stringContaining('kubectl kustomize overlays/east | mesh-failover check -'),
      ],
      [
        'kustomize:overlays/west',
        'overlays/west/kustomization.yaml',
        expect.stringContaining('overlays/west/failover.yaml of DestinationRule cart'),
      ],
    ]);
    const patched = found.environments[0]?.documents.filter((placed) => placed.effects);
    expect(patched?.map(({ document }) => document.value['kind'])).toEqual(['DestinationRule']);
  });

  test('kustomize-namespace-in-kustomization', () => {
    const found = read('kustomize-namespace-in-kustomization');
    expect(linesOf(found)).toEqual([
      '-: DestinationRule shop/shop kustomize:shop',
      '-: Gateway istio-system/public kustomize:gateways',
      '-: Service shop/shop kustomize:shop',
      '-: VirtualService shop/shop kustomize:shop',
    ]);
    expect(found.notRendered).toEqual([]);
    expect(found.assumptions).toEqual([]);
  });

  test('helm-chart-in-repo: one notice for the chart', () => {
    const found = read('helm-chart-in-repo');
    expect(found.problems).toEqual([]);
    expect(linesOf(found)).toEqual(['-: DestinationRule shop/orders folder:.']);
    expect(found.notRendered.map(({ message }) => message)).toEqual([
      expect.stringContaining('helm template ./charts/base | mesh-failover check -'),
    ]);
  });

  test('istio-docs-locality-task: the host names the namespace', () => {
    const found = read('istio-docs-locality-task');
    expect(linesOf(found)).toEqual(['-: DestinationRule demo/hi folder:.']);
    expect(found.environments[0]?.documents[0]?.namespaceSource).toBe('host');
    expect(found.assumptions.join()).toMatch(/taken to be in demo/);
  });

  test('per-cluster-folders-no-config: clusters called like the regions of the policies', () => {
    const found = read('per-cluster-folders-no-config');
    expect(found.environments.map(({ clusters }) => clusters)).toEqual([
      [
        {
          name: 'us-central-clusters',
          locality: 'us-central1',
          units: ['folder:.', 'folder:us-central-clusters'],
        },
        {
          name: 'us-west-clusters',
          locality: 'us-west1',
          units: ['folder:.', 'folder:us-west-clusters'],
        },
      ],
    ]);
  });

  test('mesh-config-in-the-tree', () => {
    expect(read('mesh-config-in-the-tree').meshConfigs).toMatchObject([
      {
        environment: null,
        file: 'iop.yaml',
        source: 'IstioOperator istio-system/cp',
        range: { line: 5 },
      },
    ]);
  });

  test('helm-values-as-mesh-config', () => {
    expect(read('helm-values-as-mesh-config').meshConfigs).toMatchObject([
      { file: 'values.yaml', value: { localityLbSetting: { distribute: [{ from: 'r1' }] } } },
    ]);
  });
});
