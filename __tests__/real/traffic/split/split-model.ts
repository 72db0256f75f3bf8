/** The prediction for a case with real traffic. */
import type { Config } from '../../../../src/config/config.js';
import { defaultConfig } from '../../../../src/config/parse-config.js';
import { parseManifest } from '../../../../src/manifest/parse.js';
import type { Mesh } from '../../../../src/mesh/mesh.js';
import { buildMesh } from '../../../../src/mesh/build-mesh.js';
import { placeByPaths } from '../../../../src/mesh/placed-document.js';
import type { Target } from '../../../../src/mesh/target.js';
import type { Endpoint } from '../../../../src/traffic/control-plane/endpoint.js';
import { applyOutages } from '../../../../src/traffic/outage.js';
import { inputOf, predictTarget } from '../../../../src/traffic/predict-target.js';
import type { DefinedResult } from '../../../../src/traffic/predict.js';
import { EDGES, edgeName, workloadsOf, type SplitCase } from './split-case.js';
import type { Manifest } from '../cases/case.js';

/** What becomes of each pod in the outages; undefined: it is gone. */
export function podsInOutage(one: SplitCase): (Endpoint | undefined)[] {
  const { endpoints } = inputOf(...modelOf(one));
  const left = new Map(applyOutages(endpoints, one.outages).map((pod) => [pod.id, pod]));
  return endpoints.map(({ id }) => left.get(id));
}

export function predictionOf(one: SplitCase): DefinedResult {
  const result = predictTarget(...modelOf(one), one.outages);
  if (result.undefined) throw new Error(`case ${one.index}: ${result.reason}`);
  return result;
}

export function modelOf(one: SplitCase): [Mesh, Target] {
  const documents = [gateway(one.edge, 80), ...one.manifests].flatMap((manifest, index) => {
    const file = `${index}.yaml`;
    return parseManifest({ file, text: JSON.stringify(manifest), named: true }).documents;
  });
  const config = configOf(one);
  const mesh = buildMesh(config, placeByPaths(config, documents));
  const target = mesh.targets().find(({ host, route }) => host === one.host && route);
  if (!target) throw new Error(`the model has no route to ${one.host}`);
  return [mesh, target];
}

export function configOf(one: SplitCase): Config {
  return {
    ...defaultConfig,
    clusters: [{ name: 'a', locality: 'europe-west1' }],
    workloads: workloadsOf(one),
    clients: [
      { name: 'edge', cluster: 'a', locality: EDGES[one.edge]!, labels: edgeLabels(one.edge) },
    ],
    scenarios: [],
    preset: 'recommended',
    rules: {},
    overrides: [],
    frontDoor: 'none',
    file: undefined,
    document: undefined,
  };
}

export function edgeLabels(edge: number): Record<string, string> {
  return { istio: 'ingressgateway', edge: edgeName(edge) };
}

export function gateway(edge: number, port: number): Manifest {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: edgeName(edge), namespace: 'istio-system' },
    spec: {
      selector: { edge: edgeName(edge) },
      servers: [{ port: { number: port, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
    },
  };
}
