/** What the model says about a case, from the same manifests. */
import type { Config } from '../../../../src/config/config.js';
import { parseMeshConfig } from '../../../../src/config/mesh-config.js';
import { defaultConfig } from '../../../../src/config/parse-config.js';
import { parseManifest } from '../../../../src/manifest/parse.js';
import type { Mesh } from '../../../../src/mesh/mesh.js';
import { buildMesh } from '../../../../src/mesh/build-mesh.js';
import { placeByPaths } from '../../../../src/mesh/placed-document.js';
import type { Target } from '../../../../src/mesh/target.js';
import { configure } from '../../../../src/traffic/control-plane/configuration.js';
import { lacksSubset } from '../../../../src/traffic/no-cluster.js';
import { inputOf } from '../../../../src/traffic/predict-target.js';
import type { SentLocality, SentSettings } from '../xds/sent.js';
import { CLUSTERS, type Case, type MeshVariant } from './case.js';

/** What may be sent: one of the assignments, with the settings. */
export interface Expected {
  localities: SentLocality[];
  settings: SentSettings;
}

/** All ways in which the model says that it can be; one, unless the case is not determined. Null: no cluster. */
export function expectedOf(test: Case, variant: MeshVariant): (Expected | null)[] {
  const mesh = meshOf(test, variant);
  const target = targetOf(mesh, test);
  if (lacksSubset(target)) return [null];
  const input = inputOf(mesh, target);
  const endpoints = input.endpoints.map((endpoint, index) =>
    test.pods?.[index]?.isUnready ? { ...endpoint, health: 'unready' as const } : endpoint,
  );
  return input.policies.flatMap((policy) => {
    const { settings, assignments } = configure({ ...input, endpoints, policy });
    const { circuitBreakers, outlierDetection, ...rest } = settings;
    return assignments.map(({ assignment }) => ({
      settings: {
        lbPolicy: rest.lbPolicy,
        localityWeighted: rest.localityWeighted,
        panicThreshold: rest.panicThreshold,
        outlierDetection: outlierDetection ?? null,
        maxConnections: circuitBreakers.maxConnections ?? null,
        maxPendingRequests: circuitBreakers.maxPendingRequests ?? null,
        maxRequests: circuitBreakers.maxRequests ?? null,
        maxRetries: circuitBreakers.maxRetries ?? null,
      },
      localities: assignment.localities.map(({ locality, priority, weight, endpoints: own }) => ({
        locality: `${locality.region}/${locality.zone}/${locality.subzone}`,
        priority,
        weight: weight ?? null,
        endpoints: own
          .map(
            ({ address, weight: each, health, gateway }) =>
              `${gateway ? address.replace(/:\d+$/, '') : test.pods ? 'pod' : address} ${each} ${health}`,
          )
          .sort(),
      })),
    }));
  });
}

/** The model of the case alone. */
export function meshOf(test: Case, variant: MeshVariant): Mesh {
  const documents = test.objects.flatMap(({ manifest, cluster }, index) => {
    const file = `${cluster === undefined ? 'shared' : `clusters/${cluster}`}/${index}.yaml`;
    const parsed = parseManifest({ file, text: JSON.stringify(manifest), named: true });
    if (parsed.problems[0]) throw new Error(parsed.problems[0].message);
    return parsed.documents;
  });
  const config = configOf(test, variant);
  return buildMesh(config, placeByPaths(config, documents));
}

export function targetOf(mesh: Mesh, { host, port, subset }: Case): Target {
  const target = mesh
    .targets()
    .find((one) => one.host === host && one.port === port && one.subset === subset);
  if (!target) throw new Error(`the model has no target ${host}:${port} ${subset ?? ''}`);
  return target;
}

export function configOf({ client, host, pods }: Case, variant: MeshVariant): Config {
  return {
    ...defaultConfig,
    controlPlane: { flags: variant.flags ?? {} },
    meshConfig: parseMeshConfig(JSON.stringify(variant.config), 'mesh.yaml'),
    clusters: CLUSTERS.map(({ name, locality }) => ({
      name,
      locality,
      paths: [`clusters/${name}`],
      eastWestGateways: variant.gateways[name] ?? 0,
      ...(variant.networks[name] === undefined ? {} : { network: variant.networks[name] }),
    })),
    workloads: pods ? [{ host, endpoints: pods.map(({ endpoint }) => endpoint) }] : [],
    clients: [
      {
        name: 'client',
        cluster: client.cluster,
        locality: client.locality,
        namespace: client.namespace,
        labels: client.labels,
        network: client.network ?? '',
      },
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
