import { expect, test } from '@jest/globals';
import { repository, service } from './repository.js';

const config = { localityLbSetting: { enabled: true } };
const object = (apiVersion: string, kind: string, body: object, name = 'x') =>
  JSON.stringify({ apiVersion, kind, metadata: { name }, ...body });

test.each([
  [
    'an IstioOperator',
    'a.yaml',
    object('install.istio.io/v1alpha1', 'IstioOperator', { spec: { meshConfig: config } }),
  ],
  [
    'an Istio',
    'a.yaml',
    object('sailoperator.io/v1', 'Istio', { spec: { values: { meshConfig: config } } }),
  ],
  [
    'an IstioRevision',
    'a.yaml',
    object('sailoperator.io/v1', 'IstioRevision', { spec: { values: { meshConfig: config } } }),
  ],
  [
    'a ConfigMap',
    'a.yaml',
    object('v1', 'ConfigMap', { data: { mesh: JSON.stringify(config) } }, 'istio'),
  ],
  [
    'a control plane',
    'a.yaml',
    object('maistra.io/v2', 'ServiceMeshControlPlane', {
      spec: { techPreview: { meshConfig: config } },
    }),
  ],
  [
    'a HelmRelease',
    'a.yaml',
    object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
      spec: { values: { meshConfig: config } },
    }),
  ],
  [
    'an Application of a chart',
    'a.yaml',
    object('argoproj.io/v1alpha1', 'Application', {
      spec: { source: { chart: 'istiod', helm: { valuesObject: { meshConfig: config } } } },
    }),
  ],
  ['values in their folder', 'values/istiod.yaml', JSON.stringify({ meshConfig: config })],
  ['values called like Istio', 'infra/istiod.yaml', JSON.stringify({ meshConfig: config })],
  ['values', 'istio/values-prod.yaml', JSON.stringify({ meshConfig: config, pilot: {} })],
])('%s', (_, file, text) => {
  const found = repository({ [file]: text, 's.yaml': service('s', 'n') });
  expect(found.meshConfigs).toMatchObject([{ environment: null, file, value: config }]);
});

test('a HelmRelease that a kustomization deploys holds one, and is no object', () => {
  const release = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
    spec: { values: { meshConfig: config } },
  });
  const found = repository({
    'infra/kustomization.yaml': 'resources: [release.yaml]\n',
    'infra/release.yaml': release,
    's.yaml': service('s', 'n'),
  });
  expect(found.meshConfigs).toMatchObject([{ file: 'infra/release.yaml', value: config }]);
  expect(found.environments.flatMap(({ documents }) => documents)).toHaveLength(1);
});

test('each environment has its own', () => {
  const found = repository({
    'dev/values.yaml': JSON.stringify({ meshConfig: config }),
    'dev/s.yaml': service('s', 'n'),
    'prod/s.yaml': service('s', 'n'),
  });
  expect(found.meshConfigs).toMatchObject([{ environment: 'dev', file: 'dev/values.yaml' }]);
});

test('other files and objects hold none', () => {
  const found = repository({
    'config.yaml': JSON.stringify({ meshConfig: config }),
    'values.yaml': 'meshConfig: true\n',
    'cm.yaml': object('v1', 'ConfigMap', { data: { mesh: 'a: b' } }, 'other'),
    'iop.yaml': object('install.istio.io/v1alpha1', 'IstioOperator', { spec: {} }),
  });
  expect(found.meshConfigs).toEqual([]);
});
