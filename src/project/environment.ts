import { concernsFailover } from '../api/kinds.js';
import { domainOf, type ClusterConfig, type Config } from '../config/config.js';
import type { MeshConfig } from '../api/mesh-config.js';
import type { Memory } from '../foundation/memory.js';
import type { Mesh } from '../mesh/mesh.js';
import { buildMesh } from '../mesh/build-mesh.js';
import type { PlacedDocument } from '../mesh/placed-document.js';
import { chosenMeshConfig } from './chosen-mesh-config.js';
import type { FoundEnvironment, FoundMeshConfig } from '../units/unit.js';

/** The objects that are deployed and work together: those of all clusters of one mesh. */
export interface Environment {
  /** Null: the only one. */
  name: string | null;
  mesh: Mesh;
  /** The file in the tree that the mesh configuration comes from; undefined: from none. */
  meshConfigFile: string | undefined;
}

/**
 * Builds the mesh of an environment that was found.
 *
 * @param known What is known of each document by itself.
 */
export function environmentOf(
  { name, clusters, documents }: FoundEnvironment,
  config: Config,
  meshConfigs: readonly FoundMeshConfig[],
  known: Memory,
): Environment {
  const found = config.meshConfig ? undefined : chosenMeshConfig(name, meshConfigs);
  const declared = environmentClusters(name, clusters, config);
  const own: Config = {
    ...config,
    ...(declared && { clusters: declared }),
    ...(found && withMeshConfig(config, found.meshConfig)),
  };
  const clusterDomain = domainOf(config);
  const placed = documents.flatMap((one): PlacedDocument[] => {
    const { document, cluster, namespace, namespaceSource, unit, effects } = one;
    if (!concernsFailover(document.value)) return [];
    const isNamespaceKnown = namespaceSource !== 'unknown';
    const place = { cluster, namespace, isNamespaceKnown, unit: unit.id, clusterDomain };
    return [{ document, ...place, effects }];
  });
  return { name, mesh: buildMesh(own, placed, known), meshConfigFile: found?.file };
}

/** The configuration's own clusters, or those that the folders are; undefined: neither says any. */
function environmentClusters(
  name: string | null,
  found: FoundEnvironment['clusters'],
  { clusters, environments }: Config,
): ClusterConfig[] | undefined {
  const own = name === null ? undefined : environments?.[name]?.clusters;
  if (own ?? clusters) return own ?? clusters;
  return found.length > 0
    ? found.map(({ name: cluster, locality = cluster }) => ({ name: cluster, locality }))
    : undefined;
}

function withMeshConfig(config: Config, meshConfig: MeshConfig): Partial<Config> {
  const { rootNamespace = config.rootNamespace } = meshConfig;
  return { meshConfig, rootNamespace };
}
