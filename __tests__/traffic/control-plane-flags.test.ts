import { expect, test } from '@jest/globals';
import { Project } from '../../src/project/project.js';

const destinationRule = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    host: 'web.shop.svc.cluster.local',
    trafficPolicy: {
      outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 100 },
      loadBalancer: {
        localityLbSetting: { failover: [{ from: 'europe-west1', to: 'us-central1' }] },
      },
    },
  },
};
const manifests = { 'policy.json': JSON.stringify(destinationRule) };

/** Errors of each client with its region scaled to zero. */
function errorsWith(config: object, files: Record<string, string> = manifests) {
  const clusters = [
    { name: 'eu', locality: 'europe-west1' },
    { name: 'us', locality: 'us-central1' },
  ];
  const project = Project.of({
    files,
    config: JSON.stringify({ version: 1, clusters, ...config }),
  });
  const rows = project.check().rows.map(({ prediction }) => prediction);
  return rows
    .filter(({ scenario }) => scenario === 'scaled-to-zero:europe-west1')
    .map(({ clientLocality, errors }) => [clientLocality, errors]);
}

const flags = { PILOT_ENABLE_AMBIENT: true, AMBIENT_ENABLE_MULTI_NETWORK: true };

test('with AMBIENT_ENABLE_MULTI_NETWORK nothing fails over to another cluster', () => {
  expect(errorsWith({})).toContainEqual(['europe-west1', 0]);
  expect(errorsWith({ controlPlane: { flags } })).toContainEqual(['europe-west1', 1]);
  expect(
    errorsWith({ controlPlane: { flags: { ...flags, PILOT_ENABLE_AMBIENT: 'false' } } }),
  ).toContainEqual(['europe-west1', 0]);
});

test('a Service that is labelled global keeps its failover', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', labels: { 'istio.io/global': 'true' } },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
  };
  const files = { ...manifests, 'service.json': JSON.stringify(service) };
  expect(errorsWith({ controlPlane: { flags } }, files)).toContainEqual(['europe-west1', 0]);
});

test('a flag that is not known is reported, with what was probably meant', () => {
  const config = 'version: 1\ncontrolPlane: {flags: {AMBIENT_ENABLE_MULTI_NETWORKS: true}}\n';
  const { findings } = Project.of({ files: manifests, config }).lint();
  expect(
    findings.filter(({ rule }) => rule === 'not-modelled').map(({ message }) => message),
  ).toEqual([expect.stringContaining('did you mean AMBIENT_ENABLE_MULTI_NETWORK?')]);
});
